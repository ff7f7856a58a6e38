// A login is asked for and waited for at one node while its phone is at another, and Redis between them is dead, empty, or cut off
// from one of the two: the phone is shown the request, the page hears of the approval, and the app redeems it. Only later.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, afterEach, before, describe, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import type { App } from '@countersign/server'
import { createApp } from '@countersign/server'
import { resolveConfig } from '@countersign/server/config'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { collectingLog } from '../support/collecting-log.js'
import { watchStream } from '../support/event-stream.js'
import { answerFrame, authenticateFrame, RawSocket } from '../support/raw-device.js'
import type { TestRedis } from '../support/redis.js'
import { redisMissing, startRedis } from '../support/redis.js'
import { soon } from '../support/redis-nodes.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { TestServer } from '../support/test-server.js'

describe('a login across two nodes', { skip: redisMissing() }, () => {
  let redis: TestRedis
  /** Between Redis and the node that is asked, and the node that holds the phone. */
  let askedWire: TcpProxy
  let phoneWire: TcpProxy
  let asked: TestServer
  let other: App
  let otherPort: number
  let apiKey: string
  before(async () => {
    redis = await startRedis()
    askedWire = await startTcpProxy(redis)
    phoneWire = await startTcpProxy(redis)
    const storage = { ...createMemoryStorage(), close: async () => undefined }
    const shared = {
      name: 'ACME',
      'listen.host': 'localhost',
      'listen.port': 0,
      'storage.url': 'memory:',
      'drain.seconds': 0,
      'keys.root': toBase64Url(randomBytes(32)),
      'keys.master': toBase64Url(randomBytes(32)),
      // The nodes have one public address, and a balancer in front.
      proxies: ['127.0.0.0/8', '::1/128'],
    }
    asked = await TestServer.start({
      config: { ...shared, publicUrl: 'http://localhost:0', 'fabric.url': urlOf(askedWire) },
      overrides: { ports: { storage } },
    })
    const config = resolveConfig({ ...shared, publicUrl: asked.url, 'fabric.url': urlOf(phoneWire) })
    assert.ok(config.ok)
    other = await createApp(config.config, { ports: { storage, log: collectingLog() } })
    otherPort = (await other.start()).port
    apiKey = (await asked.addApp()).apiKey
  })
  afterEach(() => {
    redis.thaw()
    askedWire.clear()
    phoneWire.clear()
  })
  after(async () => {
    await other.stop()
    await asked.stop()
    await askedWire.close()
    await phoneWire.close()
    await redis[Symbol.asyncDispose]()
  })

  const isUp = (): readonly string[] => [asked.ports.fabric.state(), other.ports.fabric.state()]

  /** A phone at the other node; then `trouble`; then a whole login. */
  async function loginAfter(userId: string, trouble: () => unknown): Promise<void> {
    await soon(() => isUp().every((state) => state === 'up'))
    await asked.addAccount(userId)
    const device = await asked.pairDevice(userId)
    const socket = new RawSocket(`ws://localhost:${otherPort}`)
    socket.send(authenticateFrame(device, await socket.take('hello'), asked.host))
    const { nextCounter } = await socket.take('welcome')
    await trouble()

    const request = await asked.requestApproval(apiKey, { userId })
    const page = await watchStream(asked.url, request.watchToken)
    assert.equal((await page.next())?.state, 'pending')
    const frame = await socket.take('challenge')
    assert.equal(frame.challengeId, request.challengeId)
    socket.send({ type: 'received', challengeId: frame.challengeId })
    assert.ok(request.match.mode === 'symbol')
    const { symbolId } = request.match
    socket.send(answerFrame(device, frame, { decision: 'approve', symbolId, counter: nextCounter }))
    // While there is doubt a request may come twice, by both ways: a phone shows it once.
    let next = await socket.next()
    while (next?.type === 'challenge') next = await socket.next()
    assert.ok(next?.type === 'receipt' && next.challengeId === request.challengeId)
    let state = 'pending'
    while (state === 'pending') state = (await page.next())?.state ?? 'ended'
    assert.equal(state, 'approved')
    const redeemed = await asked.call('POST', `/v1/challenges/${request.challengeId}/redeem`, {
      apiKey,
      body: { appNonce: request.appNonce },
    })
    assert.equal(redeemed.status, 200, redeemed.text)
    while ((await page.next()) !== undefined);
    socket.close()
  }

  test('all is well', () => loginAfter('ada', () => undefined))

  test('Redis is flushed', () => loginAfter('ben', () => redis.command('FLUSHALL')))

  test('Redis is killed', async () => {
    await loginAfter('cid', () => redis.stop('at once'))
    assert.deepEqual(isUp(), ['down', 'down'])
    await redis.start()
  })

  test('Redis is frozen: connections stay, and nothing answers', async () => {
    await loginAfter('dan', () => redis.freeze())
  })

  test('the node that is asked is cut off; the one that holds the phone notices nothing of it', async () => {
    await loginAfter('eve', () => cutOff(askedWire))
    assert.deepEqual(isUp(), ['down', 'up'])
  })

  test('the node that holds the phone is cut off; the one that is asked notices nothing of it', async () => {
    await loginAfter('fay', () => cutOff(phoneWire))
    assert.deepEqual(isUp(), ['up', 'down'])
  })

  test('the phone’s node hears nothing, and neither end of the connection knows', async () => {
    await loginAfter('gil', () => phoneWire.set({ stalled: true }))
  })

  test('and all is well again', () => loginAfter('hal', () => undefined))
})

function urlOf(wire: TcpProxy): string {
  return `redis://127.0.0.1:${wire.port}`
}

function cutOff(wire: TcpProxy): void {
  wire.set({ refusing: true })
  wire.cut()
}
