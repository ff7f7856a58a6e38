// A PostgreSQL database as the source or the target of a copy: one transaction, in which nobody else writes, or of one moment.
import { setTimeout as pause } from 'node:timers/promises'
import type { CustomTypesConfig } from 'pg'
import pg from 'pg'
import type { Cell, CellKind, CopySource, CopyTarget, Row, TableShape } from './copy-rows.js'
import type { PostgresPlace } from './postgres-link.js'
import { clientConfig } from './postgres-link.js'
import { StorageFault, toStorageFault } from './storage-fault.js'

/** Some hundred kilobytes, and a few milliseconds. */
const ROWS_AT_ONCE = 500
/** Time for the connections of a command that is just ending, in milliseconds. */
const WAIT_MS = 1_000

/** Holds the database alone, so that nothing is written after it was read. Throws StorageFault `storage_busy` when it is in use. */
export function openPostgresSource(place: PostgresPlace): Promise<CopySource> {
  return open(place, alone)
}

/** What was committed when it was opened, whatever is written meanwhile: for backups of a server that goes on. */
export function openPostgresSnapshot(place: PostgresPlace): Promise<CopySource> {
  return open(place, async (client) => {
    // Each transaction is whole or missing, as in a dump of PostgreSQL's own (pg_dump takes its copy at this level).
    await client.query('begin isolation level repeatable read read only')
  })
}

/** Holds the database alone, and writes. Its schema is up to date: `openPostgresStorage` made it. */
export function openPostgresTarget(place: PostgresPlace): Promise<CopyTarget> {
  return open(place, alone)
}

async function open(place: PostgresPlace, begin: (client: pg.Client) => Promise<void>): Promise<CopyTarget> {
  const client = new pg.Client({
    ...clientConfig(place),
    types,
    application_name: 'countersign-copy',
    // A table is read for as long as it takes, and the other engine is waited for.
    statement_timeout: 0,
    idle_in_transaction_session_timeout: 0,
  })
  // It shows at the query that meets it.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await begin(client)
    const schema = await client.query<{ name: string }>('select name from migration order by number')
    return held(
      client,
      schema.rows.map(({ name }) => name),
      await tablesOf(client),
    )
  } catch (error) {
    await client.end()
    throw toStorageFault(error)
  }
}

/** Whoever has a connection may write the next moment; whoever comes later waits for the locks. */
async function alone(client: pg.Client): Promise<void> {
  for (const until = Date.now() + WAIT_MS; ; ) {
    const others = await client.query<{ count: bigint }>(
      `select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    )
    const count = others.rows[0]?.count ?? 0n
    if (count === 0n) break
    if (Date.now() > until)
      throw new StorageFault('storage_busy', `${count} other connections to it, of servers or commands`)
    await pause(50)
  }
  const tables = await tablesOf(client)
  // Locks before the first query of the transaction: that takes the snapshot, and must see what was written until now.
  await client.query('begin isolation level repeatable read')
  if (tables.length > 0)
    await client.query(
      `lock table ${tables.map(({ name }) => quoted(name)).join(', ')} in exclusive mode nowait`,
    )
}

function held(client: pg.Client, schema: readonly string[], tables: readonly TableShape[]): CopyTarget {
  let cursors = 0
  return {
    schema,
    tables,
    async *rows(table) {
      cursors += 1
      const cursor = `copy_${cursors}`
      const columns = table.columns.map(({ name }) => quoted(name)).join(', ')
      await client.query(
        `declare ${cursor} no scroll cursor for select ${columns} from ${quoted(table.name)}`,
      )
      for (;;) {
        // Sound: `rowMode: 'array'` and the parsers below.
        const { rows } = await client.query<Cell[]>({
          text: `fetch ${ROWS_AT_ONCE} from ${cursor}`,
          rowMode: 'array',
        })
        if (rows.length > 0) yield rows
        if (rows.length < ROWS_AT_ONCE) break
      }
      await client.query(`close ${cursor}`)
    },
    async clear({ name }) {
      await client.query(`delete from ${quoted(name)}`)
    },
    async insert(table, rows) {
      await faultsOfRows(table, rows, () =>
        client.query({
          name: `copy_into_${table.name}`,
          text: insertInto(table),
          values: table.columns.map((_column, at) => rows.map((row) => asParameter(row[at] ?? null))),
        }),
      )
    },
    async commit() {
      await client.query('commit')
    },
    // The server rolls back what is open.
    close: () => client.end(),
  }
}

/** One array a column: any number of rows is one statement, planned once. */
function insertInto({ name, columns }: TableShape): string {
  const names = columns.map((column) => quoted(column.name)).join(', ')
  const arrays = columns.map(({ kind }, at) => `$${at + 1}::${typeNames[kind]}[]`).join(', ')
  return `insert into ${quoted(name)} (${names}) select * from unnest(${arrays})`
}

const typeNames: Readonly<Record<CellKind, string>> = { text: 'text', integer: 'bigint', bytes: 'bytea' }

function asParameter(cell: Cell): string | Buffer | null {
  if (cell === null) return null
  if (cell instanceof Uint8Array) return Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength)
  return String(cell)
}

/** The one thing that SQLite holds and PostgreSQL does not is named with its row's table, so that somebody can mend it. */
async function faultsOfRows(
  table: TableShape,
  rows: readonly Row[],
  insert: () => Promise<unknown>,
): Promise<void> {
  const at = rows[0]?.findIndex((_cell, column) =>
    rows.some((row) => typeof row[column] === 'string' && row[column].includes('\0')),
  )
  const column = at === undefined ? undefined : table.columns[at]
  if (column !== undefined)
    throw new StorageFault(
      'storage_unreadable',
      `${table.name}.${column.name} holds a NUL character, which PostgreSQL's text cannot`,
    )
  try {
    await insert()
  } catch (error) {
    throw toStorageFault(error)
  }
}

interface ColumnRow {
  readonly table: string
  readonly column: string
  readonly type: string
}

async function tablesOf(client: pg.Client): Promise<readonly TableShape[]> {
  const columns = await client.query<ColumnRow>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migration'
        and a.attnum > 0 and not a.attisdropped
      order by c.relname collate "C", a.attname collate "C"`,
  )
  const parents = await client.query<{ table: string; parent: string }>(
    `select conrelid::regclass::text as table, confrelid::regclass::text as parent
       from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`,
  )
  return [...new Set(columns.rows.map(({ table }) => table))].map((name) => ({
    name,
    columns: columns.rows
      .filter(({ table }) => table === name)
      .map(({ column, type }) => ({ name: column, kind: kindOf(type) })),
    parents: [...new Set(parents.rows.filter(({ table }) => table === name).map(({ parent }) => parent))],
  }))
}

/** Of the types that the migrations name. */
function kindOf(type: string): CellKind {
  switch (type) {
    case 'text':
      return 'text'
    case 'bigint':
    case 'integer':
      return 'integer'
    case 'bytea':
      return 'bytes'
    default:
      throw new Error(`column type ${type}: text, bigint, integer or bytea expected`)
  }
}

const EXACT_INTEGERS: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.INT4])

const types: CustomTypesConfig = {
  getTypeParser: (oid, format) => (EXACT_INTEGERS.has(oid) ? BigInt : pg.types.getTypeParser(oid, format)),
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
