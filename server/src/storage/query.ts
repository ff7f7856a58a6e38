// Queries written once with Kysely, compiled once an engine, then run with values only.
//
// Kysely builds and compiles a query on every call, which costs more than SQLite needs to answer it (test/storage/cost.ts
// prints both). So a query is built with markers in place of values; a run puts the values in where the markers were.
import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Tables } from './tables.js'

/** A query with named parameters `P` and rows `R`. Its `build` sees markers, so it must not look into its parameters. */
export interface Query<P, R> {
  readonly build: (db: Kysely<Tables>, parameters: P) => Compilable<R>
}

/**
 * @example
 * const byId = defineQuery((db, p: { readonly id: AccountId }) =>
 *   db.selectFrom('account').selectAll().where('id', '=', p.id),
 * )
 */
export function defineQuery<P, R>(build: Query<P, R>['build']): Query<P, R> {
  return { build }
}

/** A query with its values, ready to run. */
export interface BoundQuery<R> extends CompiledQuery<R> {
  /** The same at each run of a query of the program, for engines that keep plans by name; a query built for one run has none. */
  readonly name?: string
}

/** A query compiled for one engine. */
export interface PreparedQuery {
  readonly compiled: BoundQuery<unknown>
  /** Per placeholder: the marker of a parameter, or a constant of the query. */
  readonly slots: readonly unknown[]
}

/** Compiles each query the first time it is used; holds one entry a query of the program. */
export class PreparedQueries {
  readonly #compiler: Kysely<Tables>
  readonly #prepared = new Map<object, PreparedQuery>()

  constructor(compiler: Kysely<Tables>) {
    this.#compiler = compiler
  }

  /** The compiled query with the parameters' values in their places. */
  bind<P extends object, R>(query: Query<P, R>, parameters: P): BoundQuery<R> {
    const { compiled, slots } = this.#prepared.get(query) ?? this.#prepare(query)
    const values: unknown[] = []
    for (const slot of slots) values.push(slot instanceof Marker ? valueNamed(parameters, slot.name) : slot)
    // Sound: `compiled` was made from this very query, whose rows are R.
    return { ...compiled, parameters: values } as BoundQuery<R>
  }

  /** A query whose shape depends on what was asked, with its values in it: compiled for this one run, and not kept. */
  compileOnce<R>(build: (db: Kysely<Tables>) => Compilable<R>): BoundQuery<R> {
    return build(this.#compiler).compile()
  }

  #prepare<P extends object, R>(query: Query<P, R>): PreparedQuery {
    const markers = new Proxy({}, { get: (_, name) => new Marker(String(name)) })
    // Not a P, but Kysely passes values through untouched; a marker that got lost would be a missing slot, and fail at once.
    const built = query.build(this.#compiler, markers as P).compile()
    const compiled = { ...built, name: `countersign_${this.#prepared.size + 1}` }
    const prepared = { compiled, slots: built.parameters }
    this.#prepared.set(query, prepared)
    return prepared
  }
}

class Marker {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

function valueNamed(parameters: object, name: string): unknown {
  // Sound: any object may be read by name, and what is not there is refused below.
  const value = (parameters as Readonly<Record<string, unknown>>)[name]
  if (value === undefined) throw new TypeError(`query parameter ${name}: a value or null expected`)
  return value
}
