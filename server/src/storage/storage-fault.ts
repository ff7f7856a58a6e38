// What can be wrong with the database itself, in words an operator can act on.

export type StorageFaultCode =
  | 'storage_full'
  | 'storage_read_only'
  | 'storage_busy'
  | 'storage_io'
  | 'storage_unreadable'
  | 'storage_too_new'
  | 'storage_closed'
  | 'storage_shared'

/** A broken or unreachable database: nothing of the transaction was kept. `cause` holds the driver's error. */
export class StorageFault extends Error {
  readonly code: StorageFaultCode

  constructor(code: StorageFaultCode, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? sentences[code] : `${sentences[code]}: ${detail}`, options)
    this.name = 'StorageFault'
    this.code = code
  }
}

const sentences: Readonly<Record<StorageFaultCode, string>> = {
  storage_full: 'the disk of the database is full; nothing was written',
  storage_read_only: 'the database cannot be written: check the permissions of its file and folder',
  storage_busy: 'the database is busy with other writers for too long; nothing was written',
  storage_io: 'the disk of the database fails; nothing was written',
  storage_unreadable: 'the database file cannot be opened or is not a database',
  storage_too_new: 'the database was written by a newer version of this program',
  storage_closed: 'the database is closed',
  storage_shared:
    'another server serves this database, and no fabric joins them (fabric.url): stop one, or give both the same Redis',
}

/** By prefix: SQLite's extended result codes (https://sqlite.org/rescode.html), then those of the file system. */
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
