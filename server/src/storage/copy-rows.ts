// All rows of one database into another, whatever their engines: in one transaction, and counted and digested on both sides.
import { createHash, hash } from 'node:crypto'

/** A value as every engine can hold it. Integers are exact: a number would lose what exceeds 53 bits. */
export type Cell = null | bigint | string | Uint8Array
/** In the order of its table's columns. */
export type Row = readonly Cell[]
export type CellKind = 'integer' | 'text' | 'bytes'

export interface TableShape {
  readonly name: string
  /** Sorted by name: engines list them in the order of their migrations. */
  readonly columns: readonly { readonly name: string; readonly kind: CellKind }[]
  /** Tables that its rows name, and that must be filled before it. */
  readonly parents: readonly string[]
}

/** One database, held so that nothing changes under the copy. */
export interface CopySource {
  /** Which migrations ran. */
  readonly schema: readonly string[]
  /** All but the table of migrations. */
  readonly tables: readonly TableShape[]
  /** Rows of one moment, some hundred at a time, in any order. */
  rows(table: TableShape): AsyncIterable<readonly Row[]>
  /** Lets go of it. What was written and not committed is undone. */
  close(): Promise<void>
}

/** One database in one transaction: whatever ends before `commit` leaves it as it was. */
export interface CopyTarget extends CopySource {
  clear(table: TableShape): Promise<void>
  insert(table: TableShape, rows: readonly Row[]): Promise<void>
  commit(): Promise<void>
}

export interface TableCopied {
  readonly table: string
  readonly rows: number
}

export type RowsCopied =
  | {
      readonly kind: 'copied'
      readonly tables: readonly TableCopied[]
      /** Of every row of every table: two databases with the same content have the same. */
      readonly sha256: Uint8Array
    }
  /** `target_not_empty`: the tables that hold rows. `differs`: what came out is not what went in; nothing was kept. */
  | {
      readonly kind: 'schema_differs' | 'target_not_empty' | 'differs' | 'stopped'
      readonly faults: readonly string[]
    }

export interface CopyWish {
  readonly from: CopySource
  readonly to: CopyTarget
  /** Which rows of a table to take, and how; default all, as they are. */
  readonly choose?: ((table: TableShape) => RowChoice) | undefined
  /** Hears how far a table is, every batch. */
  readonly tell: (progress: TableCopied) => void
  readonly stopped: AbortSignal
}

/** What becomes of each row of a table, where undefined leaves it out; undefined: none is taken. */
export type RowChoice = ((row: Row) => Row | undefined) | undefined

/**
 * Rows that a new schema comes with, before anybody wrote anything: one of each, with a version or revision of at most this.
 * They give way to those of the source.
 */
const SEEDED: Readonly<Record<string, { readonly column: string; readonly most: bigint }>> = {
  key_set: { column: 'version', most: 0n },
  policy_set: { column: 'revision', most: 1n },
}

/**
 * Compares the schemas, refuses a target that holds anything, copies table by table (parents first), reads back what was written,
 * compares, and commits. Whatever goes wrong or is stopped before the commit leaves the target as it was.
 */
export async function copyRows(wish: CopyWish): Promise<RowsCopied> {
  const { from, to } = wish
  const differences = schemaDifferences(from, to)
  if (differences.length > 0) return { kind: 'schema_differs', faults: differences }
  const filled = await filledTables(to)
  if (filled.length > 0) return { kind: 'target_not_empty', faults: filled }
  const tables: TableCopied[] = []
  const whole = createHash('sha256')
  const faults: string[] = []
  for (const table of parentsFirst(from.tables)) {
    const written = await copyTable(wish, table)
    if (written === undefined) return { kind: 'stopped', faults: [] }
    const read = await digestOf(to, table)
    if (read.rows !== written.rows || read.sum !== written.sum)
      faults.push(`${table.name}: ${written.rows} rows written, ${read.rows} read back, or not as written`)
    tables.push({ table: table.name, rows: written.rows })
    whole.update(`${table.name}\n${written.rows}\n${written.sum}\n`)
  }
  if (faults.length > 0) return { kind: 'differs', faults }
  await to.commit()
  return { kind: 'copied', tables, sha256: new Uint8Array(whole.digest()) }
}

async function copyTable(wish: CopyWish, table: TableShape): Promise<Digest | undefined> {
  const { from, to, tell, stopped } = wish
  const choice = wish.choose === undefined ? asItIs : wish.choose(table)
  const digest = { rows: 0, sum: 0n }
  if (table.name in SEEDED && choice !== undefined) await to.clear(table)
  if (choice === undefined) return table.name in SEEDED ? digestOf(to, table) : digest
  for await (const batch of from.rows(table)) {
    if (stopped.aborted) return undefined
    const rows = batch.map(choice).filter((row) => row !== undefined)
    await to.insert(table, rows)
    addRows(digest, rows)
    tell({ table: table.name, rows: digest.rows })
  }
  return stopped.aborted ? undefined : digest
}

const asItIs = (row: Row): Row => row

async function filledTables(to: CopyTarget): Promise<readonly string[]> {
  const filled: string[] = []
  for (const table of to.tables) {
    const seed = SEEDED[table.name]
    const at = table.columns.findIndex(({ name }) => name === seed?.column)
    const isUntouched = (row: Row): boolean => {
      const value = row[at]
      return seed !== undefined && typeof value === 'bigint' && value <= seed.most
    }
    for await (const rows of to.rows(table)) {
      if (rows.every(isUntouched)) continue
      filled.push(table.name)
      break
    }
  }
  return filled
}

function schemaDifferences(from: CopySource, to: CopySource): readonly string[] {
  const here = from.schema.join(', ')
  const there = to.schema.join(', ')
  if (here !== there) return [`migrations: ${here} in the one, ${there} in the other`]
  const described = (side: CopySource): ReadonlyMap<string, string> =>
    new Map(
      side.tables.map(({ name, columns }) => [
        name,
        columns.map((column) => `${column.name} ${column.kind}`).join(', '),
      ]),
    )
  const [ours, theirs] = [described(from), described(to)]
  const names = new Set([...ours.keys(), ...theirs.keys()])
  return [...names]
    .filter((name) => ours.get(name) !== theirs.get(name))
    .map(
      (name) =>
        `table ${name}: ${ours.get(name) ?? 'none'} in the one, ${theirs.get(name) ?? 'none'} in the other`,
    )
}

/** A row never comes before one that it names. */
export function parentsFirst(tables: readonly TableShape[]): readonly TableShape[] {
  const ordered: TableShape[] = []
  const byName = new Map(tables.map((table) => [table.name, table]))
  const begun = new Set<string>()
  const place = (table: TableShape): void => {
    if (begun.has(table.name)) return
    begun.add(table.name)
    for (const name of table.parents) {
      const parent = byName.get(name)
      if (parent !== undefined) place(parent)
    }
    ordered.push(table)
  }
  for (const table of tables) place(table)
  return ordered
}

interface Digest {
  rows: number
  /** Of the rows' hashes, modulo 2^256: the same in whatever order an engine gives them. It finds accidents; the audit's chain finds attackers. */
  sum: bigint
}

const MODULUS = 1n << 256n

async function digestOf(side: CopySource, table: TableShape): Promise<Digest> {
  const digest = { rows: 0, sum: 0n }
  for await (const rows of side.rows(table)) addRows(digest, rows)
  return digest
}

function addRows(digest: Digest, rows: readonly Row[]): void {
  for (const row of rows) {
    digest.rows += 1
    digest.sum = (digest.sum + hashOfRow(row)) % MODULUS
  }
}

/** Kind and length before each value: no two rows share their text. */
function hashOfRow(row: Row): bigint {
  let text = ''
  for (const cell of row) {
    const value = cell instanceof Uint8Array ? hexOf(cell) : String(cell)
    text += `${kindOf(cell)}${value.length}:${value}`
  }
  return BigInt(`0x${hash('sha256', text)}`)
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

function kindOf(cell: Cell): CellKind | 'null' {
  if (cell === null) return 'null'
  if (cell instanceof Uint8Array) return 'bytes'
  return typeof cell === 'bigint' ? 'integer' : 'text'
}
