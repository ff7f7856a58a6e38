// What came from another database is on record: the record of a copy goes on in it, that of a new server begins with it.
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

/** @param facts where people, apps and policies came from, without a password; how many rows. */
export async function noteCarriedOver(
  ports: Ports,
  facts: { readonly from: string; readonly rows: number },
): Promise<void> {
  await ports.storage.transaction((stores) =>
    record(ports, stores, { kind: 'operator' }, { action: 'storage.carried_over', facts }),
  )
  await sealAudit(ports)
}
