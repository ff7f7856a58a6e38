// A backup of PostgreSQL as one file: everything of one moment in a SQLite database, which any server of either engine is restored from.
import { closeSync, openSync } from 'node:fs'
import type { FileFaults } from './copy-database.js'
import { faultsOfFile } from './copy-database.js'
import { openPostgresSnapshot } from './copy-postgres.js'
import { copyRows } from './copy-rows.js'
import { openSqliteTarget } from './copy-sqlite.js'
import type { PostgresPlace } from './postgres-link.js'
import { openSqliteStorage } from './sqlite.js'

/**
 * Copies what is committed now to the new file `to`, readable by its owner only, while servers go on, and resolves with what is
 * wrong with the copy. Rejects when `to` exists or cannot be written, or the database cannot be read.
 */
export async function copySnapshot(place: PostgresPlace, to: string): Promise<FileFaults> {
  // Private before anything is in it; and never over another file.
  closeSync(openSync(to, 'wx', 0o600))
  await (await openSqliteStorage({ path: to })).close()
  const source = await openPostgresSnapshot(place)
  try {
    const target = openSqliteTarget(to)
    const copied = await copyRows({ from: source, to: target, ...QUIETLY }).finally(() => target.close())
    if (copied.kind !== 'copied') return copied.faults.length === 0 ? [copied.kind] : copied.faults
  } finally {
    await source.close()
  }
  return faultsOfFile(to)
}

const QUIETLY = { tell: () => undefined, stopped: new AbortController().signal }
