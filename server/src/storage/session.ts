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

  async rows<P extends object, R>(query: Query<P, R>, parameters: P): Promise<R[]> {
    return (await this.#run(query, parameters)).rows
  }

  async row<P extends object, R>(query: Query<P, R>, parameters: P): Promise<R | undefined> {
    return (await this.#run(query, parameters)).rows[0]
  }

  /** Rows of a query that is built for this run, from what was asked: see `compileOnce`. */
  async rowsOnce<R>(build: (db: Kysely<Tables>) => Compilable<R>): Promise<R[]> {
    return (await this.#execute(this.#queries.compileOnce(build))).rows
  }

  /** How many rows the query wrote or removed. */
  async changes<P extends object, R>(query: Query<P, R>, parameters: P): Promise<number> {
    return Number((await this.#run(query, parameters)).numAffectedRows ?? 0n)
  }

  async #run<P extends object, R>(query: Query<P, R>, parameters: P): Promise<QueryResult<R>> {
    return this.#execute(this.#queries.bind(query, parameters))
  }

  async #execute<R>(query: BoundQuery<R>): Promise<QueryResult<R>> {
    this.#refuseUnlessUsable()
    try {
      return await this.#connection.executeQuery<R>(query)
    } catch (error) {
      throw toStorageFault(error)
    }
  }
}
