// Body of /admin/v1/overview: what an admin sees first; the stream sends the same body again when it changed.
import * as z from 'zod/mini'
import { timeMs } from '../values.js'

const count = z.int().check(z.nonnegative())

/** Outcomes of requests. `redeemed` is an approval that let somebody in; `lapsed` one that nobody fetched; `by_code` let in without the phone. */
export const loginOutcomes = [
  'redeemed',
  'denied',
  'reported',
  'expired',
  'mismatched',
  'cancelled',
  'lapsed',
  'waived',
  'by_code',
] as const
export type LoginOutcome = (typeof loginOutcomes)[number]

export const outcomeCounts = z.strictObject({
  redeemed: count,
  denied: count,
  reported: count,
  expired: count,
  mismatched: count,
  cancelled: count,
  lapsed: count,
  waived: count,
  by_code: count,
})
export type OutcomeCounts = z.infer<typeof outcomeCounts>

export const alertKinds = [
  'logins_reported',
  'logins_disowned',
  'login_harassment',
  'accounts_stopped',
  'devices_suspended',
  'outgoing_dead',
  'audit_not_sealed',
  'audit_broken',
  'audit_not_verified',
  'key_expiring',
  'backup_missing',
  'backup_old',
  'one_owner',
  'fabric_down',
] as const
export type AlertKind = (typeof alertKinds)[number]

export const alert = z.strictObject({
  kind: z.enum(alertKinds),
  level: z.enum(['info', 'warning', 'danger']),
  /** How many there are of it, or 1. */
  count,
  /** Since when, or until when; null where a time says nothing. */
  atMs: z.nullable(timeMs),
})
export type AlertBody = z.infer<typeof alert>

/** GET /admin/v1/overview; GET /admin/v1/overview/stream (event `overview`, when something changed, at most each two seconds). */
export const overview = z.strictObject({
  /** `atMs` alone does not count as a change. */
  atMs: timeMs,
  devices: z.strictObject({ connected: count, active: count, suspended: count }),
  accounts: z.strictObject({ total: count, active: count, suspended: count, withoutDevice: count }),
  /** Sixty points, oldest first; the last one is the minute under way. */
  minutes: z.array(z.strictObject({ minuteMs: timeMs, outcomes: outcomeCounts })),
  /** The last 24 hours. */
  day: outcomeCounts,
  /** Logins of which a person said in the last 24 hours, afterwards and at /me, that they were not theirs; how each ended is counted in `day`. */
  disowned: count,
  outgoing: z.strictObject({ waiting: count, dead: count }),
  alerts: z.array(alert),
})
export type OverviewBody = z.infer<typeof overview>
