// The record of a database that was copied goes on in the copy, and says so.
import type { Ports } from '../core/ports.js'
import { record } from './admin/action.js'
import { sealAudit } from './seal-audit.js'

/** @param facts where it came from, without a password; how many rows; the digest of all of them. */
export async function noteCopied(
  ports: Ports,
  facts: { readonly from: string; readonly rows: number; readonly sha256: string },
): Promise<void> {
  await ports.storage.transaction((stores) =>
    record(ports, stores, { kind: 'operator' }, { action: 'storage.copied', facts }),
  )
  await sealAudit(ports)
}
