// Keys and pairings over a store of texts: kept, found again, and never mistaken for something else.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import test from 'node:test'
import type { KeyValues } from '@countersign/client-sdk'
import { DeviceError, keyValuePairingStore, parsePairing, seedKeystore } from '@countersign/client-sdk'
import { ClientWorld } from '../support/client-world.js'
import { START_MS } from '../support/clock.js'
import { FakeServer } from '../support/fake-server.js'
import { until } from '../support/socket-pair.js'

const crypto = { randomBytes: (length: number) => new Uint8Array(randomBytes(length)) }

function texts(held = new Map<string, string>()): KeyValues & { readonly held: Map<string, string> } {
  return {
    held,
    get: async (name) => held.get(name) ?? null,
    set: async (name, value) => void held.set(name, value),
    remove: async (name) => void held.delete(name),
  }
}
const codeOf = (code: string) => (error: unknown) => error instanceof DeviceError && error.code === code

test('a key is the same after the app was closed, and gone when it is removed', async () => {
  const secrets = texts()
  const made = await seedKeystore(secrets, crypto).create('phone')
  const opened = await seedKeystore(secrets, crypto).open('phone')
  assert.deepEqual(opened?.publicKey, made.publicKey)
  await seedKeystore(secrets, crypto).remove('phone')
  assert.equal(await seedKeystore(secrets, crypto).open('phone'), undefined)
  assert.equal(secrets.held.size, 0)
})

test('a keychain that fails, and one that holds something else, are told apart from a key that vanished', async () => {
  const broken: KeyValues = { ...texts(), get: async () => Promise.reject(new Error('locked')) }
  await assert.rejects(seedKeystore(broken, crypto).open('phone'), codeOf('storage_failed'))
  const other = texts(new Map([['countersign.key.phone', 'AAAA']]))
  await assert.rejects(seedKeystore(other, crypto).open('phone'), codeOf('storage_failed'))
  await assert.rejects(seedKeystore(texts(), crypto).open('../phone'), RangeError)
})

test('pairings saved at the same time are all there, each once, the oldest first', async () => {
  const values = texts()
  const store = keyValuePairingStore(values)
  const server = new FakeServer(() => START_MS)
  const pairings = [0, 1, 2].map((n) => server.pairing({ pairedAtMs: 10 - n, deviceId: idOf(n) }))
  await Promise.all([...pairings, ...pairings].map((pairing) => store.save(pairing)))
  assert.deepEqual(
    (await store.all()).map(({ pairedAtMs }) => pairedAtMs),
    [8, 9, 10],
  )
  await store.remove(idOf(1))
  assert.equal((await keyValuePairingStore(values).all()).length, 2)
})

test('what is no list of pairings is refused, not forgotten', async () => {
  for (const text of ['{}', '[{}]', 'not json']) {
    const values = texts(new Map([['countersign.pairings', text]]))
    await assert.rejects(keyValuePairingStore(values).all(), codeOf('storage_failed'))
    assert.equal(values.held.get('countersign.pairings'), text)
  }
})

test('a pairing names the origin of its server and nothing behind it', () => {
  const pairing = new FakeServer(() => START_MS).pairing()
  const isRead = (serverUrl: string) => parsePairing({ ...pairing, serverUrl }) !== undefined
  for (const origin of ['https://id.example.org', 'https://id.example.org:8443', 'http://[::1]:3000'])
    assert.equal(isRead(origin), true, origin)
  for (const other of [
    'https://id.example.org/',
    'https://a@b',
    'ftp://x',
    'https://',
    'https://a?b',
    'https://a b',
    '',
  ])
    assert.equal(isRead(other), false, other)
})

test('[SA3] the host that is signed is in lower case and without the scheme’s own port', async () => {
  const world = await ClientWorld.create({ pairing: { serverUrl: 'https://ID.Example.org:443' } })
  world.device.start()
  await until('it dials', () => world.network.pairs.length === 1)
  const pair = world.network.last
  const hello = world.server.hello()
  pair.deliver(hello)
  await until('it answers', () => pair.sent('authenticate').length === 1)
  const [frame] = pair.sent('authenticate')
  assert.ok(frame && world.server.isAuthentic(frame, hello, world.key.publicKey))
})

function idOf(n: number) {
  // Sound: the brand says what the id names; the test knows.
  return `00000000-0000-7000-8000-00000000000${n}` as ReturnType<FakeServer['pairing']>['deviceId']
}
