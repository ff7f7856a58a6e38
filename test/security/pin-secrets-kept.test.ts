// A PIN guessed at home: six digits are a million tries, a second of work for whoever has anything that tells right from wrong, such as the
// PIN key's public half, a signature by it, or the bytes a PIN is stretched to. A dump of the database, a log, a message to a webhook must
// have none of those. Here a phone sets, mistypes, gives, changes and loses its PIN at a server of its own process; every secret that its
// PIN keys ever had is noted as they work, and searched for, in each spelling, in all that the server wrote, told and keeps on its disk.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, mock, test } from 'node:test'
import type { Picked } from '@countersign/client-sdk'
import { DeviceError, memoryPinStore, pinBytes } from '@countersign/client-sdk'
import { PIN_TRIES_MAX } from '@countersign/protocol'
import { addWebhook } from '@countersign/server/flows/admin/webhooks'
import nacl from 'tweetnacl'
import type { Device } from '../crash/world.js'
import { CrashWorld, mustShow, rightChoice, until } from '../crash/world.js'
import { Secrets } from './secrets.js'

const PIN = 'vier kalte Zebras'
const NEXT = 'neun warme Zebras'
const WRONG = 'kein einziges Zebra'

/** Everything that a key of the SDK is made of or says, as it happens: it is wiped right after. */
const worked: { readonly name: string; readonly bytes: Uint8Array; readonly by: string }[] = []
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const { fromSeed } = nacl.sign.keyPair
const { detached } = nacl.sign
mock.method(nacl.sign.keyPair, 'fromSeed', (seed: Uint8Array) => {
  const pair = fromSeed(seed)
  const by = hex(pair.publicKey)
  worked.push(
    { name: 'seed', bytes: seed.slice(), by },
    { name: 'public key', bytes: pair.publicKey.slice(), by },
  )
  return pair
})
mock.method(nacl.sign, 'detached', (message: Uint8Array, secretKey: Uint8Array) => {
  const signature = detached(message, secretKey)
  worked.push({ name: 'signature', bytes: signature.slice(), by: hex(secretKey.subarray(32)) })
  return signature
})

const told: string[] = []
const receiver = createServer((request, response) => {
  request.on('data', (chunk) => void told.push(String(chunk)))
  request.on('end', () => response.writeHead(204).end())
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
const world = await CrashWorld.start({
  COUNTERSIGN_LOG_LEVEL: 'info',
  COUNTERSIGN_WEBHOOKS_ALLOW_PRIVATE: 'true',
})
after(async () => {
  await world.end()
  receiver.close()
})

test('[PN1] [PN3] of a PIN nothing that it could be guessed by is in the log, the audit, a notice, a webhook or the database', async () => {
  const { ports } = world.admin
  // Sound: it listens on a port.
  const { port } = receiver.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/hook`
  const hook = { url, description: 'SIEM', actions: ['device.*'], state: 'active' } as const
  assert.ok((await addWebhook(ports, { kind: 'operator' }, { ...hook, actions: ['device.*'] })).ok)
  const pins = memoryPinStore()
  const phone = await world.addPerson('alice', pins)
  const { deviceId, accountId } = phone.pairing
  const kept = [...(await fullRun(phone, () => pins.open(deviceId)))]
  await until(() => told.join('').includes('pin_locked'))

  const device = await ports.storage.read.devices.byId(deviceId)
  const row = await ports.storage.read.pins.of(deviceId)
  assert.ok(device !== undefined && row !== undefined)
  const { entries } = await ports.storage.read.audit.page({}, undefined, 500)
  const unsealed = await ports.storage.read.audit.unsealed(500)
  const notices = await ports.storage.read.notices.ofAccount(accountId, 100)
  for (const kind of ['pin_set', 'pin_changed', 'pin_locked'])
    assert.ok(
      notices.some((notice) => notice.kind === kind),
      `nobody was told of ${kind}`,
    )
  const said = JSON.stringify([entries, unsealed, notices, told])
  assert.match(said, /device\.pin_locked/)
  assert.ok(world.lines.some((line) => line.includes('pin_wrong')))
  // As it dies, with what is not yet out of the write-ahead log.
  await world.kill()
  const files = filesIn(world.directory)
  assert.ok(files.some(({ name }) => name.endsWith('-wal')))

  // Its own key works by the same library; that one may be known.
  const secrets = worked.filter(({ by, name }) => by !== hex(device.publicKey) || name === 'seed')
  const count = (name: string): number => secrets.filter((each) => each.name === name).length
  assert.ok(count('seed') > 2 + PIN_TRIES_MAX && count('signature') > 2 + PIN_TRIES_MAX)
  const search = new Secrets()
  for (const [n, { name, bytes }] of secrets.entries()) search.add(`${name} ${n}`, bytes)
  for (const { salt, blob } of kept) {
    search.add('salt', salt)
    search.add('masked seed', blob)
  }
  for (const typed of [PIN, NEXT, WRONG]) search.add(typed, typed)
  const raw = [...secrets.map(({ bytes }) => bytes), ...kept.flatMap(({ salt, blob }) => [salt, blob])]
  for (const text of [said, ...world.lines]) assert.deepEqual(search.in(text), [], text)
  for (const { name, bytes } of files) {
    assert.deepEqual(search.in(bytes.toString('latin1')), [], name)
    for (const secret of raw) assert.equal(bytes.indexOf(secret), -1, name)
  }

  // The search finds what is there: the phone's public key, and the PIN key as it is sealed.
  const isKept = (bytes: Uint8Array): boolean => files.some((file) => file.bytes.indexOf(bytes) >= 0)
  assert.ok(isKept(device.publicKey) && isKept(row.sealedKey))
})

/** All that can happen to a PIN until it is locked; gives what the phone kept of each. */
async function fullRun(phone: Device, held: () => ReturnType<ReturnType<typeof memoryPinStore>['open']>) {
  await until(() => phone.pin.status.state === 'none')
  await phone.pin.set(pinBytes(PIN))
  const first = await held()
  await logIn(phone, [WRONG, PIN])
  await refused(phone.pin.change(pinBytes(WRONG), pinBytes(NEXT)))
  await phone.pin.change(pinBytes(PIN), pinBytes(NEXT))
  const second = await held()
  await logIn(phone, [PIN, NEXT])
  await logIn(phone, [WRONG, WRONG, WRONG])
  await logIn(phone, [WRONG, WRONG])
  await until(() => phone.connection !== 'connecting' && phone.pin.status.triesLeft === 0)
  return [...first, ...second]
}

/** All but the last are wrong; the last one is, too, where it is `WRONG`. */
async function logIn(phone: Device, typed: readonly string[]): Promise<void> {
  const asked = await world.ask('alice')
  assert.ok(asked)
  const request = await mustShow(phone, asked)
  const choice: Picked = rightChoice(asked)
  for (const [n, pin] of typed.entries()) {
    const answer = phone.approve(request.challengeId, choice, { pin: pinBytes(pin) })
    if (n < typed.length - 1 || pin === WRONG) await refused(answer)
    else assert.equal((await answer).state, 'approved')
  }
  if (typed.at(-1) !== WRONG) assert.equal(await world.redeem(asked), 'redeemed')
  else await phone.deny(request.challengeId)
}

async function refused(work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => error instanceof DeviceError && error.serverCode === 'pin_wrong')
}

function filesIn(directory: string): readonly { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((name) => statSync(name).isFile())
    .map((name) => ({ name, bytes: readFileSync(name) }))
}
