// Who serves a database file: one process by itself, or several that a fabric joins. The operating system forgets a claim with its process.
import { closeSync, openSync } from 'node:fs'
import { resolve } from 'node:path'
import Database from 'better-sqlite3'
import { isBusy, StorageFault, toStorageFault } from './storage-fault.js'

/** `alone`: nobody else may serve the file. `joined`: others may, who are joined as well. */
export type Company = 'alone' | 'joined'

/** A server that is just ending, in milliseconds. */
const WAIT_MS = 2_000

/**
 * Claims the file until the returned function is called. Commands, which serve nobody, claim nothing.
 *
 * The claim is SQLite's own lock (https://sqlite.org/lockingv3.html §3) on an empty file beside the database: exclusive for one that is
 * alone, shared for those that are joined. Without a fabric a server does not know of another's phones and pages: two that
 * share a file by mistake would both look well, and logins would wait for a phone that is connected to the other.
 *
 * Throws StorageFault `storage_shared` when another server's claim is in the way.
 */
export function claimFile(path: string, company: Company): () => void {
  const file = `${resolve(path)}-serving`
  closeSync(openSync(file, 'a', 0o600))
  const claim = new Database(file, { timeout: WAIT_MS })
  try {
    // Nothing is ever written to it, so nothing is kept beside it either.
    claim.pragma('journal_mode = MEMORY')
    claim.exec(company === 'alone' ? 'begin exclusive' : 'begin; select count(*) from sqlite_schema')
  } catch (error) {
    claim.close()
    throw isBusy(error)
      ? new StorageFault('storage_shared', undefined, { cause: error })
      : toStorageFault(error)
  }
  return () => claim.close()
}
