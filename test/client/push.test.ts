// Where a device is woken, as the device says it: signed for this very socket, said again after a broken connection, heard when it ended.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeviceError } from '@countersign/client-sdk'
import type { DeviceFrame, PushTerms, ServerFrame } from '@countersign/protocol'
import { idToBytes, pushSubscriptionDocument, toBase64Url } from '@countersign/protocol'
import { ClientWorld } from '../support/client-world.js'
import { bytes, verifies } from '../support/fake-server.js'
import type { SocketPair } from '../support/socket-pair.js'
import { until } from '../support/socket-pair.js'

type SetPush = Extract<DeviceFrame, { type: 'set_push' }>

const filled = (length: number, value: number): string => toBase64Url(new Uint8Array(length).fill(value))
const publicKey = filled(65, 4)
const terms: PushTerms = {
  endpoint: 'https://push.example.org/abc',
  p256dh: filled(65, 5),
  auth: filled(16, 6),
  wake: filled(16, 7),
}
const off = { push: { publicKey, state: 'off' as const } }
const stateFrame = (state: 'on' | 'off'): ServerFrame => ({ type: 'push_state', state })
const isRefused = (code: string) => (error: unknown) => error instanceof DeviceError && error.code === code

async function said(pair: SocketPair, nth = 1): Promise<SetPush> {
  await until('it is said', () => pair.sent('set_push').length >= nth)
  return pair.sent('set_push')[nth - 1] ?? assert.fail('nothing was said')
}

function isSigned(world: ClientWorld, frame: SetPush, nonce: string): boolean {
  const { endpoint, p256dh, auth, wake } = frame.subscription ?? {
    endpoint: '',
    p256dh: '',
    auth: '',
    wake: '',
  }
  const body = pushSubscriptionDocument.encode({
    version: 1,
    serverId: world.server.serverId,
    deviceId: idToBytes(world.server.deviceId),
    nonce: bytes(nonce),
    endpoint,
    p256dh: bytes(p256dh),
    auth: bytes(auth),
    wake: bytes(wake),
  })
  return verifies(world.key.publicKey, pushSubscriptionDocument.message(body), frame.signature)
}

/** Online, with a nonce that the test knows. */
async function greeted(world: ClientWorld, nonce: string, welcome = off): Promise<SocketPair> {
  const before = world.network.pairs.length
  world.device.start()
  await until('the device dials', () => world.network.pairs.length > before)
  const pair = world.network.last
  await world.authenticate(pair, world.server.hello({ nonce }))
  pair.deliver(world.server.welcome(welcome))
  await until('the device is welcomed', () => world.device.connection === 'online')
  return pair
}

test('[WP1] a subscription is signed by the device over the nonce of this very socket', async () => {
  const world = await ClientWorld.create()
  const nonce = filled(32, 9)
  const pair = await greeted(world, nonce)
  const done = world.device.push.subscribe(terms)
  const frame = await said(pair)
  assert.deepEqual(frame.subscription, terms)
  assert.equal(isSigned(world, frame, nonce), true)
  assert.equal(isSigned(world, frame, filled(32, 8)), false)
  pair.deliver(stateFrame('on'))
  await done
  assert.deepEqual(world.device.push.status, { available: true, serverKey: publicKey, state: 'on' })
})

test('taking it back is signed too', async () => {
  const world = await ClientWorld.create()
  const nonce = filled(32, 9)
  const pair = await greeted(world, nonce, { push: { publicKey, state: 'on' as never } })
  const done = world.device.push.unsubscribe()
  const frame = await said(pair)
  assert.equal(frame.subscription, null)
  assert.equal(isSigned(world, frame, nonce), true)
  pair.deliver(stateFrame('off'))
  await done
  assert.equal(world.device.push.status.state, 'off')
})

test('the welcome says whether this server wakes at all, by which key, and whether it knows where', async () => {
  const world = await ClientWorld.create()
  assert.deepEqual(world.device.push.status, { available: false, state: 'unknown' })
  const pair = await world.online(off)
  assert.deepEqual(world.device.push.status, { available: true, serverKey: publicKey, state: 'off' })
  pair.die()
  await world.reconnect({ push: null })
  assert.deepEqual(world.device.push.status, { available: false, state: 'off' })
  assert.equal(world.of('push').length, 2)
})

test('[WP9] a subscription that ended is heard, and nobody who asks for a new one takes it for the answer', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online({ push: { publicKey, state: 'on' } })
  pair.deliver(stateFrame('off'))
  await until('it is heard', () => world.device.push.status.state === 'off')
  const done = world.device.push.subscribe(terms)
  await said(pair)
  pair.deliver(stateFrame('off'), { type: 'notices', items: [] })
  await until('both were heard', () => world.of('notices').length === 1)
  pair.deliver(stateFrame('on'))
  await done
})

test('a connection that breaks while it is asked for: said again on the next one, signed anew', async () => {
  const world = await ClientWorld.create()
  const first = await world.online(off)
  const done = world.device.push.subscribe(terms)
  const before = await said(first)
  first.die()
  const second = await world.reconnect(off)
  const again = await said(second)
  assert.notEqual(again.signature, before.signature)
  assert.deepEqual(again.subscription, terms)
  second.deliver(stateFrame('on'))
  await done
})

test('what the server refuses rejects with its reason, and the next one is asked by itself', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online(off)
  const refused = assert.rejects(
    world.device.push.subscribe(terms),
    (error: unknown) =>
      error instanceof DeviceError && error.code === 'push_refused' && error.pushReason === 'endpoint',
  )
  const next = world.device.push.unsubscribe()
  await said(pair)
  assert.equal(pair.sent('set_push').length, 1)
  pair.deliver({ type: 'push_state', state: 'refused', reason: 'endpoint' })
  await refused
  assert.equal((await said(pair, 2)).subscription, null)
  pair.deliver(stateFrame('off'))
  await next
})

test('without a connection nothing is asked, and a device that is stopped keeps nobody waiting', async () => {
  const world = await ClientWorld.create()
  await assert.rejects(world.device.push.subscribe(terms), isRefused('server_unreachable'))
  const pair = await world.online(off)
  const left = assert.rejects(world.device.push.subscribe(terms), isRefused('stopped'))
  await said(pair)
  world.device.stop()
  await left
})
