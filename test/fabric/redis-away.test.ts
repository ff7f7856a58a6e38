// Redis flushed, restarted, frozen, cut off, half gone: no question waits for it, everything of this node goes on, and all of it heals.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { ChallengeStatus } from '@countersign/protocol'
import type { Fabric } from '@countersign/server/core/ports'
import { APPROVED, newChallengeId, newDeviceId, PULLED, socketThatKeeps } from '../support/fabric-parts.js'
import type { TestRedis } from '../support/redis.js'
import { redisMissing, startRedis } from '../support/redis.js'
import type { FabricNode } from '../support/redis-nodes.js'
import { fabricNode, fabricNodeComingUp, soon } from '../support/redis-nodes.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { startTcpProxy } from '../support/tcp-proxy.js'

/** Everything quicker than in earnest, in the same proportions. */
const QUICK = { beatMs: 200, beatReplyMaxMs: 200, retryMs: 20, retryMaxMs: 200, steadyMs: 1_000 }

describe('Redis away', { skip: redisMissing() }, () => {
  let redis: TestRedis
  /** In the way of `near`. */
  let wire: TcpProxy
  let near: FabricNode
  let far: FabricNode
  before(async () => {
    redis = await startRedis()
    wire = await startTcpProxy(redis)
    near = await fabricNode(`redis://127.0.0.1:${wire.port}`, { timing: QUICK })
    far = await fabricNode(redis.url, { timing: QUICK })
  })
  beforeEach(async () => {
    await soon(() => near.fabric.state() === 'up' && far.fabric.state() === 'up')
  })
  after(async () => {
    await near.fabric.close()
    await far.fabric.close()
    await wire.close()
    await redis[Symbol.asyncDispose]()
  })

  test('flushed: what the nodes hold is told again, and pages too', async () => {
    const { socket, id, page } = await phoneAndPageAt(near.fabric)
    await redis.command('FLUSHALL')
    await finds(far.fabric, { socket, id, page })
  })

  test('restarted empty: links come up by themselves, and what the nodes hold is told again', async () => {
    const { socket, id, page } = await phoneAndPageAt(near.fabric)
    await redis.restart()
    await finds(far.fabric, { socket, id, page })
  })

  test('killed: while it is gone phones and pages of this node are reached, limits hold here, and nothing waits', async () => {
    const { socket, id, page } = await phoneAndPageAt(near.fabric)
    await redis.stop('at once')
    await worksAlone(near.fabric, { socket, id, page })
    assert.equal(near.fabric.state(), 'down')
    await redis.start()
    await finds(far.fabric, { socket, id, page })
  })

  test('frozen: connections stay, nothing answers; a question is answered without it, the next ones at once', async () => {
    const { socket, id, page } = await phoneAndPageAt(near.fabric)
    redis.freeze()
    // Answered at all, while Redis never does: by this node alone.
    assert.deepEqual(await near.fabric.present([newDeviceId()]), [])
    assert.equal(near.fabric.state(), 'down')
    await worksAlone(near.fabric, { socket, id, page })
    redis.thaw()
    await finds(far.fabric, { socket, id, page })
  })

  test('cut off alone: the node that is works alone, the other goes on', async () => {
    const { socket, id, page } = await phoneAndPageAt(near.fabric)
    wire.set({ refusing: true })
    wire.cut()
    await soon(() => near.fabric.state() === 'down')
    await worksAlone(near.fabric, { socket, id, page })
    assert.equal(far.fabric.state(), 'up')
    wire.clear()
    await finds(far.fabric, { socket, id, page })
  })

  test('half-open: Redis has forgotten the connection, the node finds out by itself', async () => {
    const { socket, id, page } = await phoneAndPageAt(near.fabric)
    wire.halfOpen()
    await soon(() => near.fabric.state() === 'down')
    await finds(far.fabric, { socket, id, page })
  })

  test('slow beyond the bound: it counts as away, and comes back when it is quick again', async () => {
    const { socket, id, page } = await phoneAndPageAt(near.fabric)
    wire.set({ delayMs: 400 })
    await near.fabric.present([newDeviceId()])
    assert.equal(near.fabric.state(), 'down')
    await worksAlone(near.fabric, { socket, id, page })
    wire.clear()
    await finds(far.fabric, { socket, id, page })
  })

  test('nobody answers when the node starts: it works alone from the first moment, and joins when Redis is there', async () => {
    wire.set({ refusing: true })
    const late = fabricNodeComingUp(`redis://127.0.0.1:${wire.port}`, { timing: QUICK })
    const { socket, id, page } = await phoneAndPageAt(late.fabric)
    await worksAlone(late.fabric, { socket, id, page })
    wire.clear()
    await finds(far.fabric, { socket, id, page })
    await late.fabric.close()
  })

  test('a phone that moved while a node was cut off is where it went', async () => {
    const [old, current, id] = [socketThatKeeps(), socketThatKeeps(), newDeviceId()]
    near.fabric.attach(id, old)
    await near.fabric.announced(id)
    wire.set({ refusing: true })
    wire.cut()
    await soon(() => near.fabric.state() === 'down')
    far.fabric.attach(id, current)
    await far.fabric.announced(id)
    wire.clear()
    await soon(() => near.fabric.here([id]).length === 0)

    // Only clocks say which of the two is older: a phone that is still there may come again.
    assert.deepEqual(old.closed, ['draining'])
    assert.deepEqual(current.closed, [])
    assert.deepEqual(await near.fabric.present([id]), [id])
  })

  test('a phone that left while Redis was away is forgotten when it is back', async () => {
    const id = newDeviceId()
    const leave = near.fabric.attach(id, socketThatKeeps())
    await near.fabric.announced(id)
    wire.set({ refusing: true })
    wire.cut()
    await soon(() => near.fabric.state() === 'down')
    leave()
    assert.deepEqual(await far.fabric.present([id]), [id])
    wire.clear()
    await soon(async () => (await far.fabric.present([id])).length === 0)
  })

  test('a link that is cut again and again says each time that it went and came, and no more', async () => {
    const events = (): readonly string[] => near.log.lines.map(({ event }) => event)
    const before = events().length
    for (let i = 0; i < 3; i += 1) {
      wire.cut()
      await soon(() => near.fabric.state() === 'down')
      await soon(() => near.fabric.state() === 'up')
    }
    assert.deepEqual(events().slice(before), Array(3).fill(['fabric_down', 'fabric_up']).flat())
  })

  test('a password is in no line of the log, whatever Redis says to it', async (t) => {
    const wrong = fabricNodeComingUp(`redis://ada:hunter2@127.0.0.1:${redis.port}`, { timing: QUICK })
    t.after(() => wrong.fabric.close())
    await soon(() => wrong.log.lines.length > 0)
    assert.ok(!JSON.stringify(wrong.log.lines).includes('hunter2'))
    assert.match(JSON.stringify(wrong.log.lines), /WRONGPASS/)
  })
})

interface Held {
  readonly socket: ReturnType<typeof socketThatKeeps>
  readonly id: ReturnType<typeof newDeviceId>
  readonly page: {
    readonly challengeId: ReturnType<typeof newChallengeId>
    readonly heard: ChallengeStatus[]
  }
}

async function phoneAndPageAt(fabric: Fabric): Promise<Held> {
  const [socket, id, challengeId] = [socketThatKeeps(), newDeviceId(), newChallengeId()]
  const heard: ChallengeStatus[] = []
  fabric.attach(id, socket)
  fabric.watch(challengeId, (status) => void heard.push(status))
  await fabric.announced(id)
  return { socket, id, page: { challengeId, heard } }
}

/** By itself and without a restart: another node finds the phone and the page, and reaches both. */
async function finds(other: Fabric, { socket, id, page }: Held): Promise<void> {
  const [frames, statuses] = [socket.frames.length, page.heard.length]
  await soon(async () => {
    await other.send(id, PULLED)
    return socket.frames.length > frames
  })
  await soon(async () => {
    await other.publish(page.challengeId, APPROVED)
    return page.heard.length > statuses
  })
  assert.deepEqual(await other.present([id]), [id])
  assert.deepEqual(socket.closed, [])
}

async function worksAlone(fabric: Fabric, { socket, id, page }: Held): Promise<void> {
  const [frames, statuses] = [socket.frames.length, page.heard.length]
  await fabric.send(id, PULLED)
  await fabric.publish(page.challengeId, APPROVED)
  assert.equal(socket.frames.length, frames + 1)
  assert.equal(page.heard.length, statuses + 1)
  assert.deepEqual(await fabric.present([newDeviceId(), id]), [id])
  await fabric.noteShown(page.challengeId, id, Date.now() + 60_000)
  assert.equal(await fabric.wasShown(page.challengeId, id), true)
  assert.equal(await fabric.wasShown(newChallengeId()), false)
  const key = newDeviceId()
  assert.deepEqual([await fabric.allow(key, 1, 60), await fabric.allow(key, 1, 60)], [true, false])
  assert.ok((await fabric.connected()) >= 1)
  const other = newDeviceId()
  const leave = fabric.attach(other, socketThatKeeps())
  await fabric.announced(other)
  leave()
}
