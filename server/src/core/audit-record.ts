// An audit entry as it leaves the server: in exports, webhooks, log lines and the API, always the same members.
import { toBase64Url } from '@countersign/protocol'
import type { AuditEntryBody } from '@countersign/protocol/admin'
import type { SavedEntry } from './ports-audit.js'

export type AuditRecord = Omit<AuditEntryBody, 'names'>

export function auditRecordOf({ id, atMs, entry, link }: SavedEntry): AuditRecord {
  return {
    id,
    atMs,
    action: entry.action,
    actor: entry.actor,
    accountId: entry.accountId ?? null,
    appId: entry.appId ?? null,
    // A copy: the body's type is not read-only.
    facts: { ...entry.facts } as AuditRecord['facts'],
    sequence: link?.sequence ?? null,
    hash: link === undefined ? null : toBase64Url(link.hash),
  }
}

/** Whether an entry is one of those that a filter asks for. */
export function isWanted(
  { atMs, entry }: Pick<SavedEntry, 'atMs' | 'entry'>,
  filter: {
    readonly action?: string
    readonly actor?: string
    readonly accountId?: string
    readonly appId?: string
    readonly fromMs?: number
    readonly toMs?: number
  },
): boolean {
  const { action = '*', fromMs = 0, toMs = Number.POSITIVE_INFINITY } = filter
  const asked = action.endsWith('*') ? entry.action.startsWith(action.slice(0, -1)) : entry.action === action
  return (
    asked &&
    (filter.actor === undefined || entry.actor === filter.actor) &&
    (filter.accountId === undefined || entry.accountId === filter.accountId) &&
    (filter.appId === undefined || entry.appId === filter.appId) &&
    atMs >= fromMs &&
    atMs < toMs
  )
}
