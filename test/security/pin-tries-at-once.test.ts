// PINs tried in parallel: whoever has a copy of the phone sends a hundred guesses in one moment, hoping that all of them are judged
// before the first is counted; or sends them over sockets, goes on after the server was started anew, and alternates between
// requests. Here on SQLite, as it is deployed: five wrong ones are heard of, whatever the way, and then none is looked at.
import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ServerFrame } from '@countersign/protocol'
import { PIN_TRIES_MAX } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { setPin } from '@countersign/server/flows/verification/set-pin'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import { SOCKET_NONCE } from '../support/biometric-phone.js'
import type { PinPhone } from '../support/pin-phone.js'
import { approveWithPin, pinPhone, settingOf } from '../support/pin-phone.js'
import type { RawSocket } from '../support/raw-device.js'
import { newDeviceKey, TestDevice } from '../support/test-device.js'
import { TestServer } from '../support/test-server.js'
import { asked, from, makeWorld, must, reasonOf } from '../support/test-world.js'

const AT_ONCE = 100

function place(t: { after(work: () => void): void }): string {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-pin-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return join(directory, 'test.db')
}

test('[PN4] of a hundred guesses at once, for two requests, five are judged, and the right one among the rest lets nobody in', async (t) => {
  const storage = await openSqliteStorage({ path: place(t) })
  t.after(() => storage.close())
  const world = await makeWorld({ storage })
  const phone = await pinPhone(world)
  const logins = [
    await asked(world, { atLeast: 'code' }),
    await asked(world, { atLeast: 'code', ...from('198.51.100.9') }),
  ]
  const guesses = Array.from({ length: AT_ONCE }, (_, i) => ({
    login: logins[i % logins.length] ?? assert.fail(),
    // The right one comes last, when nothing is left.
    pinKey: i === AT_ONCE - 1 ? phone.pinKey : newDeviceKey(),
  }))
  const frames = []
  for (const { login, pinKey } of guesses)
    frames.push(await approveWithPin(world, { ...phone, pinKey }, login.challengeId, login.match))

  const results = await Promise.all(
    frames.map((frame) => answerChallenge(world.ports, phone.device.id, frame)),
  )

  const pin = await storage.read.pins.of(phone.device.id)
  // Those whose counter another one overtook were not judged at all.
  const counted = pin?.wrong.length ?? 0
  assert.ok(counted > 0 && counted <= PIN_TRIES_MAX, `${counted} were counted`)
  assert.deepEqual(
    results.filter(({ ok }) => ok),
    [],
  )
  const told = results.map((result) => reasonOf(result))
  assert.deepEqual(
    told.filter((reason) => reason === 'signature_wrong' || reason === 'rate_limited'),
    [],
  )
  for (const { challengeId } of logins)
    assert.notEqual((await storage.read.challenges.byId(challengeId))?.state, 'approved')
})

test('[PN4] the right PIN at once with ninety-nine wrong ones: it gets in before the last try, or not at all', async (t) => {
  const storage = await openSqliteStorage({ path: place(t) })
  t.after(() => storage.close())
  const world = await makeWorld({ storage })
  const phone = await pinPhone(world)
  const { challengeId, match } = await asked(world)
  const right = await approveWithPin(world, phone, challengeId, match)
  const frames = [right]
  for (let i = 1; i < AT_ONCE; i += 1)
    frames.push(await approveWithPin(world, { ...phone, pinKey: newDeviceKey() }, challengeId, match))
  const results = await Promise.all(
    frames.map((frame) => answerChallenge(world.ports, phone.device.id, frame)),
  )
  const left = new Set(
    results.flatMap((result) =>
      !result.ok && result.refusal.reason === 'pin_wrong' ? [result.refusal.left] : [],
    ),
  )
  const pin = await storage.read.pins.of(phone.device.id)
  const isApproved = (await storage.read.challenges.byId(challengeId))?.state === 'approved'
  // Three tries are told of at most; once it is approved every further one hears the receipt, and nothing of its PIN.
  assert.ok(left.size <= 3, `${left.size} tries were told of`)
  assert.ok((pin?.wrong.length ?? 0) <= 3)
  assert.ok(isApproved || (pin?.wrong.length ?? 0) > 0)
})

test('[PN5] over a real socket: two wrong ones, a new start of the server, three more, and the phone may only deny', async (t) => {
  const path = place(t)
  const keys = { 'keys.root': key(1), 'keys.master': key(2), 'storage.url': `sqlite:${path}` }
  const first = await TestServer.start({ config: keys })
  const { apiKey } = await first.addApp()
  await first.addAccount()
  const raw = await first.pairDevice()
  const phoneAt = ({ ports }: TestServer): TestDevice =>
    new TestDevice(ports, raw.deviceId, raw.accountId as TestDevice['accountId'], {
      publicKey: raw.publicKey,
      sign: (message) => new Uint8Array(sign(null, message, raw.privateKey)),
    })
  const pinKey = newDeviceKey()
  const device = phoneAt(first)
  must(await setPin(first.ports, raw.deviceId, SOCKET_NONCE, await settingOf(first, device, { pinKey })))
  assert.deepEqual(await triedOverSocket(first, { device, pinKey: newDeviceKey() }, 2), [4, 3])
  await first.stop()

  const second = await TestServer.start({ config: keys })
  t.after(() => second.stop())
  const again = phoneAt(second)
  again.forward(10)
  assert.deepEqual(await triedOverSocket(second, { device: again, pinKey: newDeviceKey() }, 3), [2, 1, 0])
  const { deviceState, welcome, socket } = await second.connect(raw)
  socket.close()
  assert.equal(deviceState, 'suspended')
  assert.equal(welcome.pin?.triesLeft, 0)

  async function triedOverSocket(server: TestServer, phone: PinPhone, times: number): Promise<unknown[]> {
    const { socket } = await server.connect(raw)
    const left: unknown[] = []
    const { challengeId, match } = await server.requestApproval(apiKey)
    for (let i = 0; i < times; i += 1) {
      socket.send(await approveWithPin(server, phone, challengeId, match))
      const refusal = await refusalFrom(socket)
      assert.equal(refusal.code, 'pin_wrong')
      assert.equal(refusal.challengeId, challengeId)
      left.push(refusal.tries?.left)
    }
    socket.close()
    return left
  }
})

/** Challenges that ring meanwhile are passed over. */
async function refusalFrom(socket: RawSocket): Promise<Extract<ServerFrame, { type: 'refusal' }>> {
  for (let frame = await socket.next(); frame !== undefined; frame = await socket.next())
    if (frame.type === 'refusal') return frame
  return assert.fail('the socket closed')
}

function key(fill: number): string {
  return Buffer.alloc(32, fill).toString('base64url')
}
