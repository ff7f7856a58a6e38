// PostgreSQL is restarted, dies, is out of connections, or is replaced by its standby, while logins go on: everything heals by itself.
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { TestPostgres } from '../support/postgres.js'
import { startPostgres } from '../support/postgres.js'
import { startRedis } from '../support/redis.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { compare } from './ledger.js'
import { crew, Load } from './load.js'
import type { Row, Scale } from './rows.js'
import { nodesSite } from './site.js'
import { startStandby } from './standby.js'

interface Trouble {
  readonly done: string
  /** Resolves when the database should work again. */
  readonly act: (postgres: TestPostgres, ms: number) => Promise<void>
}

/** What the server of the tests allows, superusers' own places included. */
const CONNECTIONS_MAX = 40

const troubles: readonly Trouble[] = [
  {
    done: 'restarted (fast)',
    act: (postgres) => postgres.restart(),
  },
  {
    done: 'crashed (immediate), away for a while',
    async act(postgres, ms) {
      await postgres.stop('immediate')
      await delay(ms)
      await postgres.start()
    },
  },
  {
    done: 'out of connections: a stranger takes all that are left, and ours are ended',
    act: takeAllConnections,
  },
]

export async function postgresTroubles(scale: Scale): Promise<readonly Row[]> {
  const logins = scale === 'full' ? 200 : 15
  const ms = scale === 'full' ? 10_000 : 1_000
  const postgres = await startPostgres({ max_connections: String(CONNECTIONS_MAX) })
  const redis = await startRedis()
  const rows: Row[] = []
  try {
    const site = await nodesSite({
      nodes: 2,
      storageUrl: await postgres.newDatabase(),
      fabricUrl: redis.url,
    })
    try {
      for (const [at, { done, act }] of troubles.entries()) {
        const load = await Load.open(site, {
          ...crew(scale),
          seed: 50 + at,
          patienceMs: 5_000,
        })
        load.begin()
        await load.more(logins)
        await act(postgres, ms)
        const overMs = Date.now()
        const healedMs = await load.firstSince(overMs)
        await load.more(logins)
        await load.end()
        const count = await compare(site.ports, load)
        rows.push({
          fault: 'PostgreSQL, two nodes',
          done,
          count,
          seen: `first login ${healedMs} ms after it was back`,
        })
      }
    } finally {
      await site.end()
    }
  } finally {
    await redis[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  }
  return rows
}

/** Takes every place that is left, ends the connections of the servers, and takes their places too; again and again. */
async function takeAllConnections(postgres: TestPostgres, ms: number): Promise<void> {
  const connectionString = `${postgres.url()}?application_name=stranger`
  const taken: pg.Client[] = []
  const take = async (): Promise<boolean> => {
    const client = new pg.Client({ connectionString })
    client.on('error', () => undefined)
    try {
      await client.connect()
      taken.push(client)
      return true
    } catch {
      return false
    }
  }
  for (const endMs = Date.now() + ms; Date.now() < endMs; await delay(10)) {
    while (await take());
    await taken[0]?.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name <> 'stranger' and backend_type = 'client backend'`,
    )
    await Promise.all(Array.from({ length: CONNECTIONS_MAX }, take))
  }
  await Promise.all(taken.map((client) => client.end()))
}

/** The primary dies; its streaming standby is promoted, and what stands in front of both turns to it. */
export async function postgresFailover(scale: Scale): Promise<readonly Row[]> {
  const logins = scale === 'full' ? 300 : 20
  const primary = await startPostgres({ wal_level: 'replica', max_wal_senders: '4' })
  const url = new URL(await primary.newDatabase())
  const standby = await startStandby(primary)
  const redis = await startRedis()
  const target = { port: primary.port }
  const proxy = await startTcpProxy(target)
  url.port = String(proxy.port)
  try {
    const site = await nodesSite({ nodes: 2, storageUrl: url.href, fabricUrl: redis.url })
    try {
      const load = await Load.open(site, { ...crew(scale), seed: 60, patienceMs: 5_000 })
      load.begin()
      await load.more(logins)
      await primary.stop('immediate')
      await standby.promote()
      target.port = standby.port
      const promotedMs = Date.now()
      const healedMs = await load.firstSince(promotedMs)
      await load.more(logins)
      await load.end()
      const count = await compare(site.ports, load)
      const seen = `first login ${healedMs} ms after the promotion`
      return [
        { fault: 'PostgreSQL, two nodes', done: 'primary dies, synchronous standby takes over', count, seen },
      ]
    } finally {
      await site.end()
    }
  } finally {
    await redis[Symbol.asyncDispose]()
    await proxy.close()
    await standby[Symbol.asyncDispose]()
    await primary[Symbol.asyncDispose]()
  }
}
