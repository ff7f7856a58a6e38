// Two nodes and one Redis: whose socket of a device counts, how a frame finds it, and what a node that dies leaves behind.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Fabric } from '@countersign/server/core/ports'
import { newChallengeId, newDeviceId, PULLED, socketThatKeeps } from '../support/fabric-parts.js'
import type { TestRedis } from '../support/redis.js'
import { redisMissing, startRedis } from '../support/redis.js'
import { fabricNode, heard, soon } from '../support/redis-nodes.js'
import { startTcpProxy } from '../support/tcp-proxy.js'

describe('two nodes', { skip: redisMissing() }, () => {
  let redis: TestRedis
  let a: Fabric
  let b: Fabric
  before(async () => {
    redis = await startRedis()
    a = (await fabricNode(redis.url)).fabric
    b = (await fabricNode(redis.url)).fabric
  })
  after(async () => {
    await a.close()
    await b.close()
    await redis[Symbol.asyncDispose]()
  })

  test('a device that connects elsewhere has its older socket closed there, once, and keeps the newer one', async () => {
    const [early, late, id] = [socketThatKeeps(), socketThatKeeps(), newDeviceId()]
    a.attach(id, early)
    await a.announced(id)
    b.attach(id, late)
    await b.announced(id)
    await heard(b, a)
    await heard(a, b)

    assert.deepEqual(early.closed, ['socket_replaced'])
    assert.deepEqual(late.closed, [])
    assert.deepEqual(a.here([id]), [])
    await a.send(id, PULLED)
    await heard(a, b)
    assert.deepEqual(late.frames, [PULLED])
  })

  test('whichever clock is ahead: the later attach wins', async () => {
    for (const [first, second] of [
      [-600_000, 600_000],
      [600_000, -600_000],
    ] as const) {
      // These nodes ask for the time of Redis once, and then their clocks jump.
      const jumps = { first: 0, second: 0 }
      const timing = { beatMs: 3_600_000 }
      const one = (await fabricNode(redis.url, { nowMs: () => Date.now() + jumps.first, timing })).fabric
      const other = (await fabricNode(redis.url, { nowMs: () => Date.now() + jumps.second, timing })).fabric
      jumps.first = first
      jumps.second = second
      const [early, late, id] = [socketThatKeeps(), socketThatKeeps(), newDeviceId()]
      one.attach(id, early)
      await one.announced(id)
      other.attach(id, late)
      await other.announced(id)
      await heard(other, one)
      await heard(one, other)
      assert.deepEqual([early.closed, late.closed], [['socket_replaced'], []])
      await one.close()
      await other.close()
    }
  })

  test('two nodes that are told of one device at the same moment agree on one of them', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [here, there, id] = [socketThatKeeps(), socketThatKeeps(), newDeviceId()]
      a.attach(id, here)
      b.attach(id, there)
      await Promise.all([a.announced(id), b.announced(id)])
      await heard(a, b)
      await heard(b, a)
      assert.equal(a.here([id]).length + b.here([id]).length, 1)
      assert.equal(here.closed.length + there.closed.length, 1)
    }
  })

  test('a late detach of the older socket takes nothing from the newer one', async () => {
    const [early, late, id] = [socketThatKeeps(), socketThatKeeps(), newDeviceId()]
    const leave = a.attach(id, early)
    await a.announced(id)
    b.attach(id, late)
    await b.announced(id)
    leave()
    await heard(b, a)
    assert.deepEqual(await a.present([id]), [id])
  })

  test('a frame on its way to a node that the device has left follows it', async () => {
    const [socket, id] = [socketThatKeeps(), newDeviceId()]
    const c = (await fabricNode(redis.url)).fabric
    const leave = c.attach(id, socketThatKeeps())
    await c.announced(id)
    // From here on `a` believes for a second that it is at `c`.
    assert.deepEqual(await a.present([id]), [id])
    leave()
    b.attach(id, socket)
    await b.announced(id)
    await a.send(id, PULLED)
    await soon(() => socket.frames.length > 0)
    assert.deepEqual(socket.frames, [PULLED])
    await c.close()
  })

  test('what is sent to a node that died is lost once; then nobody thinks that the device is there', async () => {
    const id = newDeviceId()
    const wire = await startTcpProxy(redis)
    const dying = (await fabricNode(`redis://127.0.0.1:${wire.port}`)).fabric
    dying.attach(id, socketThatKeeps())
    await dying.announced(id)
    // As when its process is killed: its connections end, and it says nothing.
    await wire.close()
    await soon(async () => String(await redis.command('PUBSUB', 'CHANNELS')).split(',').length === 2)
    assert.deepEqual(await a.present([id]), [id])
    await a.send(id, PULLED)
    assert.deepEqual(await a.present([id]), [])
    await dying.close()
  })

  test('a node that stops is asked for nothing any more, and its devices are nowhere', async () => {
    const id = newDeviceId()
    const leaving = (await fabricNode(redis.url)).fabric
    const leave = leaving.attach(id, socketThatKeeps())
    await leaving.announced(id)
    // It says how many it holds whenever it is asked, and every two seconds.
    await leaving.connected()
    assert.equal(await leaving.nodes(), await a.nodes())
    const [devices, nodes] = [await a.connected(), Number(await redis.command('HLEN', 'test:nodes'))]
    leave()
    await leaving.close()
    assert.deepEqual(await a.present([id]), [])
    assert.equal(await a.connected(), devices - 1)
    assert.equal(await a.nodes(), nodes - 1)
    assert.equal(Number(await redis.command('HLEN', 'test:nodes')), nodes - 1)
  })

  test('a node hears of a challenge as long as a page of it waits there, and not after', async () => {
    const id = newChallengeId()
    const stops = [a.watch(id, () => undefined), a.watch(id, () => undefined), b.watch(id, () => undefined)]
    await heard(b, a)
    await heard(a, b)
    const waiting = async (): Promise<number> => Number(await redis.command('SCARD', `test:watch:${id}`))
    assert.equal(await waiting(), 2)
    stops[0]?.()
    stops[0]?.()
    await heard(b, a)
    assert.equal(await waiting(), 2)
    stops[1]?.()
    stops[2]?.()
    await heard(b, a)
    await heard(a, b)
    assert.equal(await waiting(), 0)
  })

  test('everything that is kept in Redis ends by itself', async () => {
    const [challengeId, id] = [newChallengeId(), newDeviceId()]
    a.watch(challengeId, () => undefined)
    a.attach(id, socketThatKeeps())
    await a.announced(id)
    await a.noteShown(challengeId, id, Date.now() + 90_000)
    await a.allow('somebody', 5, 60)
    await heard(b, a)
    const keys = (await redis.command('KEYS', 'test:*')) as string[]
    const kinds = new Set(keys.map((key) => key.split(':')[1]))
    assert.deepEqual(kinds, new Set(['at', 'watch', 'shown', 'rate', 'nodes']))
    for (const key of keys) assert.ok(Number(await redis.command('PTTL', key)) > 0, key)
    // A key of a limit often names an address: that does not stand there.
    assert.ok(keys.every((key) => !key.includes('somebody')))
  })

  test('servers with prefixes of their own share one Redis without hearing of each other', async () => {
    const id = newDeviceId()
    const stranger = (await fabricNode(redis.url, { prefix: 'other:' })).fabric
    stranger.attach(id, socketThatKeeps())
    await stranger.announced(id)
    assert.deepEqual(await a.present([id]), [])
    assert.equal(await stranger.connected(), 1)
    await stranger.close()
  })
})
