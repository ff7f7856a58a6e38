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
const LOCK_MS = 5_000
/** A transaction whose server hangs or is gone holds its locks this long at most, in milliseconds. */
const IDLE_IN_TRANSACTION_MS = 10_000
/** A dead peer is noticed after this long without a sign of it, in milliseconds; the operating system asks then. */
const KEEP_ALIVE_MS = 10_000

/**
 * The queries of the program have one good plan each, whatever their values: planning them anew takes longer than running them.
 */
const PLANS = '-c plan_cache_mode=force_generic_plan -c jit=off'

export class Link {
  readonly #settings: LinkSettings
  #client: Promise<pg.Client> | undefined
  #closed = false
  #running = 0
  #corked = false

  constructor(settings: LinkSettings) {
    this.#settings = settings
  }

  /** How many queries wait for their answers. */
  get running(): number {
    return this.#running
  }

  /** Whether a connection is there, or being made. */
  get isOpen(): boolean {
    return this.#client !== undefined
  }

  /** Queries of the same turn reach the database together, in order. Rejects with the driver's error, or a StorageFault when the connection is gone. */
  async run<R>({ sql, parameters, name }: Statement): Promise<QueryResult<R>> {
    this.#running += 1
    try {
      const client = await this.#connected()
      this.#together(client)
      const result = await client.query({
        text: sql,
        // Sound: the driver only reads them.
        values: parameters as unknown[],
        ...(name === undefined ? {} : { name }),
      })
      // Sound: the store that made the query says what its rows are.
      const rows = result.rows as R[]
      return result.rowCount === null ? { rows } : { rows, numAffectedRows: BigInt(result.rowCount) }
    } catch (error) {
      throw isAnswer(error) ? error : lost(error)
    } finally {
      this.#running -= 1
    }
  }

  /** A statement without values and without rows. */
  async command(sql: string): Promise<void> {
    this.#running += 1
    try {
      const client = await this.#connected()
      this.#together(client)
      await client.query(sql)
    } catch (error) {
      throw isAnswer(error) ? error : lost(error)
    } finally {
      this.#running -= 1
    }
  }

  /** What is under way on it fails; the next query connects anew. */
  drop(): void {
    const client = this.#client
    this.#client = undefined
    client?.then(
      (open) => open.end().catch(() => undefined),
      () => undefined,
    )
  }

  /** Lets what is under way end. */
  async close(): Promise<void> {
    this.#closed = true
    const client = this.#client
    this.#client = undefined
    await client?.then(
      (open) => open.end(),
      () => undefined,
    )
  }

  /** What is asked in one turn of the event loop leaves in one write: each costs more than most answers do. */
  #together({ connection }: pg.Client): void {
    if (this.#corked) return
    this.#corked = true
    const { stream } = connection
    stream.cork()
    setImmediate(() => {
      this.#corked = false
      stream.uncork()
    })
  }

  #connected(): Promise<pg.Client> {
    if (this.#closed) return Promise.reject(new StorageFault('storage_closed'))
    if (this.#client !== undefined) return this.#client
    const connecting: Promise<pg.Client> = this.#connect(() => {
      if (this.#client === connecting) this.#client = undefined
    })
    this.#client = connecting
    return connecting
  }

  async #connect(gone: () => void): Promise<pg.Client> {
    const { statementTimeoutMs, lockTimeoutMs, readOnly } = this.#settings
    const client = new pg.Client({
      ...clientConfig(this.#settings),
      pipeline: true,
      types: typesOfTables,
      application_name: 'countersign',
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: statementTimeoutMs,
      lock_timeout: lockTimeoutMs ?? LOCK_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      options: `${PLANS} ${readOnly ? '-c default_transaction_read_only=on' : ''}`,
    })
    client.on('error', gone)
    client.on('end', gone)
    try {
      await client.connect()
      return client
    } catch (error) {
      gone()
      throw error
    }
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

const INT8_OID = 20
const NUMERIC_OID = 1700

/** Integers that PostgreSQL holds in eight bytes are milliseconds, counters and counts: all below 2 ** 53. */
const typesOfTables: CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (format !== 'binary' && (oid === INT8_OID || oid === NUMERIC_OID)) return Number
    return pg.types.getTypeParser(oid, format)
  },
}
