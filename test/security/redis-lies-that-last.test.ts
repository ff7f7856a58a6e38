// An attacker was in Redis for a minute: long enough to write numbers that never age. A time that is no number makes every comparison false,
// so a limit that says no would say no for ever, and a node of the year 9999 would be counted for ever, by every node, each two seconds.
// While he is there people may be refused (docs/decisions/0041); once he is gone, what he left ends by itself.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { Redis } from 'ioredis'
import type { TestRedis } from '../support/redis.js'
import { redisMissing, startRedis } from '../support/redis.js'
import { fabricNode, soon } from '../support/redis-nodes.js'

const WINDOW_S = 60

describe('what a stranger left in Redis', { skip: redisMissing() }, () => {
  let redis: TestRedis
  let stranger: Redis
  before(async () => {
    redis = await startRedis()
    stranger = new Redis(redis.port)
  })
  after(async () => {
    stranger.disconnect()
    await redis[Symbol.asyncDispose]()
  })

  test('refuses nobody any more after two windows', async () => {
    let aheadMs = 0
    const node = await fabricNode(redis.url, { nowMs: () => Date.now() + aheadMs })
    const allow = (key: string): Promise<boolean> => node.fabric.allow(key, 5, WINDOW_S)
    try {
      for (const start of ['nan', '-nan', 'inf', '-inf', '1e300', '-1e300', 'x', '', `${Date.now()}`])
        for (const count of ['1000000', 'inf', 'nan']) {
          const key = randomUUID()
          aheadMs = 0
          await allow(key)
          const [at = ''] = (await stranger.keys('test:rate:*')).filter((found) => !seen.has(found))
          seen.add(at)
          await stranger.hset(at, { start, count, before: count })
          await stranger.persist(at)
          aheadMs = 2 * WINDOW_S * 1_000 + 1
          for (let i = 0; i < 5; i += 1) assert.equal(await allow(key), true, `${start} ${count}`)
          assert.equal(await allow(key), false, `${start} ${count}: the limit holds again`)
        }
    } finally {
      await node.fabric.close()
    }
  })
  const seen = new Set<string>()

  test('is no node of this server for longer than a node that died', async () => {
    const node = await fabricNode(redis.url)
    try {
      const lies = [
        '1:99999999999999',
        `1:${Date.now() + 3_600_000}`,
        `${'9'.repeat(400)}:${Date.now()}`,
        'x',
      ]
      for (const [at, lie] of lies.entries()) await stranger.hset('test:nodes', `lie${at}`, lie)
      await soon(async () => (await stranger.hlen('test:nodes')) === 1)
      assert.equal(await node.fabric.connected(), 0)
    } finally {
      await node.fabric.close()
    }
  })
})
