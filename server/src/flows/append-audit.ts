// Writes an entry of the audit, marked as this server's own; and tells whether one that is there was.
import { equalBytes } from '@countersign/protocol'
import { markedBytes } from '../core/audit-chain.js'
import type { AuditEntry } from '../core/audit-entry.js'
import type { Ports, Stores } from '../core/ports.js'
import type { SavedEntry } from '../core/ports-audit.js'

/** Inside the transaction that does what the entry tells of. */
export function appendAudit(
  { random, vault }: Pick<Ports, 'random' | 'vault'>,
  { audit }: Pick<Stores, 'audit'>,
  atMs: number,
  entry: AuditEntry,
): Promise<void> {
  const id = random.id<string>()
  const marked = markedBytes({ id, atMs, entry, factsText: JSON.stringify(entry.facts) })
  return audit.append(id, atMs, entry, vault.keyedHash('audit-entry', marked))
}

/** Whether the server with these keys wrote the entry as it stands. */
export function isOwnEntry({ vault }: Pick<Ports, 'vault'>, entry: SavedEntry): boolean {
  return equalBytes(entry.mark, vault.keyedHash('audit-entry', markedBytes(entry)))
}
