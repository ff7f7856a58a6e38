// Where a store runs its queries: one connection, with or without a transaction around it.
import type { Compilable, Kysely, QueryResult } from 'kysely'
import type { BoundQuery, PreparedQueries, Query } from './query.js'
import { toStorageFault } from './storage-fault.js'
import type { Tables } from './tables.js'

/** What a session needs of a connection; Kysely's own connections are such. */
export interface Runner {
  executeQuery<R>(query: BoundQuery<R>): Promise<QueryResult<R>>
}

/** Runs prepared queries on one connection. */
export class Session {
  readonly #connection: Runner
  readonly #queries: PreparedQueries
  readonly #refuseUnlessUsable: () => void

  /** `refuseUnlessUsable` throws when a query must not run any more: the transaction is over. */
  constructor(
    connection: Runner,
    queries: PreparedQueries,
    refuseUnlessUsable: () => void = () => undefined,
  ) {
    this.#connection = connection
    this.#queries = queries
    this.#refuseUnlessUsable = refuseUnlessUsable
  }

  rows<P extends object, R>(query: Query<P, R>, parameters: P): Promise<R[]> {
    return this.#execute(this.#queries.bind(query, parameters), ({ rows }) => rows)
  }

  row<P extends object, R>(query: Query<P, R>, parameters: P): Promise<R | undefined> {
    return this.#execute(this.#queries.bind(query, parameters), ({ rows }) => rows[0])
  }

  /** Rows of a query that is built for this run, from what was asked: see `compileOnce`. */
  rowsOnce<R>(build: (db: Kysely<Tables>) => Compilable<R>): Promise<R[]> {
    return this.#execute(this.#queries.compileOnce(build), ({ rows }) => rows)
  }

  /** How many rows the query wrote or removed. */
  changes<P extends object, R>(query: Query<P, R>, parameters: P): Promise<number> {
    return this.#execute(this.#queries.bind(query, parameters), affected)
  }

  async #execute<R, T>(query: BoundQuery<R>, take: (result: QueryResult<R>) => T): Promise<T> {
    this.#refuseUnlessUsable()
    try {
      return take(await this.#connection.executeQuery<R>(query))
    } catch (error) {
      throw toStorageFault(error)
    }
  }
}

function affected({ numAffectedRows }: QueryResult<unknown>): number {
  return Number(numAffectedRows ?? 0n)
}
