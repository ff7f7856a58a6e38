// What flows need of the audit's storage: entries written with the decision they tell of, sealed into a chain soon after.
import type { AuditEntry } from './audit-entry.js'

export interface AuditStore {
  /**
   * Writes an entry inside the deciding transaction. It has no place in the chain yet: the sealer gives it one within a
   * second, in batches, so that logins never queue for the chain's end.
   */
  append(id: string, atMs: number, entry: AuditEntry): Promise<void>
}
