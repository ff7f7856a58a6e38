// One connection to PostgreSQL, made when it is first needed and again after it broke; queries go out without waiting for answers.
import type { ConnectionOptions } from 'node:tls'
import type { QueryResult } from 'kysely'
import type { CustomTypesConfig } from 'pg'
import pg from 'pg'
import { StorageFault, toStorageFault } from './storage-fault.js'

/** Where the database is, and how its server is known. */
export interface PostgresPlace {
  /** `postgres://user:password@host:port/database` */
  readonly url: string
  /** Undefined: the connection is not encrypted. */
  readonly tls: ConnectionOptions | undefined
}

export interface LinkSettings extends PostgresPlace {
  readonly statementTimeoutMs: number
  /** A connection on which nothing arrives for so long, though something was asked, is taken for lost. */
  readonly patienceMs?: number
  /** How long a statement waits for a lock that somebody else holds. */
  readonly lockTimeoutMs?: number
  /** Every transaction that this connection begins can write nothing. */
  readonly readOnly: boolean
}

/** A query as it goes out; with a name it is planned once a connection. */
export interface Statement {
  readonly name?: string
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Until a connection is open and its password accepted, in milliseconds. */
const CONNECT_MS = 5_000
/** How long a statement waits for a lock that somebody else holds, in milliseconds. */
export const LOCK_MS = 5_000
/** What PostgreSQL breaks off is told this much later at most, in milliseconds. */
export const GRACE_MS = 1_000
/** A transaction whose server hangs or is gone holds its locks this long at most, in milliseconds. */
const IDLE_IN_TRANSACTION_MS = 10_000
/** A dead peer is noticed after this long without a sign of it, in milliseconds; the operating system asks then. */
const KEEP_ALIVE_MS = 10_000

export class Link {
  readonly #settings: LinkSettings
  #connection: Promise<Connection> | undefined
  #closed = false
  #running = 0

  constructor(settings: LinkSettings) {
    this.#settings = settings
  }

  /** How many queries wait for their answers. */
  get running(): number {
    return this.#running
  }

  /** The connection, made anew when the one before broke. A transaction stays on the one it began on, and ends with it. */
  open(): Promise<Connection> {
    if (this.#closed) return Promise.reject(new StorageFault('storage_closed'))
    if (this.#connection !== undefined) return this.#connection
    const connecting = connect(this.#settings, () => {
      if (this.#connection === connecting) this.#connection = undefined
    })
    this.#connection = connecting
    return connecting
  }

  /** One query, on whatever connection there is. */
  async run<R>(statement: Statement): Promise<QueryResult<R>> {
    this.#running += 1
    try {
      return await (await this.open()).run<R>(statement)
    } finally {
      this.#running -= 1
    }
  }

  /** Lets what is under way end. */
  async close(): Promise<void> {
    this.#closed = true
    const connection = this.#connection
    this.#connection = undefined
    await connection?.then(
      (open) => open.end(),
      () => undefined,
    )
  }
}

/** Once it is lost, whatever is asked of it rejects with StorageFault `storage_unreachable`. */
export class Connection {
  readonly #client: pg.Client
  readonly #gone: () => void
  readonly #watchdog: NodeJS.Timeout
  #unanswered = 0
  #corked = false

  constructor(client: pg.Client, gone: () => void, patienceMs: number) {
    this.#client = client
    this.#gone = gone
    // One timer for all: wound up when something is asked of an idle connection, and at each answer. A peer that is gone without
    // a word says nothing more, and the operating system would believe in it for a quarter of an hour.
    this.#watchdog = setTimeout(() => {
      if (this.#unanswered > 0) this.drop()
    }, patienceMs)
    this.#watchdog.unref()
  }

  /** Queries of the same turn reach the database together, in order. Rejects with the database's own error when it says no. */
  async run<R>({ sql, parameters, name }: Statement): Promise<QueryResult<R>> {
    const result = await this.#ask({
      text: sql,
      // Sound: the driver only reads them.
      values: (parameters.some(hasNul) ? parameters.map(withoutNul) : parameters) as unknown[],
      ...(name === undefined ? {} : { name }),
    })
    // Sound: the store that made the query says what its rows are.
    const rows = result.rows as R[]
    return result.rowCount === null ? { rows } : { rows, numAffectedRows: BigInt(result.rowCount) }
  }

  /** A statement without values and without rows; resolves with what PostgreSQL says it did. */
  async command(sql: string): Promise<string> {
    return (await this.#ask({ text: sql })).command
  }

  /** Gives it up: what is under way on it fails, and the link makes another. */
  drop(): void {
    clearTimeout(this.#watchdog)
    this.#gone()
    this.#client.connection.stream.destroy()
  }

  /** Lets what is under way end. */
  async end(): Promise<void> {
    this.#gone()
    await this.#client.end()
    clearTimeout(this.#watchdog)
  }

  async #ask(query: pg.QueryConfig): Promise<pg.QueryResult<object>> {
    this.#together()
    if (this.#unanswered === 0) this.#watchdog.refresh()
    this.#unanswered += 1
    try {
      return await this.#client.query<object>(query)
    } catch (error) {
      if (isOutdated(error)) this.drop()
      throw isAnswer(error) && !isOutdated(error) ? error : lost(error)
    } finally {
      this.#unanswered -= 1
      this.#watchdog.refresh()
    }
  }

  /** What is asked in one turn of the event loop leaves in one write: each costs more than most answers do. */
  #together(): void {
    if (this.#corked) return
    this.#corked = true
    const { stream } = this.#client.connection
    stream.cork()
    setImmediate(() => {
      this.#corked = false
      stream.uncork()
    })
  }
}

/** The queries of the program have one good plan each, whatever their values: planning them anew takes longer than running them. */
const PLANS = '-c plan_cache_mode=force_generic_plan -c jit=off'
/** Such a plan may be made while its table is nearly empty, and must be good when it is not: by an index. */
const BY_INDEX = '-c enable_seqscan=off'

async function connect(settings: LinkSettings, gone: () => void): Promise<Connection> {
  const { statementTimeoutMs, lockTimeoutMs, patienceMs = statementTimeoutMs + GRACE_MS, readOnly } = settings
  const client = new pg.Client({
    ...clientConfig(settings),
    pipeline: true,
    types: typesOfTables,
    application_name: 'countersign',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs ?? LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    options: `${PLANS} ${BY_INDEX} ${readOnly ? '-c default_transaction_read_only=on' : ''}`,
  })
  client.on('error', gone)
  client.on('end', gone)
  try {
    await client.connect()
    return new Connection(client, gone, patienceMs)
  } catch (error) {
    gone()
    // The driver keeps the socket of a server that does not speak.
    client.connection.stream.destroy()
    throw isAnswer(error) ? error : lost(error)
  }
}

const PORT = 5432

/** The same for the driver. It is told everything: what it is not told it takes from variables of its own, and from files. */
export function clientConfig({ url, tls }: PostgresPlace): pg.ClientConfig {
  const { hostname, port, username, password, pathname } = new URL(url)
  return {
    // An IPv6 address stands in brackets in a URL.
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? PORT : Number(port),
    ...(username === '' ? {} : { user: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    database: decodeURIComponent(pathname.slice(1)),
    ssl: tls ?? false,
  }
}

/**
 * A newer program added a column: what was prepared on this connection has rows of another shape now ("cached plan must not change
 * result type"), and PostgreSQL refuses it for ever. A new connection prepares anew.
 */
function isOutdated(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
  )
}

/** Whether the database itself said no. It ends the connection after the worst of them, and the driver tells of that apart. */
function isAnswer(error: unknown): boolean {
  return error instanceof pg.DatabaseError || error instanceof TypeError || error instanceof StorageFault
}

function lost(error: unknown): unknown {
  const known = toStorageFault(error)
  return known instanceof StorageFault
    ? known
    : new StorageFault('storage_unreachable', undefined, { cause: error })
}

const NUL = '\u0000'

function hasNul(value: unknown): boolean {
  return typeof value === 'string' && value.includes(NUL)
}

/**
 * PostgreSQL's text holds no U+0000, and a transaction that offers one is over, with all that share its commit. No text of ours has one;
 * whoever sends one looks for what is not there, and finds nothing, as in SQLite.
 */
function withoutNul(value: unknown): unknown {
  return hasNul(value) ? String(value).replaceAll(NUL, '\ufffd') : value
}

const INT8_OID = 20
const NUMERIC_OID = 1700

/** Integers that PostgreSQL holds in eight bytes are milliseconds, counters and counts: all below 2 ** 53. */
const typesOfTables: CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (format !== 'binary' && (oid === INT8_OID || oid === NUMERIC_OID)) return Number
    return pg.types.getTypeParser(oid, format)
  },
}
