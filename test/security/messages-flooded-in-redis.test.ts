// An attacker who can write to Redis publishes rubbish on a node's channel, and puts values of another kind at keys that it reads, as fast
// as he can. None of it is believed; but a line of the log for each would fill the disk, cost more than the message, and drown the lines
// that tell of him. So it is said at once, then once in a while, with a count.
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { saidSeldom } from '@countersign/server/core/said-seldom'
import { Redis } from 'ioredis'
import { newChallengeId } from '../support/fabric-parts.js'
import { redisMissing, startRedis } from '../support/redis.js'
import { fabricNode, heard } from '../support/redis-nodes.js'

const MANY = 5_000

test('a flood of rubbish is a few lines in the log, and stops nothing', {
  skip: redisMissing(),
}, async () => {
  await using redis = await startRedis()
  const stranger = new Redis(redis.port)
  const near = await fabricNode(redis.url)
  const far = await fabricNode(redis.url)
  try {
    const channel = `test:node:${near.nodeId}`
    await Promise.all(Array.from({ length: MANY }, () => stranger.publish(channel, randomBytes(64))))
    const challengeId = newChallengeId()
    await stranger.set(`test:shown:${challengeId}`, randomUUID())
    for (let i = 0; i < 100; i += 1) await near.fabric.wasShown(challengeId)
    await heard(far.fabric, near.fabric)

    assert.equal(near.fabric.state(), 'up')
    const lines = (event: string): number => near.log.lines.filter((line) => line.event === event).length
    for (const event of ['fabric_message_refused', 'fabric_data_unfit'])
      assert.ok(lines(event) >= 1 && lines(event) < 20, `${event}: ${lines(event)}`)
  } finally {
    stranger.disconnect()
    await near.fabric.close()
    await far.fabric.close()
  }
})

test('what was not said is counted when it is said again', () => {
  const said: [times: number, what: string][] = []
  let nowMs = 0
  const say = saidSeldom(
    (times, what: string) => said.push([times, what]),
    () => nowMs,
  )
  for (const what of ['first', 'second', 'third']) say(what)
  nowMs = 10_000
  say('fourth')
  assert.deepEqual(said, [
    [1, 'first'],
    [3, 'fourth'],
  ])
})
