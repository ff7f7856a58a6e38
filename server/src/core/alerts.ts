// What wants an admin's look: decided from counts and times, the worst first.
import type { AlertBody, OutcomeCounts } from '@countersign/protocol/admin'
import type { Census } from './ports-counts.js'

export interface OverviewFacts {
  readonly nowMs: number
  readonly day: OutcomeCounts
  /** Of the same day: said at /me, after the login. */
  readonly disowned: number
  /** Of the same day: accounts that their owners stopped. */
  readonly stopped: number
  /** Of the same day: accounts that somebody asks for again and again. */
  readonly harassed: number
  readonly census: Census
  readonly outgoing: { readonly dead: number }
  /** The last look at the audit's chain; 0 when there was none. */
  readonly audit: { readonly checkedAtMs: number; readonly ok: boolean }
  readonly auditEnd: number
  readonly oldestUnsealedMs: number | undefined
  /** When the last key that is known of ends. */
  readonly lastKeyEndsMs: number
  /** 0 when none is known of. */
  readonly lastBackupMs: number
  readonly owners: number
  /** Of the server that is asked. */
  readonly fabric: 'up' | 'down'
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** The sealer comes by twice a second: after a minute it does not come by. */
const UNSEALED_MS = MINUTE_MS
/** A week in which somebody could have rewritten what happened, and nobody looked. */
const VERIFIED_WITHIN_MS = 7 * DAY_MS
/** Entries that are worth a look at all: a server that was set up today has nothing to hide yet. */
const WORTH_VERIFYING = 1_000
/** A successor is announced two weeks before the end; with three days left something keeps it from being made. */
const KEY_WITHIN_MS = 3 * DAY_MS
const BACKUP_WITHIN_MS = 7 * DAY_MS

export function alertsOf(facts: OverviewFacts): readonly AlertBody[] {
  return [...auditAlerts(facts), ...loginAlerts(facts), ...careAlerts(facts)].sort(
    (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level),
  )
}

const LEVELS: readonly AlertBody['level'][] = ['danger', 'warning', 'info']

function auditAlerts(facts: OverviewFacts): readonly AlertBody[] {
  const { audit, auditEnd, nowMs, oldestUnsealedMs } = facts
  const found: AlertBody[] = []
  if (!audit.ok) found.push({ kind: 'audit_broken', level: 'danger', count: 1, atMs: audit.checkedAtMs })
  if (oldestUnsealedMs !== undefined && nowMs - oldestUnsealedMs > UNSEALED_MS)
    found.push({ kind: 'audit_not_sealed', level: 'danger', count: 1, atMs: oldestUnsealedMs })
  if (auditEnd >= WORTH_VERIFYING && nowMs - audit.checkedAtMs > VERIFIED_WITHIN_MS)
    found.push({ kind: 'audit_not_verified', level: 'info', count: 1, atMs: audit.checkedAtMs || null })
  return found
}

function loginAlerts({
  day,
  disowned,
  stopped,
  harassed,
  census,
  outgoing,
}: OverviewFacts): readonly AlertBody[] {
  const found: AlertBody[] = []
  if (day.reported > 0)
    found.push({ kind: 'logins_reported', level: 'danger', count: day.reported, atMs: null })
  // Worse than a report on the phone: whoever it was may have been let in.
  if (disowned > 0) found.push({ kind: 'logins_disowned', level: 'danger', count: disowned, atMs: null })
  // Somebody waits to be let in again.
  if (stopped > 0) found.push({ kind: 'accounts_stopped', level: 'danger', count: stopped, atMs: null })
  // Somebody knows passwords, and tries whether their owners give in.
  if (harassed > 0) found.push({ kind: 'login_harassment', level: 'danger', count: harassed, atMs: null })
  if (census.devices.suspended > 0)
    found.push({ kind: 'devices_suspended', level: 'warning', count: census.devices.suspended, atMs: null })
  if (outgoing.dead > 0)
    found.push({ kind: 'outgoing_dead', level: 'warning', count: outgoing.dead, atMs: null })
  return found
}

function careAlerts({
  nowMs,
  lastKeyEndsMs,
  lastBackupMs,
  owners,
  fabric,
}: OverviewFacts): readonly AlertBody[] {
  const found: AlertBody[] = []
  if (lastKeyEndsMs - nowMs < KEY_WITHIN_MS)
    found.push({ kind: 'key_expiring', level: 'danger', count: 1, atMs: lastKeyEndsMs })
  // Logins go on, and some take longer.
  if (fabric === 'down') found.push({ kind: 'fabric_down', level: 'warning', count: 1, atMs: null })
  if (lastBackupMs === 0) found.push({ kind: 'backup_missing', level: 'info', count: 1, atMs: null })
  else if (nowMs - lastBackupMs > BACKUP_WITHIN_MS)
    found.push({ kind: 'backup_old', level: 'warning', count: 1, atMs: lastBackupMs })
  if (owners === 1) found.push({ kind: 'one_owner', level: 'info', count: 1, atMs: null })
  return found
}
