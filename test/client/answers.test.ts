// How an answer reaches the server once, whatever the network does, and how its outcome comes back true.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenRequest, Outcome } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'
import { ClientWorld } from '../support/client-world.js'
import type { SocketPair } from '../support/socket-pair.js'
import { until } from '../support/socket-pair.js'

const PICK = { mode: 'symbol', symbolId: 17 } as const

async function answered(pair: SocketPair, count = 1): Promise<void> {
  await until(`${count} answers are sent`, () => pair.sent('answer').length === count)
}

test('[AN1] an approve is signed over the very question that was shown, with the symbol picked', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online({ nextCounter: 42 })
  const frame = world.server.challengeFrame()
  await world.show(pair, frame)
  const outcome = world.device.approve(frame.challengeId, PICK)
  await answered(pair)

  const [answer] = pair.sent('answer')
  assert.ok(answer)
  assert.ok(world.server.isGenuine(answer, frame, world.key.publicKey))
  assert.equal(answer.decision, 'approve')
  assert.equal(answer.chosen, 'ABE')
  assert.equal(answer.counter, 42)
  assert.ok(!world.server.isGenuine({ ...answer, decision: 'deny' }, frame, world.key.publicKey))

  pair.deliver(world.server.receipt(frame.challengeId, 'approved', { byThisDevice: 1 }))
  assert.deepEqual(await outcome, {
    state: 'approved',
    byThisDevice: true,
    decidedAtMs: world.server.nowMs(),
  })
  assert.deepEqual(world.device.requests, [])
  assert.deepEqual(world.device.answers, [])
})

test('a code is answered with its six digits', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const frame = world.server.challengeFrame(world.server.challenge({ mode: 2, options: [] }))
  await world.show(pair, frame)
  const outcome = world.device.approve(frame.challengeId, { mode: 'code', code: '042042' })
  await answered(pair)
  const [answer] = pair.sent('answer')
  assert.ok(answer && world.server.isGenuine(answer, frame, world.key.publicKey))
  assert.equal(answer.chosen, Buffer.from('042042').toString('base64url'))
  pair.deliver(world.server.receipt(frame.challengeId, 'mismatched', { byThisDevice: 1 }))
  assert.equal((await outcome).state, 'mismatched')
})

test('a choice that the request does not offer is refused here: a wrong pick would be final', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  await assert.rejects(world.device.approve(challengeId, { mode: 'symbol', symbolId: 18 }), {
    code: 'choice_invalid',
  })
  await assert.rejects(world.device.approve(challengeId, { mode: 'code', code: '123456' }), {
    code: 'choice_invalid',
  })
  assert.equal(pair.sent('answer').length, 0)
  assert.equal(world.device.requests.length, 1)
})

test('[AN2] the counter is durable before the answer leaves, and is never used twice', async () => {
  const saved: number[] = []
  let release: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const store = {
    save: async (pairing: { nextCounter: number }) => {
      if (pairing.nextCounter > 10) await gate
      saved.push(pairing.nextCounter)
    },
    all: async () => [],
    remove: async () => undefined,
  }
  const world = await ClientWorld.create({ store, pairing: { nextCounter: 10 } })
  const pair = await world.online({ nextCounter: 3 })
  const { challengeId } = await world.show(pair)
  const outcome = world.device.deny(challengeId)
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  assert.equal(pair.sent('answer').length, 0)
  release()
  await answered(pair)
  assert.equal(pair.sent('answer')[0]?.counter, 10)
  assert.equal(saved.at(-1), 11)
  pair.deliver(world.server.receipt(challengeId, 'denied', { byThisDevice: 1 }))
  await outcome

  const next = await world.show(pair)
  const later = world.device.deny(next.challengeId)
  await answered(pair, 2)
  assert.equal(pair.sent('answer')[1]?.counter, 11)
  pair.deliver(world.server.receipt(next.challengeId, 'denied', { byThisDevice: 1 }))
  await later
})

test('[ST6] another device decides first: the request is withdrawn, and a late answer gets that truth', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const one = await world.show(pair)
  const other = await world.show(pair)
  pair.deliver(world.server.receipt(one.challengeId, 'denied'))
  await until('it is withdrawn', () => world.of('withdrawn').length === 1)
  assert.deepEqual(
    world.device.requests.map((request) => request.challengeId),
    [other.challengeId],
  )
  await assert.rejects(world.device.approve(one.challengeId, PICK), { code: 'request_unknown' })

  const outcome = world.device.approve(other.challengeId, PICK)
  await answered(pair)
  pair.deliver(world.server.receipt(other.challengeId, 'denied'))
  assert.deepEqual((await outcome).byThisDevice, false)
})

test('[RC1] a forged or foreign receipt resolves nothing', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const bystander = await world.show(pair)
  let settled = false
  const outcome = world.device.approve(challengeId, PICK).finally(() => {
    settled = true
  })
  await answered(pair)
  const genuine = world.server.receipt(challengeId, 'approved', { byThisDevice: 1 })
  const { body, signature } = world.server.receipt(bystander.challengeId, 'approved')
  pair.deliver(
    { ...genuine, signature: signature },
    { ...genuine, body, signature },
    world.server.receipt(challengeId, 'approved', { deviceId: new Uint8Array(16) }),
    world.server.receipt(challengeId, 'approved', { serverId: new Uint8Array(32) }),
    world.server.receipt(challengeId, 'approved', { keyId: new Uint8Array(16) }),
    world.server.receipt(challengeId, 'pending'),
  )
  await until('five are refused', () => world.refused.length === 5)
  assert.deepEqual(world.refused, [
    'signature_wrong',
    'challenge_other',
    'device_other',
    'server_other',
    'key_not_in_force',
  ])
  assert.equal(settled, false)
  pair.deliver(genuine)
  assert.equal((await outcome).state, 'approved')
})

test('[ST4] deny beats an approve that waits: only the deny is sent, and both learn the truth', async () => {
  const world = await ClientWorld.create()
  const first = await world.online()
  const { challengeId } = await world.show(first)
  first.die()
  await until('the device has noticed', () => world.device.connection === 'offline')
  const approval = world.device.approve(challengeId, PICK)
  const denial = world.device.deny(challengeId)
  const second = await world.reconnect()
  await answered(second)
  assert.deepEqual(
    second.sent('answer').map((answer) => answer.decision),
    ['deny'],
  )
  second.deliver(world.server.receipt(challengeId, 'denied', { byThisDevice: 1 }))
  assert.equal((await denial).state, 'denied')
  assert.equal((await approval).state, 'denied')
})

test('[ST4] deny after an approve that was sent: a late “approved”, or a refusal of the approve, does not end the deny', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const approval = world.device.approve(challengeId, PICK)
  await answered(pair)
  const denial = world.device.report(challengeId)
  await answered(pair, 2)
  const [approve, report] = pair.sent('answer')
  assert.ok(approve && report && report.counter > approve.counter)
  pair.deliver(
    world.server.receipt(challengeId, 'approved', { byThisDevice: 1 }),
    { type: 'refusal', code: 'device_suspended', challengeId },
    world.server.receipt(challengeId, 'reported', { byThisDevice: 1 }),
  )
  assert.equal((await denial).state, 'reported')
  assert.equal((await approval).state, 'reported')
})

test('[ST4] an approval can be taken back until it is redeemed, and not after', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const approved = await approveAndHear(world, pair, 'approved')
  const denial = world.device.deny(approved.challengeId)
  await answered(pair, 2)
  pair.deliver(world.server.receipt(approved.challengeId, 'denied', { byThisDevice: 1 }))
  assert.equal((await denial).state, 'denied')

  const redeemed = await approveAndHear(world, pair, 'redeemed')
  await assert.rejects(world.device.deny(redeemed.challengeId), { code: 'request_unknown' })
})

test('the second of two answers waits for the receipt of the first, so that counters arrive rising', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const one = await world.show(pair)
  const two = await world.show(pair)
  const outcomes = [world.device.approve(one.challengeId, PICK), world.device.deny(two.challengeId)]
  await answered(pair)
  const [first] = pair.sent('answer')
  assert.ok(first)
  pair.deliver(world.server.receipt(first.challengeId, first.decision === 'deny' ? 'denied' : 'approved'))
  await answered(pair, 2)
  const [, second] = pair.sent('answer')
  assert.ok(second && second.counter > first.counter && second.challengeId !== first.challengeId)
  pair.deliver(world.server.receipt(second.challengeId, second.decision === 'deny' ? 'denied' : 'approved'))
  await Promise.all(outcomes)
})

test('a refused answer rejects with the server’s code, and the request stays', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const outcome = rejection(world.device.approve(challengeId, PICK))
  await answered(pair)
  pair.deliver({ type: 'refusal', code: 'device_suspended', challengeId })
  const error = await outcome
  assert.equal(error.code, 'answer_refused')
  assert.equal(error.serverCode, 'device_suspended')
  assert.equal(world.device.requests.length, 1)
})

test('“not now” is not an answer: the same frame is tried again', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const outcome = world.device.approve(challengeId, PICK)
  await answered(pair)
  pair.deliver({ type: 'refusal', code: 'unavailable', challengeId })
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  world.clock.advance(2_000)
  await answered(pair, 2)
  assert.deepEqual(pair.sent('answer')[0], pair.sent('answer')[1])
  pair.deliver(world.server.receipt(challengeId, 'approved', { byThisDevice: 1 }))
  assert.equal((await outcome).state, 'approved')
})

test('approving twice is one answer and one truth', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const outcomes = [world.device.approve(challengeId, PICK), world.device.approve(challengeId, PICK)]
  await answered(pair)
  pair.deliver(world.server.receipt(challengeId, 'approved', { byThisDevice: 1 }))
  assert.deepEqual(
    (await Promise.all(outcomes)).map((outcome) => outcome.state),
    ['approved', 'approved'],
  )
  assert.equal(pair.sent('answer').length, 1)
})

test('stopping rejects answers on their way, and leaves no timer behind', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const outcome = rejection(world.device.approve(challengeId, PICK))
  const pull = rejection(world.device.pull())
  await answered(pair)
  world.device.stop()
  assert.equal((await outcome).code, 'stopped')
  assert.equal((await pull).code, 'stopped')
  assert.equal(world.clock.waiting, 0)
  assert.equal(pair.closedByDevice, true)
  await assert.rejects(world.device.deny(challengeId), { code: 'stopped' })
})

test('a final state is final: an older “approved” that comes late is not heard', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const approved = world.server.receipt(challengeId, 'approved')
  pair.deliver(approved, world.server.receipt(challengeId, 'denied'), approved)
  await world.show(pair)
  const told = [...world.of('withdrawn'), ...world.of('outcome')].map((event) => event.outcome.state)
  assert.deepEqual(told, ['approved', 'denied'])
})

async function approveAndHear(
  world: ClientWorld,
  pair: SocketPair,
  state: Outcome['state'],
): Promise<OpenRequest> {
  const request = await world.show(pair)
  const before = pair.sent('answer').length
  const outcome = world.device.approve(request.challengeId, PICK)
  await answered(pair, before + 1)
  pair.deliver(world.server.receipt(request.challengeId, state, { byThisDevice: 1 }))
  await outcome
  pair.toServer = pair.toServer.slice(-1)
  return request
}

async function rejection(promise: Promise<unknown>): Promise<DeviceError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof DeviceError, 'a DeviceError expected')
  return error
}
