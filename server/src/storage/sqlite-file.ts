// Opens the SQLite file: who may read it, how it keeps its promise of durability, and its two connections.
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { StorageFault, toStorageFault } from './storage-fault.js'

/**
 * How long SQLite itself waits for another process's write, in milliseconds. Short, since that wait stops the whole
 * process; group-commit.ts waits longer without stopping it.
 */
const BUSY_WAIT_MS = 10
/** The same while opening, in milliseconds: another process may be creating the file or replaying its log just then. */
const OPEN_WAIT_MS = 5_000
/**
 * Pages the writing connection keeps at hand, in KiB, taken as they are needed. A login touches some forty, in places as random as
 * its ids; at SQLite's own 2 MB a tenth of its CPU goes into reading them again.
 */
const CACHE_KIB = 32_768
/**
 * Pages of 4 kB that gather in the WAL before they are copied into the file. Logins write the same few pages again and again, and
 * each is copied once a round: at SQLite's own 1,000 that is every 50 logins. What a crash leaves is read again in some tens of ms.
 */
const WAL_PAGES = 8_000
/** A WAL that a burst made large is cut back to this many bytes after a checkpoint. */
const WAL_KEPT_BYTES = 64 * 1024 * 1024

/** The connection that writes. Creates the file, readable by its owner only, and its folder. */
export function openWriter(path: string): Database.Database {
  if (path === '' || path.includes(':memory:'))
    throw new StorageFault('storage_unreadable', 'a file path expected; reads use a second connection')
  const file = resolve(path)
  return opening(() => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    // SQLite gives its -wal and -shm files the mode of the database, so only this one needs care.
    closeSync(openSync(file, 'a', 0o600))
    const db = new Database(file, { timeout: OPEN_WAIT_MS })
    db.pragma('journal_mode = WAL')
    // In WAL mode NORMAL may lose the last commits at a power cut (https://sqlite.org/pragma.html#pragma_synchronous).
    db.pragma('synchronous = FULL')
    // macOS: fsync alone leaves the write in the drive's cache (https://sqlite.org/pragma.html#pragma_fullfsync).
    db.pragma('fullfsync = ON')
    db.pragma('foreign_keys = ON')
    db.pragma('trusted_schema = OFF')
    // A savepoint keeps old pages aside; by default in a temporary file once they exceed 64 kB (https://sqlite.org/tempfiles.html).
    db.pragma('temp_store = MEMORY')
    db.pragma(`cache_size = -${CACHE_KIB}`)
    db.pragma(`wal_autocheckpoint = ${WAL_PAGES}`)
    db.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`)
    db.pragma(`busy_timeout = ${BUSY_WAIT_MS}`)
    return db
  })
}

/** The connection that reads: sees committed rows only, and can write nothing. The file must exist. */
export function openReader(path: string): Database.Database {
  return opening(() => {
    const db = new Database(resolve(path), { readonly: true, fileMustExist: true, timeout: OPEN_WAIT_MS })
    db.pragma('trusted_schema = OFF')
    db.pragma(`busy_timeout = ${BUSY_WAIT_MS}`)
    return db
  })
}

function opening(open: () => Database.Database): Database.Database {
  try {
    return open()
  } catch (error) {
    throw toStorageFault(error)
  }
}
