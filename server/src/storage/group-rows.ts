// Groups as rows, and back.
import type { Group } from '../core/directory.js'
import type { GroupTable } from './tables-admin.js'

export function groupRow(group: Group): GroupTable {
  return {
    id: group.id,
    name: group.name,
    name_key: nameKey(group.name),
    description: group.description,
    external_id: group.externalId ?? null,
    created_at_ms: group.createdAtMs,
    changed_at_ms: group.changedAtMs,
    revision: group.revision,
  }
}

export function toGroup(row: GroupTable): Group {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    externalId: row.external_id ?? undefined,
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
    revision: row.revision,
  }
}

/** Two groups whose names differ in case alone would be one to whoever reads them. */
export function nameKey(name: string): string {
  return name.toLowerCase()
}
