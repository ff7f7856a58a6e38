// A SQLite connection as the stores use it: every statement prepared once, its rows named in JavaScript, no step that waits.
import type Database from 'better-sqlite3'
import type { CompiledQuery, DatabaseConnection, QueryResult, SqliteDatabase, SqliteStatement } from 'kysely'

/** What all stores of a transaction run on. */
export function connectionOver(db: Database.Database): DatabaseConnection {
  const statements = new Statements(db)
  return connection((query) => statements.of(query.sql))
}

/**
 * What reads outside of transactions run on: the connection that writes while it is in no transaction, since its pages are at
 * hand; SQLite throws away the other one's at each commit. What would write, and what comes in the middle of a transaction,
 * goes to the one that only reads: that sees what is committed, and refuses the rest.
 */
export function readingConnection(writer: Database.Database, reader: Database.Database): DatabaseConnection {
  const [atWriter, atReader] = [new Statements(writer), new Statements(reader)]
  return connection(({ sql }) => {
    if (!writer.inTransaction) {
      const statement = atWriter.of(sql)
      if (statement.isReadOnly) return statement
    }
    return atReader.of(sql)
  })
}

/** For Kysely's own driver, which brings the schema up to date. */
export function withStatementCache(db: Database.Database): SqliteDatabase {
  const statements = new Statements(db)
  return { close: () => db.close(), prepare: (sql) => statements.of(sql) }
}

function connection(statementOf: (query: CompiledQuery) => Statement): DatabaseConnection {
  return {
    executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const statement = statementOf(query)
      if (!statement.reader) {
        const { changes } = statement.run(query.parameters)
        return Promise.resolve({ rows: [], numAffectedRows: BigInt(changes) })
      }
      // Sound: the store that made the query says what its rows are.
      return Promise.resolve({ rows: statement.all(query.parameters) as R[] })
    },
    // biome-ignore lint/correctness/useYield: no store reads a stream.
    async *streamQuery() {
      throw new Error('streams are not read')
    },
  }
}

/** More than the program has queries; a bound so that a query built from input could never fill the memory. */
const STATEMENTS_MAX = 512

class Statements {
  readonly #db: Database.Database
  readonly #prepared = new Map<string, Statement>()

  constructor(db: Database.Database) {
    this.#db = db
  }

  of(sql: string): Statement {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    if (this.#prepared.size >= STATEMENTS_MAX) this.#prepared.clear()
    const prepared = new Statement(this.#db.prepare(sql))
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

/** The driver looks up each column's name again for each row, which takes longer than finding the row; so that is done here. */
class Statement implements SqliteStatement {
  readonly reader: boolean
  readonly isReadOnly: boolean
  readonly #statement: Database.Statement
  #names: readonly string[]

  constructor(statement: Database.Statement) {
    this.reader = statement.reader
    this.isReadOnly = statement.readonly
    this.#statement = this.reader ? statement.raw() : statement
    this.#names = this.reader ? columnNames(statement) : []
  }

  all(parameters: readonly unknown[]): unknown[] {
    const rows: unknown[] = this.#statement.all(parameters)
    for (const [i, row] of rows.entries()) rows[i] = this.#named(row)
    return rows
  }

  run(parameters: readonly unknown[]): Database.RunResult {
    return this.#statement.run(parameters)
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.all(parameters).values()
  }

  #named(row: unknown): unknown {
    // Sound: `raw` says that rows come as arrays.
    const values = row as readonly unknown[]
    // Another process migrated: `select *` has other columns since.
    if (values.length !== this.#names.length) this.#names = columnNames(this.#statement)
    const names = this.#names
    const named: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i += 1) named[names[i] ?? ''] = values[i]
    return named
  }
}

function columnNames(statement: Database.Statement): readonly string[] {
  return statement.columns().map(({ name }) => name)
}
