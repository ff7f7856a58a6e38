// The life of a device's socket: who it talks to, how it notices silence, when it comes back, and when it does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ClientWorld } from '../support/client-world.js'
import { until } from '../support/socket-pair.js'

test('it dials the server’s socket with the protocol’s name, and proves who it is', async () => {
  const world = await ClientWorld.create()
  world.device.start()
  await until('it dials', () => world.network.pairs.length === 1)
  const pair = world.network.last
  assert.equal(pair.url, 'wss://id.example.org/v1/device')
  assert.equal(pair.protocol, 'countersign.v1')
  const hello = world.server.hello()
  pair.deliver(hello)
  await until('it answers', () => pair.sent('authenticate').length === 1)
  const [frame] = pair.sent('authenticate')
  assert.ok(frame)
  assert.equal(frame.deviceId, world.server.deviceId)
  assert.ok(world.server.isAuthentic(frame, hello, world.key.publicKey))
  assert.ok(!world.server.isAuthentic(frame, world.server.hello(), world.key.publicKey))
})

test('[SA1] a hello of another server gets no signature', async () => {
  const world = await ClientWorld.create()
  world.device.start()
  await until('it dials', () => world.network.pairs.length === 1)
  const pair = world.network.last
  pair.deliver(world.server.hello({ serverId: 'A'.repeat(43) }))
  await until('it leaves', () => world.device.connection === 'offline')
  assert.deepEqual(pair.toServer, [])
  assert.deepEqual(world.refused, ['server_other'])
})

test('[SA1] a second hello on one socket gets no second signature', async () => {
  const world = await ClientWorld.create()
  world.device.start()
  await until('it dials', () => world.network.pairs.length === 1)
  const pair = world.network.last
  const hello = world.server.hello()
  pair.deliver(hello, hello)
  await until('it leaves', () => world.device.connection === 'offline')
  assert.equal(pair.sent('authenticate').length, 1)
})

test('a welcome without authentication is not believed', async () => {
  const world = await ClientWorld.create()
  world.device.start()
  await until('it dials', () => world.network.pairs.length === 1)
  world.network.last.deliver(world.server.welcome())
  await until('it leaves', () => world.device.connection === 'offline')
})

test('a server that does not welcome within 20 s is given up', async () => {
  const world = await ClientWorld.create()
  world.device.start()
  await until('it dials', () => world.network.pairs.length === 1)
  world.clock.advance(19_999)
  assert.equal(world.device.connection, 'connecting')
  world.clock.advance(1)
  assert.equal(world.device.connection, 'offline')
  assert.equal(world.network.pairs[0]?.closedByDevice, true)
})

test('back-off: full jitter below 1, 2, 4 … 60 s, the same for the same seed', async () => {
  const delaysOf = async (seed: number): Promise<readonly number[]> => {
    const world = await ClientWorld.create({ seed })
    world.network.isDown = true
    world.device.start()
    await until('the first try has failed', () => world.of('connection').length === 1)
    for (let tries = 1; tries < 12; tries++)
      world.clock.advance(world.of('connection').at(-1)?.retryInMs ?? 0)
    const delays = world.of('connection').map((event) => event.retryInMs ?? -1)
    world.device.stop()
    return delays
  }
  const delays = await delaysOf(7)
  const ceilings = [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60].map((seconds) => seconds * 1_000)
  assert.equal(delays.length, 12)
  for (const [index, ceiling] of ceilings.entries()) {
    const delay = delays[index] ?? -1
    assert.ok(delay >= 0 && delay < ceiling, `try ${index}: ${delay} below ${ceiling}`)
  }
  assert.deepEqual(await delaysOf(7), delays)
  assert.notDeepEqual(await delaysOf(8), delays)
})

test('back-off: a server that welcomes and drops at once does not reset it; ten seconds online do', async () => {
  const world = await ClientWorld.create({ random: () => 0.5 })
  const delays: (number | undefined)[] = []
  for (const onlineMs of [0, 9_999, 0, 0, 10_000, 0]) {
    const pair = await world.online()
    world.clock.advance(onlineMs)
    pair.die()
    await until('it noticed', () => world.device.connection === 'offline')
    const delay = world.of('connection').at(-1)?.retryInMs
    delays.push(delay)
    world.clock.advance(delay ?? 0)
  }
  assert.deepEqual(delays, [500, 1_000, 2_000, 4_000, 500, 1_000])
})

test('the network coming back ends the wait', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  pair.die()
  await until('it noticed', () => world.device.connection === 'offline')
  world.wake()
  assert.equal(world.device.connection, 'connecting')
  assert.equal(world.network.pairs.length, 2)
  await world.online()
})

test('heartbeat: it pings before the interval is over, and leaves a socket that stays silent for 10 s', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online({ heartbeatSeconds: 25 })
  world.clock.advance(19_999)
  assert.equal(pair.sent('ping').length, 0)
  world.clock.advance(1)
  assert.equal(pair.sent('ping').length, 1)
  pair.deliver({ type: 'pong', nowMs: world.server.nowMs() })
  world.clock.advance(20_000)
  assert.equal(pair.sent('ping').length, 2)
  world.clock.advance(9_999)
  assert.equal(world.device.connection, 'online')
  world.clock.advance(1)
  assert.equal(world.device.connection, 'offline')
  assert.equal(pair.closedByDevice, true)
})

test('heartbeat: an absurd interval does not switch it off', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online({ heartbeatSeconds: 2 ** 40 })
  world.clock.advance(48_000)
  assert.equal(pair.sent('ping').length, 1)
})

test('a phone that was asleep finds a dead socket within 5 s of being looked at', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  world.device.wake()
  assert.equal(pair.sent('ping').length, 1)
  world.clock.advance(5_000)
  assert.equal(world.device.connection, 'offline')
})

test('a phone that is looked at again and again finds a dead socket as soon', async () => {
  const world = await ClientWorld.create()
  await world.online()
  for (let second = 0; second < 4; second += 1) {
    world.device.wake()
    world.clock.advance(1_000)
  }
  world.device.wake()
  world.clock.advance(1_000)
  assert.equal(world.device.connection, 'offline')
})

test('messages of a socket that was given up are not heard', async () => {
  const world = await ClientWorld.create()
  const old = await world.online()
  world.device.wake()
  world.clock.advance(5_000)
  old.deliver(world.server.challengeFrame(), { type: 'device', deviceState: 'revoked' })
  const pair = await world.reconnect()
  await world.show(pair)
  assert.equal(world.device.connection, 'online')
  assert.equal(world.device.requests.length, 1)
})

test('goodbye: it comes back at the time the server named, and hears what still arrives until then', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const outcome = world.device.deny(challengeId)
  await until('it is sent', () => pair.sent('answer').length === 1)
  pair.deliver(
    { type: 'goodbye', reconnectAfterMs: 3_000 },
    world.server.receipt(challengeId, 'denied', { byThisDevice: 1 }),
  )
  assert.equal((await outcome).state, 'denied')
  pair.die('draining')
  await until('it noticed', () => world.device.connection === 'offline')
  assert.equal(world.of('connection').at(-1)?.retryInMs, 3_000)
  world.clock.advance(2_999)
  assert.equal(world.network.pairs.length, 1)
  world.clock.advance(1)
  assert.equal(world.network.pairs.length, 2)
})

test('goodbye: a server that then does not close is left all the same', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  pair.deliver({ type: 'goodbye', reconnectAfterMs: 3_000 })
  await world.show(pair)
  world.clock.advance(3_000)
  assert.equal(pair.closedByDevice, true)
  assert.equal(world.device.connection, 'connecting')
})

for (const how of ['refusal', 'close reason'] as const)
  test(`[SA4] replaced by another tab (${how}): it does not fight, and takes over when told to`, async () => {
    const world = await ClientWorld.create()
    const pair = await world.online()
    const { challengeId } = await world.show(pair)
    if (how === 'refusal') pair.deliver({ type: 'refusal', code: 'socket_replaced' })
    pair.die('socket_replaced')
    await until('it noticed', () => world.device.connection === 'replaced')
    world.wake()
    world.device.start()
    world.clock.advance(600_000)
    assert.equal(world.network.pairs.length, 1)
    await assert.rejects(world.device.deny(challengeId), { code: 'replaced' })
    await assert.rejects(world.device.pull(), { code: 'replaced' })

    // The other tab has used counters meanwhile; they are read again before anything is signed.
    await world.store.save({ ...world.device.pairing, nextCounter: 100 })
    world.device.takeOver()
    await until('it dials', () => world.network.pairs.length === 2)
    const taken = await world.online()
    const request = await world.show(taken)
    const outcome = world.device.deny(request.challengeId)
    await until('it answers', () => taken.sent('answer').length === 1)
    assert.equal(taken.sent('answer')[0]?.counter, 100)
    taken.deliver(world.server.receipt(request.challengeId, 'denied'))
    await outcome
  })

for (const how of ['welcome', 'device frame', 'refusal'] as const)
  test(`a revoked device stays away (${how})`, async () => {
    const world = await ClientWorld.create()
    const pair = await world.online(how === 'welcome' ? { deviceState: 'revoked' } : {})
    if (how === 'device frame') pair.deliver({ type: 'device', deviceState: 'revoked' })
    if (how === 'refusal') pair.deliver({ type: 'refusal', code: 'device_revoked' })
    await until('it noticed', () => world.device.connection === 'revoked')
    assert.equal(world.device.deviceState, 'revoked')
    world.wake()
    world.device.start()
    world.device.takeOver()
    world.clock.advance(600_000)
    assert.equal(world.network.pairs.length, 1)
    await assert.rejects(world.device.pull(), { code: 'device_revoked' })
  })

test('a device that is revoked while it answers is told so', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const { challengeId } = await world.show(pair)
  const outcome = assert.rejects(world.device.deny(challengeId), { code: 'device_revoked' })
  await until('it is sent', () => pair.sent('answer').length === 1)
  pair.deliver({ type: 'device', deviceState: 'revoked' })
  await outcome
  assert.deepEqual(world.device.requests, [])
})

test('[PA6] an unconfirmed pairing waits, and goes on by itself once it is confirmed', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online({ deviceState: 'pending_confirm' })
  assert.equal(world.device.connection, 'waiting_confirmation')
  await assert.rejects(world.device.pull(), { code: 'server_refused', serverCode: 'device_not_confirmed' })
  pair.deliver({ type: 'device', deviceState: 'active' })
  await until('it goes on', () => world.device.connection === 'online')
  await world.show(pair)
  assert.deepEqual(
    world.of('device_state').map((event) => event.deviceState),
    ['pending_confirm', 'active'],
  )
})

test('what the server said before it closed is told with the wait', async () => {
  const world = await ClientWorld.create()
  world.device.start()
  await until('it dials', () => world.network.pairs.length === 1)
  await world.authenticate(world.network.last)
  world.network.last.deliver({ type: 'refusal', code: 'unauthorized' })
  world.network.last.die()
  await until('it noticed', () => world.device.connection === 'offline')
  assert.equal(world.of('connection').at(-1)?.serverCode, 'unauthorized')
})

test('pull resolves with the number of requests shown, asks again after a reconnect, and gives up after 20 s', async () => {
  const world = await ClientWorld.create()
  const first = await world.online()
  const pulled = world.device.pull()
  await until('it asks', () => first.sent('pull').length === 1)
  first.die()
  const second = await world.reconnect()
  assert.equal(second.sent('pull').length, 1)
  second.deliver(world.server.challengeFrame(), world.server.challengeFrame(), { type: 'pulled', open: 2 })
  assert.equal(await pulled, 2)

  const unanswered = assert.rejects(world.device.pull(), { code: 'server_unreachable' })
  // Each of two steps below the silence after which the socket would be left.
  world.clock.advance(20_000)
  await unanswered
})

test('a listener that throws is reported as uncaught and stops nothing', async (context) => {
  const uncaught: unknown[] = []
  const world = await ClientWorld.create()
  world.events.push = () => {
    throw new Error('a bug of the app')
  }
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', (error) => uncaught.push(error))
  context.after(() => {
    process.removeAllListeners('uncaughtException')
    for (const listener of listeners) process.on('uncaughtException', listener)
  })
  const pair = await world.online()
  await world.show(pair)
  await until('it was reported', () => uncaught.length > 0)
})
