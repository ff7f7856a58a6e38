// Storage in PostgreSQL: several servers on one database. Every transaction is serializable, and is run again after a conflict.
import { setTimeout as pause } from 'node:timers/promises'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { PoolClient } from 'pg'
import pg from 'pg'
import type { PoolConnections, Storage, Stores } from '../core/ports.js'
import { migrate } from './migrate.js'
import { allMigrations } from './migrations/all.js'
import { connectionOver, StatementNames, typesOfTables } from './postgres-connection.js'
import { PreparedQueries } from './query.js'
import { Session } from './session.js'
import { StorageFault, toStorageFault } from './storage-fault.js'
import { sqlStores } from './stores.js'
import type { Tables } from './tables.js'

export interface PostgresSettings {
  /** `postgres://user:password@host:port/database` */
  readonly url: string
  /** Connections that write; half as many more only read. */
  readonly poolSize?: number
}

const POOL_SIZE = 16
/** Tries of one transaction: what meets others this often is told that the database is busy. */
const ATTEMPTS_MAX = 30
/** The longest pause before the second try, in milliseconds; it doubles up to the one below. */
const FIRST_PAUSE_MS = 2
const LONGEST_PAUSE_MS = 100

/**
 * Connects, brings the schema up to date, and returns the storage.
 *
 * @example
 * const storage = await openPostgresStorage({ url: 'postgres://countersign@localhost/countersign' })
 */
export async function openPostgresStorage({ url, poolSize = POOL_SIZE }: PostgresSettings): Promise<Storage> {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, types: typesOfTables, keepAlive: true })
  const readers = new pg.Pool({
    connectionString: url,
    max: Math.ceil(poolSize / 2),
    types: typesOfTables,
    keepAlive: true,
  })
  readers.on('connect', (client) => {
    client.query('set session characteristics as transaction read only').catch(() => undefined)
  })
  for (const each of [pool, readers]) each.on('error', () => undefined)
  try {
    await bringUpToDate(pool)
  } catch (error) {
    await Promise.all([pool.end(), readers.end()])
    throw toStorageFault(error)
  }
  const queries = new PreparedQueries(compileForPostgres())
  const names = new StatementNames()
  let closed = false
  return {
    transaction: (work) => {
      if (closed) return Promise.reject(new StorageFault('storage_closed'))
      return inTransaction(pool, (client, refuseUnlessOpen) =>
        work(sqlStores(new Session(connectionOver(client, names), queries, refuseUnlessOpen))),
      )
    },
    read: readStores(readers, queries, names),
    connections: () => connectionsOf([pool, readers]),
    async ping() {
      if (closed) throw new StorageFault('storage_closed')
      await readers.query('select version from key_set')
    },
    async close() {
      if (closed) return
      closed = true
      await Promise.all([pool.end(), readers.end()])
    },
  }
}

function connectionsOf(pools: readonly pg.Pool[]): PoolConnections {
  const sum = (of: (pool: pg.Pool) => number): number => pools.reduce((total, pool) => total + of(pool), 0)
  const idle = sum(({ idleCount }) => idleCount)
  return {
    idle,
    busy: sum(({ totalCount }) => totalCount) - idle,
    waiting: sum(({ waitingCount }) => waitingCount),
  }
}

function readStores(readers: pg.Pool, queries: PreparedQueries, names: StatementNames): Stores {
  return sqlStores(
    new Session(
      {
        async executeQuery(query) {
          const client = await readers.connect()
          try {
            return await connectionOver(client, names).executeQuery(query)
          } finally {
            client.release()
          }
        },
        // biome-ignore lint/correctness/useYield: no store reads a stream.
        async *streamQuery() {
          throw new Error('streams are not read')
        },
      },
      queries,
    ),
  )
}

async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: PoolClient, refuseUnlessOpen: () => void) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(pool, work)
    } catch (error) {
      if (!isConflict(error)) throw toStorageFault(error)
      if (attempt === ATTEMPTS_MAX) throw new StorageFault('storage_busy', undefined, { cause: error })
    }
    await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt))
  }
}

async function attemptOnce<T>(
  pool: pg.Pool,
  work: (client: PoolClient, refuseUnlessOpen: () => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let over = false
  let broken: Error | undefined
  const refuseUnlessOpen = (): void => {
    if (over) throw new Error('the transaction is over: await every store call inside it')
  }
  try {
    await client.query('begin isolation level serializable')
    try {
      const value = await work(client, refuseUnlessOpen)
      over = true
      await client.query('commit')
      return value
    } catch (error) {
      over = true
      await client.query('rollback').catch((rollback: Error) => {
        broken = rollback
      })
      throw error
    }
  } finally {
    client.release(broken)
  }
}

/** Serialization failure and deadlock: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html */
function isConflict(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '40001' || code === '40P01'
}

async function bringUpToDate(pool: pg.Pool): Promise<void> {
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PostgresDialect({ pool }).createDriver(),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new SchemaCompiler(),
    },
  })
  await migrate(allMigrations, { bytes: 'bytea' }, (work) => db.transaction().execute(work))
}

/** Text sorts by its bytes on either engine: what comes after what must not depend on where a database was made. */
class SchemaCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: Parameters<PostgresQueryCompiler['visitDataType']>[0]): void {
    super.visitDataType(node)
    if (node.dataType === 'text') this.append(' collate "C"')
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
