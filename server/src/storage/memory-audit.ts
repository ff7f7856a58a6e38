// The audit over a table in memory.
import type { AuditEntry } from '../core/audit-entry.js'
import type { AuditStore } from '../core/ports-audit.js'
import type { Rows } from './memory-table.js'

export interface AuditTables {
  readonly audit: Rows<SavedEntry>
}

export interface SavedEntry {
  readonly id: string
  readonly atMs: number
  readonly entry: AuditEntry
}

export function memoryAuditStore({ audit }: AuditTables): AuditStore {
  return {
    async append(id, atMs, entry) {
      audit.set(id, { id, atMs, entry })
    },
  }
}
