// Moves a server to another database, e.g. from SQLite to PostgreSQL: everything, or nothing.
import type { AuditVerification } from '@countersign/protocol/admin'
import type { Config } from './config.js'
import type { Log } from './core/ports.js'
import { configAt, isSameDatabase, isThere, openSource, openTarget, placeOf } from './database-ends.js'
import { noteCopied } from './flows/note-copied.js'
import { verifyAudit } from './flows/verify-audit.js'
import { openOwnDatabase } from './own-database.js'
import type { TableCopied } from './storage/copy-rows.js'
import { copyRows } from './storage/copy-rows.js'

export interface CopyStorageWish {
  /** Its keys open both; its `storage.url` is not looked at. */
  readonly config: Config
  readonly from: string
  readonly to: string
  readonly log: Log
  readonly tell: (progress: TableCopied) => void
  readonly stopped: AbortSignal
}

export type CopyRefusal =
  | 'nothing_kept'
  | 'same_database'
  | 'source_missing'
  | 'source_of_another_server'
  | 'source_in_use'
  | 'target_in_use'
  | 'target_not_empty'
  | 'schema_differs'
  | 'copy_differs'
  | 'stopped'

export type StorageCopied =
  | {
      readonly kind: 'copied'
      readonly tables: readonly TableCopied[]
      readonly sha256: Uint8Array
      /** Of the copy, as it says of the source. */
      readonly audit: AuditVerification
    }
  | { readonly kind: 'refused'; readonly because: CopyRefusal; readonly faults: readonly string[] }

/**
 * Holds the source alone, so that nothing is written after it was read, and only reads it. What reaches the target is compared with
 * the source by counts and digests before the one commit that makes it last; an end before that leaves the target empty.
 */
export async function copyStorage(wish: CopyStorageWish): Promise<StorageCopied> {
  const { config, from, to, log, tell, stopped } = wish
  if (from === 'memory:' || to === 'memory:') return refused('nothing_kept')
  if (isSameDatabase(from, to)) return refused('same_database')
  if (!isThere(from)) return refused('source_missing')
  const known = await openOwnDatabase(configAt(config, from), log)
  if (known === undefined) return refused('source_of_another_server')
  await known.close()

  const source = await openSource(configAt(config, from))
  if (source === undefined) return refused('source_in_use')
  try {
    const target = await openTarget(configAt(config, to))
    if (target === undefined) return refused('target_in_use')
    const copied = await copyRows({ from: source, to: target, tell, stopped }).finally(() => target.close())
    if (copied.kind === 'differs') return refused('copy_differs', copied.faults)
    if (copied.kind !== 'copied') return refused(copied.kind, copied.faults)
    return { ...copied, audit: await noted(wish, copied.tables, copied.sha256) }
  } finally {
    await source.close()
  }
}

/** The record of the copy goes on where that of the source ends, and says where it came from. */
async function noted(
  { config, from, to, log }: CopyStorageWish,
  tables: readonly TableCopied[],
  sha256: Uint8Array,
): Promise<AuditVerification> {
  const opened = await openOwnDatabase(configAt(config, to), log)
  if (opened === undefined) throw new Error('the copy does not open as its source did')
  try {
    const audit = await verifyAudit(opened.ports)
    await noteCopied(opened.ports, {
      from: placeOf(from),
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
      sha256: Buffer.from(sha256).toString('hex'),
    })
    return audit
  } finally {
    await opened.close()
  }
}

function refused(because: CopyRefusal, faults: readonly string[] = []): StorageCopied {
  return { kind: 'refused', because, faults }
}
