// Redis is killed, emptied, frozen and cut off while logins go on across two nodes: slower where they must, and everything heals by itself.
import { setTimeout as delay } from 'node:timers/promises'
import { startPostgres } from '../support/postgres.js'
import type { TestRedis } from '../support/redis.js'
import { startRedis } from '../support/redis.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { compare } from './ledger.js'
import { crew, Load } from './load.js'
import type { Row, Scale } from './rows.js'
import { nodesSite } from './site.js'

interface Place {
  readonly redis: TestRedis
  /** Between the servers and Redis. */
  readonly network: TcpProxy
}

interface Trouble {
  readonly done: string
  readonly act: (place: Place, ms: number) => Promise<void>
}

const troubles: readonly Trouble[] = [
  {
    done: 'killed, away for a while, back and empty',
    async act({ redis }, ms) {
      await redis.stop('at once')
      await delay(ms)
      await redis.start()
    },
  },
  {
    done: 'FLUSHALL ten times a second',
    async act({ redis }, ms) {
      for (const endMs = Date.now() + ms; Date.now() < endMs; await delay(100))
        await redis.command('FLUSHALL')
    },
  },
  {
    done: 'partitioned: connections stay, not a byte passes',
    async act({ network }, ms) {
      network.set({ stalled: true })
      await delay(ms)
      network.clear()
    },
  },
  {
    done: 'cut off and refused',
    async act({ network }, ms) {
      network.set({ refusing: true })
      network.cut()
      await delay(ms)
      network.clear()
    },
  },
  {
    done: 'frozen (SIGSTOP), then thawed',
    async act({ redis }, ms) {
      redis.freeze()
      await delay(ms)
      redis.thaw()
    },
  },
]

export async function redisTroubles(scale: Scale): Promise<readonly Row[]> {
  const logins = scale === 'full' ? 150 : 10
  const ms = scale === 'full' ? 10_000 : 2_000
  const postgres = await startPostgres()
  const redis = await startRedis()
  const network = await startTcpProxy({ port: redis.port })
  const rows: Row[] = []
  try {
    const fabricUrl = `redis://127.0.0.1:${network.port}`
    const site = await nodesSite({ nodes: 2, storageUrl: await postgres.newDatabase(), fabricUrl })
    try {
      for (const [at, { done, act }] of troubles.entries()) {
        const load = await Load.open(site, { ...crew(scale), seed: 70 + at })
        load.begin()
        await load.more(logins)
        const beganMs = Date.now()
        await act({ redis, network }, ms)
        const overMs = Date.now()
        await load.more(logins)
        const healedMs = await load.firstSince(overMs)
        await load.end()
        const count = await compare(site.ports, load)
        const meanwhile = load.told.filter(
          ({ beganMs: at, endedMs }) => at > beganMs && endedMs < overMs,
        ).length
        const seen = `${meanwhile} logins meanwhile; the first one after it took ${healedMs} ms`
        rows.push({ fault: 'Redis, two nodes', done: `${done}, ${ms / 1000} s`, count, seen })
      }
    } finally {
      await site.end()
    }
  } finally {
    await network.close()
    await redis[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  }
  return rows
}
