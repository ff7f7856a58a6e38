// Whether a database file is in use: a restore must never pull it away from under a running server.
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { isBusy } from './storage-fault.js'

/** Time for a command that is just ending, in milliseconds. */
const WAIT_MS = 1_000

/**
 * Whether another process has the file open. Leaving WAL mode needs it alone (https://sqlite.org/wal.html, "Activating And
 * Configuring WAL Mode"), and folds the log into the file, which then is one piece. A file too damaged to tell counts as idle.
 */
export function isInUse(path: string): boolean {
  if (!existsSync(path)) return false
  const db = new Database(path, { timeout: WAIT_MS })
  try {
    db.pragma('journal_mode = DELETE')
    return false
  } catch (error) {
    return isBusy(error)
  } finally {
    db.close()
  }
}
