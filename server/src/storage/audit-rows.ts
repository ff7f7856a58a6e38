// A row of the audit ⇄ the record: shared by the queries that write it and those that read it.
import type { Checkpoint, SavedEntry, SealedEntry } from '../core/ports-audit.js'
import { fromJson, toBytes } from './column.js'
import type { AuditCheckpointTable, AuditTable } from './tables-admin.js'

export function toSavedEntry(row: AuditTable): SavedEntry {
  const { sequence, hash } = row
  return {
    id: row.id,
    atMs: row.at_ms,
    entry: {
      action: row.action,
      actor: row.actor,
      accountId: row.account_id ?? undefined,
      appId: row.app_id ?? undefined,
      facts: factsOf(row.facts),
    },
    factsText: row.facts,
    mark: row.mark === null ? NO_MARK : toBytes(row.mark),
    link: sequence === null || hash === null ? undefined : { sequence, hash: toBytes(hash) },
  }
}

const NO_MARK = new Uint8Array(0)

/** Empty for one that is not sealed: the queries for the chain ask for no other. */
export function toSealedEntry(row: AuditTable): readonly SealedEntry[] {
  const { link, ...saved } = toSavedEntry(row)
  return link === undefined ? [] : [{ ...saved, link }]
}

export function toCheckpoint(row: AuditCheckpointTable): Checkpoint {
  return {
    sequence: row.sequence,
    hash: toBytes(row.hash),
    atMs: row.at_ms,
    signature: toBytes(row.signature),
  }
}

/** Whoever changed the file may have left no JSON: the entry is shown without its facts, and the chain's check names it. */
function factsOf(text: string): SavedEntry['entry']['facts'] {
  try {
    return fromJson(text)
  } catch {
    return {}
  }
}
