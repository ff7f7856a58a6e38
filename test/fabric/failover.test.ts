// A master dies: Sentinels name another, or a Cluster promotes a replica; links follow, and what nodes hold is told again.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newDeviceId, PULLED, socketThatKeeps } from '../support/fabric-parts.js'
import { redisMissing, startRedisCluster, startSentinel } from '../support/redis.js'
import { fabricNode, soon } from '../support/redis-nodes.js'

/** Everything quicker than in earnest, in the same proportions. */
const QUICK = { beatMs: 200, retryMs: 20, retryMaxMs: 200, steadyMs: 1_000 }
/** Enough that each shard of a small cluster holds some. */
const DEVICES = 30

describe('failover', { skip: redisMissing() }, () => {
  test('Sentinels: the nodes follow to the new master, and find each other’s devices there', async () => {
    await using engine = await startSentinel()
    await survives(engine.url, () => engine.master.stop('at once'))
  })

  test('a Cluster: the shard where a node hears dies and is replaced; every device is found, and the node hears again', async () => {
    await using engine = await startRedisCluster({ masters: 3, withReplicas: true })
    await survives(engine.url, async (nodeId) => {
      const [first] = engine.masters
      const slot = Number(await first?.command('CLUSTER', 'KEYSLOT', `test:node:${nodeId}`))
      // The masters have equal shares, in order.
      await engine.masters[Math.floor((slot * 3) / 16_384)]?.stop('at once')
    })
  })
})

async function survives(url: string, kill: (nodeId: string) => Promise<unknown>): Promise<void> {
  const near = await fabricNode(url, { timing: QUICK })
  const far = await fabricNode(url, { timing: QUICK })
  const ids = Array.from({ length: DEVICES }, newDeviceId)
  const sockets = ids.map((id) => {
    const socket = socketThatKeeps()
    near.fabric.attach(id, socket)
    return socket
  })
  for (const id of ids) await near.fabric.announced(id)
  assert.deepEqual(await far.fabric.present(ids), ids)
  await kill(near.nodeId)
  await soon(() => near.fabric.state() === 'down' || far.fabric.state() === 'down')
  await soon(async () => (await far.fabric.present(ids)).length === ids.length)
  await soon(async () => {
    for (const [i, id] of ids.entries())
      if (sockets[i]?.frames.length === 0) await far.fabric.send(id, PULLED)
    return sockets.every(({ frames }) => frames.length > 0)
  })
  assert.ok(sockets.every(({ closed }) => closed.length === 0))
  await near.fabric.close()
  await far.fabric.close()
}
