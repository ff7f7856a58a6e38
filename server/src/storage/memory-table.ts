// One table in memory: committed rows, and a layer over them that a transaction writes to until it commits.

/** The rows as stores see them. Rows go in and out as copies, as they would with a database. */
export interface Rows<V> {
  get(key: string): V | undefined
  /** In the order of insertion. */
  find(matches: (row: V) => boolean): V[]
  set(key: string, row: V): void
  delete(key: string): void
}

export class CommittedRows<V> implements Rows<V> {
  readonly #rows = new Map<string, V>()

  get(key: string): V | undefined {
    return structuredClone(this.#rows.get(key))
  }

  find(matches: (row: V) => boolean): V[] {
    return [...this.#rows.values()].filter(matches).map((row) => structuredClone(row))
  }

  set(): never {
    throw new Error('read only: writes belong in a transaction')
  }

  delete(): never {
    throw new Error('read only: writes belong in a transaction')
  }

  layer(): RowsLayer<V> {
    return new RowsLayer(this.#rows)
  }
}

/** What one transaction sees: its own writes first, the committed rows below. */
export class RowsLayer<V> implements Rows<V> {
  readonly #base: Map<string, V>
  /** `undefined` marks a row deleted here. */
  readonly #changes = new Map<string, V | undefined>()
  #over = false

  constructor(base: Map<string, V>) {
    this.#base = base
  }

  get(key: string): V | undefined {
    this.#refuseWhenOver()
    return structuredClone(this.#changes.has(key) ? this.#changes.get(key) : this.#base.get(key))
  }

  find(matches: (row: V) => boolean): V[] {
    this.#refuseWhenOver()
    const found: V[] = []
    for (const [key, row] of this.#base) {
      const current = this.#changes.has(key) ? this.#changes.get(key) : row
      if (current !== undefined && matches(current)) found.push(structuredClone(current))
    }
    for (const [key, row] of this.#changes) {
      if (this.#base.has(key) || row === undefined) continue
      if (matches(row)) found.push(structuredClone(row))
    }
    return found
  }

  set(key: string, row: V): void {
    this.#refuseWhenOver()
    this.#changes.set(key, structuredClone(row))
  }

  delete(key: string): void {
    this.#refuseWhenOver()
    this.#changes.set(key, undefined)
  }

  commit(): void {
    for (const [key, row] of this.#changes) {
      if (row === undefined) this.#base.delete(key)
      else this.#base.set(key, row)
    }
    this.end()
  }

  /** A promise that a transaction forgot to await must not write into nothing. */
  end(): void {
    this.#over = true
  }

  #refuseWhenOver(): void {
    if (this.#over) throw new Error('the transaction is over: await every store call inside it')
  }
}

export function insert<V>(rows: Rows<V>, key: string, row: V): void {
  if (rows.get(key) !== undefined) throw new Error('primary key: not unique')
  rows.set(key, row)
}

export function requireRow<V>(rows: Rows<V>, key: string): V {
  const row = rows.get(key)
  if (row === undefined) throw new Error('foreign key: no such row')
  return row
}

export function byCreation<T extends { readonly id: string; readonly createdAtMs: number }>(
  a: T,
  b: T,
): number {
  return a.createdAtMs - b.createdAtMs || ascending(a.id, b.id)
}

/** By code unit, as SQLite's BINARY collation orders ASCII; a locale's order would differ between machines. */
export function ascending(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
