// What of the audit is looked at: kept in the address, sent to the server for the list, the live view and the export alike.
import type { Query } from '../api/client.js'
import type { Place } from '../route/router.js'

export interface AuditFilter {
  readonly action: string
  readonly account: string
  readonly app: string
  /** As date fields write them, in this computer's zone; the last day counts whole. */
  readonly from: string
  readonly until: string
}

export function filterIn({ query }: Place): AuditFilter {
  const value = (name: keyof AuditFilter): string => query.get(name) ?? ''
  return {
    action: value('action'),
    account: value('account'),
    app: value('app'),
    from: value('from'),
    until: value('until'),
  }
}

export const isEmpty = (filter: AuditFilter): boolean => Object.values(filter).every((value) => value === '')

export function queryOf({ action, account, app, from, until }: AuditFilter): Query {
  return { action, account, app, fromMs: dayStartMs(from, 0), toMs: dayStartMs(until, 1) }
}

/** Midnight at the beginning of that day, or of one `later` by days; undefined for no date. */
function dayStartMs(date: string, later: number): number | undefined {
  const [year, month, day] = date.split('-').map(Number)
  if (year === undefined || month === undefined || day === undefined) return undefined
  // By parts: `new Date('2026-11-21')` would be midnight in UTC.
  const atMs = new Date(year, month - 1, day + later).getTime()
  return Number.isNaN(atMs) ? undefined : atMs
}
