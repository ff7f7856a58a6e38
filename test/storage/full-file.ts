// A database that holds something in every table, with values at the edges of what a column holds.
import { parentsFirst } from '@countersign/server/storage/copy-rows'
import { openSqliteSource } from '@countersign/server/storage/copy-sqlite'
import Database from 'better-sqlite3'

/** Values at the edges of what a column holds; the row's number keeps unique ones apart. */
const AWKWARD = {
  text: (row: number) => ['', 'Zoë 🦊 ﬁ', 'a\n\t\\x41"{},NULL', 'Ä', ' '][row % 5] ?? '',
  integer: (row: number) => [0, Number.MAX_SAFE_INTEGER, -1, 1, 2 ** 31 - 1][row % 5] ?? 0,
  bytes: (row: number) => Buffer.from([[], [0], [255, 0, 10, 92]][row % 3] ?? []),
} as const

/** Some rows in every table, by the schema alone: what is added to it later is tried too. */
export async function fullFile(path: string, rows: number): Promise<string> {
  const source = openSqliteSource(path)
  const tables = parentsFirst(source.tables)
  await source.close()
  const db = new Database(path)
  db.pragma('foreign_keys = OFF')
  db.exec('begin')
  const bigColumns = new Set<string>()
  for (const { name, columns } of tables) {
    for (const { name: column, type } of db
      .prepare<[string], { name: string; type: string }>('select name, type from pragma_table_info(?)')
      .all(name))
      if (type.toLowerCase() === 'bigint') bigColumns.add(`${name}.${column}`)
    if (name === 'key_set' || name === 'policy_set') continue
    const insert = db.prepare(
      `insert into "${name}" (${columns.map((c) => `"${c.name}"`).join()}) values (${columns.map(() => '?').join()})`,
    )
    for (let row = 0; row < rows; row += 1)
      insert.run(
        columns.map(({ name: column, kind }) => {
          // References, keys and what is unique: told apart, and the same in parent and child.
          if (
            /(^|_)(id|name|key|selector|drawn_id|state|owner|way|pool|outcome|number)$/.test(column) &&
            kind === 'text'
          )
            return `${row}`
          if (/hash$|^public_key$|credential_id$|nonce$/.test(column) && kind === 'bytes')
            return Buffer.from(`${name}${row}`)
          if (column === 'user_id' || column === 'secret_hash') return `${row}`
          if (/^(sequence|line|minute|id)$/.test(column)) return row
          const value = AWKWARD[kind](row)
          return kind === 'integer' && !bigColumns.has(`${name}.${column}`) ? Number(value) % 2 ** 31 : value
        }),
      )
  }
  db.prepare('update key_set set version = 7').run()
  db.exec('commit')
  db.close()
  return path
}
