// The fabric of many nodes keeps the contract on real engines, on one node and across two: a single Redis, one with Sentinels, a Cluster.
import { after, describe } from 'node:test'
import type { Fabric } from '@countersign/server/core/ports'
import { redisMissing, startRedis, startRedisCluster, startSentinel } from '../support/redis.js'
import { fabricNode, heard } from '../support/redis-nodes.js'
import type { FabricUnderTest } from './fabric-contract.js'
import { fabricContract } from './fabric-contract.js'

const engines: Readonly<Record<string, () => Promise<AsyncDisposable & { readonly url: string }>>> = {
  'a single Redis': () => startRedis(),
  'Redis with Sentinels': startSentinel,
  'a Redis Cluster': () => startRedisCluster(),
}

for (const [name, start] of Object.entries(engines))
  describe(name, { skip: redisMissing() }, () => {
    const engine = once(start)
    const closing: Fabric[] = []
    let now = Date.now()
    const clock = {
      nowMs: () => now,
      passSeconds(seconds: number): void {
        now += seconds * 1000
      },
    }
    const newNode = async (): Promise<Fabric> => {
      const { fabric } = await fabricNode((await engine()).url, {
        nowMs: clock.nowMs,
        // Here time is what the tests say: the time of Redis is asked once.
        timing: { beatMs: 3_600_000 },
      })
      closing.push(fabric)
      return fabric
    }
    const first = once(newNode)
    const second = once(newNode)
    after(async () => {
      for (const fabric of closing) await fabric.close()
      await (await engine())[Symbol.asyncDispose]()
    })

    fabricContract(`${name}, one node`, async () => ({
      fabric: await first(),
      settled: async () => undefined,
      faults: 'thrown',
      ...clock,
    }))
    fabricContract(`${name}, two nodes`, async () => ({ ...across(await first(), await second()), ...clock }))
  })

/** Phones and pages are at `near`; whoever sends, publishes and asks is at `far`. */
function across(near: Fabric, far: Fabric): Pick<FabricUnderTest, 'fabric' | 'settled' | 'faults'> {
  let turn = 0
  const fabric: Fabric = {
    attach: (id, socket) => near.attach(id, socket),
    announced: (id) => near.announced(id),
    here: (ids) => near.here(ids),
    present: (ids) => far.present(ids),
    connected: async () => {
      await near.connected()
      return far.connected()
    },
    nodes: () => far.nodes(),
    send: (id, frame) => far.send(id, frame),
    watch: (id, onStatus) => near.watch(id, onStatus),
    publish: (id, status) => far.publish(id, status),
    noteShown: (id, device, untilMs) => near.noteShown(id, device, untilMs),
    wasShown: (id, device) => far.wasShown(id, device),
    allow: (key, limit, seconds) => {
      turn += 1
      return (turn % 2 === 0 ? near : far).allow(key, limit, seconds)
    },
    state: () => far.state(),
    close: () => far.close(),
  }
  return { fabric, settled: () => heard(far, near), faults: 'logged' }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
