// What can be wrong with the database itself, in words an operator can act on.
import type { StorageFaultCode } from '../core/unavailable.js'
import { Unavailable } from '../core/unavailable.js'

export type { StorageFaultCode }

/** A broken or unreachable database: nothing of the transaction was kept. `cause` holds the driver's error. */
export class StorageFault extends Unavailable {
  readonly code: StorageFaultCode

  constructor(code: StorageFaultCode, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? sentences[code] : `${sentences[code]}: ${detail}`, options)
    this.name = 'StorageFault'
    this.code = code
  }
}

const sentences: Readonly<Record<StorageFaultCode, string>> = {
  storage_full: 'the disk of the database is full; nothing was written',
  storage_read_only: 'the database cannot be written',
  storage_busy: 'the database is busy with other writers for too long; nothing was written',
  storage_io: 'the disk of the database fails; nothing was written',
  storage_unreadable: 'the database file cannot be opened or is not a database',
  storage_too_new: 'the database was written by a newer version of this program',
  storage_too_old: 'the database lacks migrations, which only `countersign migrate` runs here',
  storage_unreachable: 'the database cannot be reached, or ended the connection',
  storage_refused: 'the database does not let this server in: check name, user, password and rights',
  storage_closed: 'the database is closed',
  storage_shared: 'another server serves this database already, and no fabric joins the two (fabric.url)',
}

/**
 * By prefix: SQLite's extended result codes (https://sqlite.org/rescode.html), those of the file system and of the network, then
 * PostgreSQL's (https://www.postgresql.org/docs/current/errcodes-appendix.html), a class of them by its first two characters.
 */
const byDriverCode: readonly (readonly [prefix: string, code: StorageFaultCode])[] = [
  ['SQLITE_FULL', 'storage_full'],
  ['SQLITE_READONLY', 'storage_read_only'],
  ['SQLITE_PERM', 'storage_read_only'],
  ['SQLITE_BUSY', 'storage_busy'],
  ['SQLITE_LOCKED', 'storage_busy'],
  ['SQLITE_IOERR', 'storage_io'],
  ['SQLITE_CANTOPEN', 'storage_unreadable'],
  ['SQLITE_CORRUPT', 'storage_unreadable'],
  ['SQLITE_NOTADB', 'storage_unreadable'],
  ['ENOSPC', 'storage_full'],
  ['EDQUOT', 'storage_full'],
  ['EACCES', 'storage_read_only'],
  ['EPERM', 'storage_read_only'],
  ['EROFS', 'storage_read_only'],
  ['EISDIR', 'storage_unreadable'],
  ['ENOTDIR', 'storage_unreadable'],
  ['EEXIST', 'storage_unreadable'],
  ['ECONN', 'storage_unreachable'],
  ['ENOTFOUND', 'storage_unreachable'],
  ['EAI_AGAIN', 'storage_unreachable'],
  ['ETIMEDOUT', 'storage_unreachable'],
  ['EHOSTUNREACH', 'storage_unreachable'],
  ['ENETUNREACH', 'storage_unreachable'],
  ['EPIPE', 'storage_unreachable'],
  ['08', 'storage_unreachable'],
  // No connection left, and the database's own end: an administrator, a crash, a start that is not over.
  ['53300', 'storage_unreachable'],
  ['57P', 'storage_unreachable'],
  ['25P03', 'storage_unreachable'],
  ['28', 'storage_refused'],
  ['3D000', 'storage_refused'],
  ['42501', 'storage_refused'],
  ['53100', 'storage_full'],
  ['53', 'storage_busy'],
  // A statement or a wait for a lock that took too long; conflicts that did not end.
  ['57014', 'storage_busy'],
  ['55P03', 'storage_busy'],
  ['40', 'storage_busy'],
  ['25006', 'storage_read_only'],
  ['58', 'storage_io'],
  ['XX', 'storage_io'],
]

/** A driver's error → the fault it stands for; anything else (a bug, a refusal of our own) is returned as it came. */
export function toStorageFault(error: unknown): unknown {
  const code = driverCode(error)
  const known = byDriverCode.find(([prefix]) => code.startsWith(prefix))
  return known === undefined ? error : new StorageFault(known[1], code, { cause: error })
}

export function isBusy(error: unknown): boolean {
  return driverCode(error).startsWith('SQLITE_BUSY')
}

function driverCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
