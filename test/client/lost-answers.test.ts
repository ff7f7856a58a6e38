// Answers that meet a bad network: sockets that die in the middle, receipts lost, doubled or late, no connection at all.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeviceError } from '@countersign/client-sdk'
import { ClientWorld } from '../support/client-world.js'
import type { SocketPair } from '../support/socket-pair.js'
import { until } from '../support/socket-pair.js'

const PICK = { mode: 'symbol', symbolId: 17 } as const

async function answered(pair: SocketPair, count = 1): Promise<void> {
  await until(`${count} answers are sent`, () => pair.sent('answer').length === count)
}

test('[AN3] a socket that dies in the middle of an answer: the very same answer goes again, and the truth comes back', async () => {
  const world = await ClientWorld.create()
  const first = await world.online()
  const { challengeId } = await world.show(first)
  const outcome = world.device.approve(challengeId, PICK)
  await answered(first)
  const sent = first.sent('answer')[0]
  // The server has decided, and its receipt is lost with the socket.
  first.send(world.server.receipt(challengeId, 'approved', { byThisDevice: 1 }))
  first.die()

  const second = await world.reconnect()
  await answered(second)
  assert.deepEqual(second.sent('answer')[0], sent)
  second.deliver(world.server.receipt(challengeId, 'redeemed', { byThisDevice: 1 }))
  assert.deepEqual(await outcome, {
    state: 'redeemed',
    byThisDevice: true,
    decidedAtMs: world.server.nowMs(),
  })
})

test('a receipt that was read before its socket died counts', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const outcome = world.device.deny(challengeId)
  await answered(pair)
  pair.deliver(world.server.receipt(challengeId, 'denied', { byThisDevice: 1 }))
  pair.die()
  assert.equal((await outcome).state, 'denied')
})

test('a lost answer goes again on the same socket, and doubled receipts are one outcome', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const outcome = world.device.approve(challengeId, PICK)
  await answered(pair)
  const lost = pair.toServer
  pair.toServer = []
  world.clock.advance(5_000)
  await answered(pair)
  assert.deepEqual(pair.sent('answer')[0], lost[0])
  const receipt = world.server.receipt(challengeId, 'approved', { byThisDevice: 1 })
  pair.deliver(receipt, receipt)
  assert.equal((await outcome).state, 'approved')
  await world.show(pair)
  assert.equal(world.of('withdrawn').length, 1)
})

test('an answer given while offline waits visibly, and goes with the first connection', async () => {
  const world = await ClientWorld.create()
  const first = await world.online()
  const { challengeId } = await world.show(first)
  first.die()
  await until('the device has noticed', () => world.device.connection === 'offline')
  const outcome = world.device.approve(challengeId, PICK)
  assert.deepEqual(world.device.answers, [{ challengeId, decision: 'approve', progress: 'queued' }])
  const second = await world.reconnect()
  await answered(second)
  assert.deepEqual(world.device.answers, [{ challengeId, decision: 'approve', progress: 'sent' }])
  second.deliver(world.server.receipt(challengeId, 'approved', { byThisDevice: 1 }))
  assert.equal((await outcome).byThisDevice, true)
})

test('an answer that could never be sent rejects when the request expires: nothing was approved', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  world.network.isDown = true
  pair.die()
  await until('the device has noticed', () => world.device.connection === 'offline')
  const outcome = rejection(world.device.approve(challengeId, PICK))
  world.clock.advance(90_000)
  assert.equal((await outcome).code, 'answer_not_delivered')
  assert.deepEqual(
    world.of('withdrawn').map((event) => event.outcome.state),
    ['expired'],
  )
})

test('an answer that was sent waits for the truth beyond the expiry, and then says that it is not known', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const outcome = rejection(world.device.approve(challengeId, PICK))
  await answered(pair)
  world.network.isDown = true
  pair.die()
  await until('the device has noticed', () => world.device.connection === 'offline')
  world.clock.advance(149_999)
  assert.equal(world.device.answers.length, 1)
  world.clock.advance(1)
  assert.equal((await outcome).code, 'outcome_unknown')
})

test('the truth that comes after the expiry still resolves the answer', async () => {
  const world = await ClientWorld.create()
  const first = await world.online()
  const { challengeId } = await world.show(first)
  const outcome = world.device.approve(challengeId, PICK)
  await answered(first)
  first.die()
  await until('the device has noticed', () => world.device.connection === 'offline')
  world.network.isDown = true
  world.clock.advance(120_000)
  world.network.isDown = false
  const second = await world.reconnect()
  await answered(second)
  second.deliver(world.server.receipt(challengeId, 'lapsed', { byThisDevice: 1 }))
  assert.equal((await outcome).state, 'lapsed')
})

async function rejection(promise: Promise<unknown>): Promise<DeviceError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof DeviceError, 'a DeviceError expected')
  return error
}
