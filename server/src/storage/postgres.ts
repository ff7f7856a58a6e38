// Storage in PostgreSQL: several servers on one database. Connections that write in groups, one that writes alone, and readers.
import type { QueryResult } from 'kysely'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { PoolConnections, Storage } from '../core/ports.js'
import type { MigrateWhen } from './migrate.js'
import { refuseNew } from './migrate.js'
import { allMigrations } from './migrations/all.js'
import type { RunQuery } from './postgres-groups.js'
import { Groups } from './postgres-groups.js'
import type { LinkSettings, PostgresPlace, Statement } from './postgres-link.js'
import { GRACE_MS, Link, LOCK_MS } from './postgres-link.js'
import { bringPostgresUpToDate, migratePostgres } from './postgres-migrate.js'
import { lockKey } from './postgres-scope.js'
import { PreparedQueries } from './query.js'
import type { Runner } from './session.js'
import { Session } from './session.js'
import { StorageFault, toStorageFault } from './storage-fault.js'
import { sqlStores } from './stores.js'
import type { Tables } from './tables.js'

export interface PostgresSettings extends Partial<PostgresPlace> {
  readonly url: string
  /** Connections of this server to the database: at least 4. */
  readonly poolSize?: number
  /** What a single statement may take, in seconds. */
  readonly statementTimeoutSeconds?: number
  readonly migrate?: MigrateWhen
  /** Longest time one transaction may take that is about everything, in milliseconds; default what logins can wait for. */
  readonly workMaxMs?: number
}

const POOL_SIZE = 8
const STATEMENT_TIMEOUT_SECONDS = 15

/**
 * Connects, brings the schema up to date, and returns the storage. A connection that breaks is made anew when it is next needed.
 *
 * Rejects with StorageFault when the database cannot be reached, refuses the user, or is from a newer program.
 *
 * @example
 * const storage = await openPostgresStorage({ url: 'postgres://countersign@localhost/countersign' })
 */
export async function openPostgresStorage(settings: PostgresSettings): Promise<Storage> {
  const { poolSize = POOL_SIZE } = settings
  const writing = linkSettings(settings, false)
  const reading = linkSettings(settings, true)
  // Logins wait for these: what is asked of them takes milliseconds, or a lock's time at most.
  const brisk = { patienceMs: LOCK_MS + GRACE_MS }
  try {
    await bringPostgresUpToDate(writing, allMigrations, settings.migrate ?? 'automatic')
  } catch (error) {
    throw toStorageFault(error)
  }
  // One for what is about everything, one for lists that may take long; the others halve what is left.
  const shared = poolSize - 2
  const groups = new Groups(links(Math.ceil(shared / 2), { ...writing, ...brisk }))
  const alone = new Groups([new Link(writing)], settings.workMaxMs)
  const readers = links(Math.floor(shared / 2), { ...reading, ...brisk })
  const lists = new Link(reading)
  const queries = new PreparedQueries(compileForPostgres())
  const over = (run: RunQuery): Runner => ({ executeQuery: run })
  let closed = false
  return {
    transaction(work, about) {
      const key = lockKey(about)
      return (key === 'everything' ? alone : groups).run(key, (run) =>
        work(sqlStores(new Session(over(run), queries))),
      )
    },
    read: sqlStores(
      new Session(
        { executeQuery: (query) => readBy(query.name === undefined ? [lists] : readers, query) },
        queries,
      ),
    ),
    connections: () => sumOf([groups.load, alone.load, ...[lists, ...readers].map(loadOf)]),
    async ping() {
      if (closed) throw new StorageFault('storage_closed')
      try {
        const { rows } = await readBy<Schema>(readers, SCHEMA)
        refuseNew(allMigrations.length, rows[0]?.done ?? 0, rows[0]?.serves_from ?? 0)
      } catch (error) {
        throw toStorageFault(error)
      }
    },
    async close() {
      if (closed) return
      closed = true
      await Promise.all([
        groups.close(),
        alone.close(),
        lists.close(),
        ...readers.map((link) => link.close()),
      ])
    },
  }
}

/** A connection that reads takes all that comes, one after the other. */
function loadOf({ running }: Link): PoolConnections {
  const busy = Math.min(1, running)
  return { busy, idle: 1 - busy, waiting: running - busy }
}

function sumOf(loads: readonly PoolConnections[]): PoolConnections {
  const sum = (of: (load: PoolConnections) => number): number =>
    loads.reduce((total, load) => total + of(load), 0)
  return {
    busy: sum(({ busy }) => busy),
    idle: sum(({ idle }) => idle),
    waiting: sum(({ waiting }) => waiting),
  }
}

interface Schema {
  readonly done: number | null
  readonly serves_from: number | null
}

/** A newer program may have come meanwhile, and gone too far for this one: then it is not ready any more. */
const SCHEMA: Statement = {
  name: 'countersign_schema',
  sql: 'select max(number) as done, max(serves_from) as serves_from from migration',
  parameters: [],
}

/** Again on another connection when this one turns out to be gone: after a restart of the database each finds out by itself. */
async function readBy<R>(of: readonly Link[], query: Statement): Promise<QueryResult<R>> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await roomiest(of).run<R>(query)
    } catch (error) {
      const fault = toStorageFault(error)
      const isLost = fault instanceof StorageFault && fault.code === 'storage_unreachable'
      if (!isLost || attempt === of.length) throw error
    }
  }
}

/**
 * Queries that one connection answers while it is written to once. Fewer connections with more to do each cost less than many with
 * little: each write wakes a process.
 */
const TOGETHER = 16

/** The first that has room, else the one with the least to do. */
function roomiest(of: readonly Link[]): Link {
  return (
    of.find(({ running }) => running < TOGETHER) ??
    of.reduce((best, link) => (link.running < best.running ? link : best))
  )
}

function links(count: number, settings: LinkSettings): readonly Link[] {
  return Array.from({ length: count }, () => new Link(settings))
}

function linkSettings(
  { url, tls, statementTimeoutSeconds = STATEMENT_TIMEOUT_SECONDS }: PostgresSettings,
  readOnly: boolean,
): LinkSettings {
  return { url, tls, statementTimeoutMs: statementTimeoutSeconds * 1_000, readOnly }
}

/** For `countersign migrate`: the names of what ran, or with `dryRun` of what would. */
export async function migratePostgresStorage(
  settings: PostgresSettings,
  { dryRun = false } = {},
): Promise<readonly string[]> {
  try {
    return await migratePostgres(linkSettings(settings, false), allMigrations, { dryRun })
  } catch (error) {
    throw toStorageFault(error)
  }
}

/** Builds and compiles queries, runs none. */
export function compileForPostgres(): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}
