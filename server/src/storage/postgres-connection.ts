// One PostgreSQL connection as the stores use it: prepared statements by name, values as the tables say them.
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import type { ClientBase, CustomTypesConfig } from 'pg'
import pg from 'pg'

const INT8_OID = 20
const NUMERIC_OID = 1700

/** Integers that PostgreSQL holds in eight bytes are milliseconds, counters and counts: all below 2 ** 53. */
export const typesOfTables: CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (format !== 'binary' && (oid === INT8_OID || oid === NUMERIC_OID)) return Number
    return pg.types.getTypeParser(oid, format)
  },
}

/** Names for statements: the same text has the same one on every connection, so that each is planned once a connection. */
export class StatementNames {
  readonly #names = new Map<string, string>()

  /** Of the queries of the program, which are few; a query that is built for one run gets none. */
  of(sql: string): string | undefined {
    const known = this.#names.get(sql)
    if (known !== undefined) return known
    if (this.#names.size >= STATEMENTS_MAX) return undefined
    const name = `countersign_${this.#names.size + 1}`
    this.#names.set(sql, name)
    return name
  }
}

/** More than the program has queries; a bound so that queries built from input could never fill the memory. */
const STATEMENTS_MAX = 512

/** The connection that a transaction, or one read, was given. */
export function connectionOver(client: ClientBase, names: StatementNames): DatabaseConnection {
  return {
    executeQuery: <R>(query: CompiledQuery) => runOn<R>(client, names, query),
    // biome-ignore lint/correctness/useYield: no store reads a stream.
    async *streamQuery() {
      throw new Error('streams are not read')
    },
  }
}

async function runOn<R>(
  client: ClientBase,
  names: StatementNames,
  query: CompiledQuery,
): Promise<QueryResult<R>> {
  const name = names.of(query.sql)
  const result = await client.query({
    text: query.sql,
    // Sound: the driver only reads them.
    values: query.parameters as unknown[],
    ...(name === undefined ? {} : { name }),
  })
  // Sound: the store that made the query says what its rows are.
  const rows = result.rows as R[]
  return result.rowCount === null ? { rows } : { rows, numAffectedRows: BigInt(result.rowCount) }
}
