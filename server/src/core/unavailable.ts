// What an adapter throws while what it stands on is away: a database that cannot be reached, or takes nothing more.

/** Not a fault of ours: nothing is known to have been done, and whoever tries again later is served. */
export class Unavailable extends Error {}

/** What can be wrong with a database: the `code` of what its adapter throws. */
export type StorageFaultCode =
  | 'storage_full'
  | 'storage_read_only'
  | 'storage_busy'
  | 'storage_io'
  | 'storage_unreadable'
  | 'storage_too_new'
  | 'storage_too_old'
  | 'storage_unreachable'
  | 'storage_refused'
  | 'storage_closed'
  | 'storage_shared'
