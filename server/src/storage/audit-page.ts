// The audit read by people: newest first, filtered, never looking at more entries in one call than a login can wait for.
import type { AccountId, AppId } from '@countersign/protocol'
import type { Kysely } from 'kysely'
import type { AuditAction } from '../core/audit-entry.js'
import type { AuditFilter, AuditPosition, AuditSlice } from '../core/ports-audit.js'
import { toSavedEntry } from './audit-rows.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { Tables } from './tables.js'

/** Entries that one page looks at: a few milliseconds, since a rare action must not hold the process while it is looked for. */
export const AUDIT_SCAN_MAX = 5_000

export async function pageOf(
  session: Session,
  filter: AuditFilter,
  before: AuditPosition = END_OF_TIME,
  limit: number,
): Promise<AuditSlice> {
  const account = filter.accountId
  const start = { ...before, account: account ?? NO_ACCOUNT }
  // Where this call stops looking, whatever it has found by then; undefined: at the beginning of time.
  const stop = await session.row(account === undefined ? selectStop : selectStopOfAccount, start)
  const row = { ...start, ...filterRow(filter), stopMs: stop?.at_ms ?? 0, stopId: stop?.id ?? '', limit }
  const rows = await session.rows(account === undefined ? selectPage : selectPageOfAccount, row)
  const entries = rows.map(toSavedEntry)
  const last = entries.length === limit ? entries.at(-1) : undefined
  if (last !== undefined) return { entries, next: { atMs: last.atMs, id: last.id } }
  const done = stop === undefined || stop.at_ms < row.fromMs
  return { entries, next: done ? undefined : { atMs: stop.at_ms, id: stop.id } }
}

/** Later than everything. `~` comes after every id. */
const END_OF_TIME: AuditPosition = { atMs: Number.MAX_SAFE_INTEGER, id: '~' }
/** Only fill a parameter's place. */
const NO_ACCOUNT = '' as AccountId
const NO_APP = '' as AppId

interface Start extends AuditPosition {
  readonly account: AccountId
}

interface FilterRow {
  readonly firstAction: AuditAction
  readonly lastAction: AuditAction
  readonly actor: string
  readonly app: AppId
  readonly fromMs: number
  readonly toMs: number
}

/** A prepared query has the same parts every time: what is not asked for is a range that holds everything, or an empty text. */
function filterRow({ action = '*', actor = '', appId = NO_APP, fromMs = 0, toMs }: AuditFilter): FilterRow {
  const prefix = action.endsWith('*') ? action.slice(0, -1) : undefined
  // Sound: bounds of a comparison need not be actions themselves.
  const [firstAction, lastAction] = [prefix ?? action, prefix === undefined ? action : `${prefix}~`] as [
    AuditAction,
    AuditAction,
  ]
  return { firstAction, lastAction, actor, app: appId, fromMs, toMs: toMs ?? Number.MAX_SAFE_INTEGER }
}

interface PageParameters extends Start, FilterRow {
  readonly stopMs: number
  readonly stopId: string
  readonly limit: number
}

const selectStop = defineQuery((db, p: Start) =>
  db
    .selectFrom('audit')
    .select(['at_ms', 'id'])
    .where((eb) => eb(eb.refTuple('at_ms', 'id'), '<', eb.tuple(p.atMs, p.id)))
    .orderBy('at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .offset(AUDIT_SCAN_MAX - 1),
)

const selectStopOfAccount = defineQuery((db, p: Start) =>
  db
    .selectFrom('audit')
    .select(['at_ms', 'id'])
    .where('account_id', '=', p.account)
    .where((eb) => eb(eb.refTuple('at_ms', 'id'), '<', eb.tuple(p.atMs, p.id)))
    .orderBy('at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .offset(AUDIT_SCAN_MAX - 1),
)

const selectPage = defineQuery(entriesWithin)

const selectPageOfAccount = defineQuery((db, p: PageParameters) =>
  entriesWithin(db, p).where('account_id', '=', p.account),
)

function entriesWithin(db: Kysely<Tables>, p: PageParameters) {
  return db
    .selectFrom('audit')
    .selectAll()
    .where((eb) => eb(eb.refTuple('at_ms', 'id'), '<', eb.tuple(p.atMs, p.id)))
    .where((eb) => eb(eb.refTuple('at_ms', 'id'), '>=', eb.tuple(p.stopMs, p.stopId)))
    .where('at_ms', '>=', p.fromMs)
    .where('at_ms', '<', p.toMs)
    .where('action', '>=', p.firstAction)
    .where('action', '<=', p.lastAction)
    .where((eb) => eb.or([eb(eb.val(p.actor), '=', ''), eb('actor', '=', p.actor)]))
    .where((eb) => eb.or([eb(eb.val(p.app), '=', NO_APP), eb('app_id', '=', p.app)]))
    .orderBy('at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(p.limit)
}
