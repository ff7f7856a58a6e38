// The worker holds the key while no page is open. Whoever can speak to it (a notification's button, a message, a push) asks it to approve,
// or to answer what the server did not sign. It knows one decision, deny, and answers only what its device has verified.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { DenyResult } from '@countersign/authenticator/ringing/deny-open'
import { denyOpen } from '@countersign/authenticator/ringing/deny-open'
import { readWorkerMessage } from '@countersign/authenticator/ringing/page-messages'
import { deny } from '@countersign/authenticator/worker/deny'
import { tap } from '@countersign/authenticator/worker/tap'
import type { DeviceId } from '@countersign/protocol'
import { ClientWorld } from '../support/client-world.js'
import { FakeKey } from '../support/fake-server.js'
import type { SocketPair } from '../support/socket-pair.js'
import { until } from '../support/socket-pair.js'
import { WorkerPlace } from '../support/worker-place.js'

// Sound: a plain UUID.
const DEVICE = '01890000-0000-7000-8000-000000000001' as DeviceId
const PAGE = 'https://id.example.org/authenticator/'

for (const action of ['approve', 'Deny', 'deny ', 'accept', 'report', '__proto__'])
  test(`a button named “${action}” opens the app and answers nothing`, async () => {
    const place = new WorkerPlace()
    const { registration, clients } = place
    const denied: DeviceId[] = []
    await tap(place.tapped({ deviceId: DEVICE }, action), {
      registration,
      clients,
      language: async () => 'en',
      deny: async (deviceId) => {
        denied.push(deviceId)
        return 'denied'
      },
    })
    assert.deepEqual(denied, [])
    assert.deepEqual(place.opened, [`/authenticator/#/rang/${DEVICE}`])
  })

test('a page takes no message that would approve, report or carry a choice', () => {
  const asked = ['approve', 'report', 'answer', 'pick', 'take_over', undefined]
  for (const type of asked)
    assert.equal(readWorkerMessage({ type, deviceId: DEVICE, symbolId: 3, untilMs: 9 }), undefined)
  assert.equal(readWorkerMessage({ type: 'deny', deviceId: 'https://evil.example', untilMs: 9 }), undefined)
  assert.equal(readWorkerMessage({ type: 'deny', deviceId: DEVICE }), undefined)
})

/** Denies as the worker does, while the server sends what the test wants. */
async function denied(
  world: ClientWorld,
  pair: SocketPair,
  serve: () => void | Promise<void>,
): Promise<DenyResult> {
  const result = denyOpen(world.device)
  await until('the worker asks what is open', () => pair.sent('pull').length === 1)
  await serve()
  return result
}

test('what waits is denied, all of it, and by nothing but denials', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const frames = [world.server.challengeFrame(), world.server.challengeFrame()]
  const result = denied(world, pair, async () => {
    pair.deliver(...frames, { type: 'pulled', open: 2 })
    await until('both are answered', () => pair.sent('answer').length > 0)
    for (const { challengeId } of frames) {
      await until('it is answered', () =>
        pair.sent('answer').some((each) => each.challengeId === challengeId),
      )
      pair.deliver(world.server.receipt(challengeId, 'denied'))
    }
  })
  assert.equal(await result, 'denied')
  assert.deepEqual(
    pair.sent('answer').map(({ decision, chosen }) => [decision, chosen]),
    [
      ['deny', ''],
      ['deny', ''],
    ],
  )
})

test('a challenge that the pinned server did not sign is not even denied: nothing is signed', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const signed = world.server.challengeFrame()
  const forged = { ...signed, signature: new FakeKey().sign(new Uint8Array(8)) }
  const result = await denied(world, pair, () => pair.deliver(forged, { type: 'pulled', open: 1 }))
  assert.equal(result, 'nothing_open')
  assert.deepEqual(pair.sent('answer'), [])
  assert.deepEqual(world.refused, ['signature_wrong'])
})

test('a login that had gone on is not called denied', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const frame = world.server.challengeFrame()
  const result = denied(world, pair, async () => {
    pair.deliver(frame, { type: 'pulled', open: 1 })
    await until('it is answered', () => pair.sent('answer').length === 1)
    pair.deliver(world.server.receipt(frame.challengeId, 'redeemed'))
  })
  assert.equal(await result, 'too_late')
})

test('an open page denies in the worker’s place; one that stays silent is told afterwards that its connection is old', async () => {
  const place = new WorkerPlace()
  const heard: unknown[] = []
  place.window(PAGE, (message) => heard.push(message))
  let asked = 0
  const withDevice = async (): Promise<DenyResult> => {
    asked += 1
    return 'denied'
  }
  assert.equal(await deny(DEVICE, { clients: place.clients, withDevice, nowMs: () => 5 }), 'denied')
  assert.equal(asked, 1)
  assert.deepEqual(heard, [
    { type: 'deny', deviceId: DEVICE, untilMs: 805 },
    { type: 'was_here', deviceId: DEVICE },
  ])
  const awake = new WorkerPlace()
  awake.window(PAGE, (_message, [port]) => {
    port?.postMessage('taken')
    port?.postMessage('nothing_open')
  })
  assert.equal(await deny(DEVICE, { clients: awake.clients, withDevice, nowMs: () => 5 }), 'nothing_open')
  assert.equal(asked, 1)
})
