// What one login leaves and sends: bytes in the database, bytes of log it must write, commits, Redis commands. For docs/operations/sizing.md.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { startPostgres } from '../support/postgres.js'
import { startRedis } from '../support/redis.js'
import type { Figure } from './figures.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { cpuSeconds } from './process-facts.js'

const ACCOUNTS = 200
const CLIENTS = 16
const LOGINS_MS = 6_000
/** Pages are filled in steps: before this many logins most of what is seen is the first page of each index. */
const WARM_MS = 3_000
/** The audit's chain is written within half a second after the login, the counts after a second. */
const SETTLE_MS = 2_500

export async function benchWeight(): Promise<readonly Figure[]> {
  return [...(await inSqlite()), ...(await inPostgres())]
}

async function inSqlite(): Promise<readonly Figure[]> {
  const { home, fleet } = await createFleet(ACCOUNTS, 1)
  const server = await home.serve()
  const generator = await Generator.forFleet(fleet)
  const file = join(home.directory, 'data/countersign.db')
  const db = new Database(file, { readonly: true })
  const bytes = (): number => {
    const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
      Number(db.pragma(name, { simple: true })),
    )
    return ((pages ?? 0) - (free ?? 0)) * (size ?? 0)
  }
  try {
    const { done, before } = await run(generator, async () => bytes())
    return [
      figure('SQLite', 'rows and indexes', (bytes() - before) / done, 'bytes'),
      figure('SQLite', 'the file beside them (WAL)', statSync(`${file}-wal`).size / 1_048_576, 'MiB'),
    ]
  } finally {
    generator.end()
    db.close()
    await server.stop()
    home.remove()
  }
}

async function inPostgres(): Promise<readonly Figure[]> {
  await using postgres = await startPostgres()
  await using redis = await startRedis()
  const storageUrl = await postgres.newDatabase()
  const { home, fleet } = await createFleet(ACCOUNTS, 1, {
    COUNTERSIGN_STORAGE_URL: storageUrl,
    COUNTERSIGN_FABRIC_URL: redis.url,
  })
  const server = await home.serve()
  const generator = await Generator.forFleet(fleet)
  const client = new pg.Client({ connectionString: storageUrl })
  await client.connect()
  const counters = async (): Promise<Counters> => {
    // A backend reports what it counted when it is idle for a moment; so does this one of itself.
    await client.query('select pg_stat_force_next_flush()')
    const { rows } = await client.query(
      `select pg_database_size(current_database())::float8 as bytes,
        pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal,
        xact_commit::float8 as commits from pg_stat_database where datname = current_database()`,
    )
    const info = String(await redis.command('info', 'everything'))
    const told = (name: string): number => Number(new RegExp(`^${name}:([0-9.]+)`, 'm').exec(info)?.[1])
    return {
      ...rows[0],
      commands: told('total_commands_processed'),
      redisCpu: told('used_cpu_sys') + told('used_cpu_user'),
      postgresCpu: cpuOfPostgres(postgres.folder),
      serverCpu: cpuSeconds(server.pid),
    }
  }
  try {
    const { done, before } = await run(generator, counters)
    const after = await counters()
    const each = (name: keyof Counters): number => (after[name] - before[name]) / done
    return [
      figure('PostgreSQL', 'rows and indexes', each('bytes'), 'bytes'),
      figure('PostgreSQL', 'write-ahead log', each('wal'), 'bytes'),
      figure('PostgreSQL', 'transactions, reading ones too', each('commits'), ''),
      figure('PostgreSQL', 'CPU of the server', each('serverCpu') * 1_000, 'ms'),
      figure('PostgreSQL', 'CPU of PostgreSQL', each('postgresCpu') * 1_000, 'ms'),
      figure('Redis', 'commands', each('commands'), ''),
      figure('Redis', 'CPU of Redis', each('redisCpu') * 1_000, 'ms'),
    ]
  } finally {
    generator.end()
    await client.end()
    await server.stop()
    home.remove()
  }
}

interface Counters {
  readonly bytes: number
  readonly wal: number
  readonly commits: number
  readonly commands: number
  readonly redisCpu: number
  readonly postgresCpu: number
  readonly serverCpu: number
}

/** Of the server and its children, one a connection; those that ended count for nothing, and none ends meanwhile. */
function cpuOfPostgres(folder: string): number {
  const [parent = ''] = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
  const own = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && (name === parent || parentOf(name) === parent),
  )
  return own.reduce((seconds, pid) => seconds + cpuSeconds(Number(pid)), 0)
}

/** proc(5): the fourth field. Empty when the process has just ended. */
function parentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] ?? ''
  } catch {
    return ''
  }
}

/** Logins until the pages are filled, a look, logins that count, and time to write what is written afterwards. */
async function run<T>(
  generator: Generator,
  look: () => Promise<T>,
): Promise<{ readonly done: number; readonly before: T }> {
  await generator.do({ do: 'connect', first: 0, count: ACCOUNTS })
  await generator.do({ do: 'logins', clients: CLIENTS, ms: WARM_MS, watched: true })
  await settle()
  const before = await look()
  const { done } = await generator.do({ do: 'logins', clients: CLIENTS, ms: LOGINS_MS, watched: true })
  await settle()
  return { done, before }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLE_MS))

function figure(engine: string, name: string, value: number, unit: string): Figure {
  return { promise: `one login in ${engine}`, figure: name, value, unit }
}
