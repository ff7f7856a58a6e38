// A SQLite file as the source or the target of a copy: nobody else has it open meanwhile, and a target is filled in one transaction.
import { resolve } from 'node:path'
import Database from 'better-sqlite3'
import type { Cell, CellKind, CopySource, CopyTarget, Row, TableShape } from './copy-rows.js'
import { isInUse } from './idle-file.js'
import { StorageFault, toStorageFault } from './storage-fault.js'

/** Some hundred kilobytes, and a few milliseconds. */
const ROWS_AT_ONCE = 500

/** Holds the file alone, so that nothing is written after it was read. Throws StorageFault `storage_busy` when it is in use. */
export function openSqliteSource(path: string): CopySource {
  return open(path)
}

/** The same for writing. Its schema is up to date: `openSqliteStorage` made it. */
export function openSqliteTarget(path: string): CopyTarget {
  return open(path)
}

function open(path: string): CopyTarget {
  const file = resolve(path)
  if (isInUse(file)) throw new StorageFault('storage_busy', 'a server or a command has the database open')
  try {
    const db = new Database(file, { fileMustExist: true })
    try {
      return held(db)
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw toStorageFault(error)
  }
}

function held(db: Database.Database): CopyTarget {
  db.pragma('synchronous = FULL')
  db.pragma('fullfsync = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('foreign_keys = ON')
  db.defaultSafeIntegers(true)
  // Also of a source: whoever starts a server on it meanwhile waits, and is told that it is busy.
  db.exec('begin exclusive')
  const inserts = new Map<string, Database.Statement>()
  return {
    schema: db.prepare<[], string>('select name from migration order by number').pluck().all(),
    tables: tablesOf(db),
    rows: (table) => rowsOf(db, table),
    clear: async ({ name }) => {
      db.prepare(`delete from ${quoted(name)}`).run()
    },
    insert: async (table, rows) => {
      const statement = inserts.get(table.name) ?? db.prepare(insertInto(table))
      inserts.set(table.name, statement)
      try {
        for (const row of rows) statement.run(row)
      } catch (error) {
        throw toStorageFault(error)
      }
    },
    commit: async () => {
      try {
        db.exec('commit')
      } catch (error) {
        throw toStorageFault(error)
      }
    },
    // Closing rolls back what is open.
    close: async () => {
      db.close()
    },
  }
}

async function* rowsOf(db: Database.Database, table: TableShape): AsyncGenerator<readonly Row[]> {
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ')
  // Sound: `raw` says that rows come as arrays, and the driver knows no other values than these.
  const statement = db.prepare<[], Cell[]>(`select ${columns} from ${quoted(table.name)}`).raw()
  let batch: Row[] = []
  for (const row of statement.iterate()) {
    batch.push(row)
    if (batch.length < ROWS_AT_ONCE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function tablesOf(db: Database.Database): readonly TableShape[] {
  return db
    .prepare<[], string>(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> 'migration' order by name`,
    )
    .pluck()
    .all()
    .map((name) => ({
      name,
      columns: db
        .prepare<[string], { readonly name: string; readonly type: string }>(
          'select name, type from pragma_table_info(?) order by name',
        )
        .all(name)
        .map((column) => ({ name: column.name, kind: kindOf(column.type) })),
      parents: db
        .prepare<[string], string>(`select distinct "table" from pragma_foreign_key_list(?)`)
        .pluck()
        .all(name),
    }))
}

/** Of the types that the migrations name. */
function kindOf(type: string): CellKind {
  switch (type.toLowerCase()) {
    case 'text':
      return 'text'
    case 'bigint':
    case 'integer':
      return 'integer'
    case 'blob':
      return 'bytes'
    default:
      throw new Error(`column type ${type}: text, bigint, integer or blob expected`)
  }
}

function insertInto({ name, columns }: TableShape): string {
  const names = columns.map((column) => quoted(column.name)).join(', ')
  return `insert into ${quoted(name)} (${names}) values (${columns.map(() => '?').join(', ')})`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
