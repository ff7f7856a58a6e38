// When somebody asks and asks: what is remembered of requests that were not approved, and when that is told as an alarm ([FT4]–[FT6]).
import { HARASSMENT_ALERT_EVERY_SECONDS, HARASSMENT_WINDOWS } from '@countersign/protocol'
import type { ChallengeRecord, Guard } from './records.js'

const DAY_MS = 86_400_000
const LONGEST_MS = Math.max(...HARASSMENT_WINDOWS.map(({ windowSeconds }) => windowSeconds)) * 1000
const KEPT = Math.max(...HARASSMENT_WINDOWS.map(({ requests }) => requests))
/** A person who denied three times in a day does not forget once more by mistake. */
const DENIALS = 3
/** Denied requests that are counted until the next login; more say nothing more. */
const DENIALS_KEPT = 20
/** Somebody who approves has often asked again before, because the phone was elsewhere: those were theirs as well. */
const OWN_RETRIES_MS = 600_000

/** A request was made. Ringing or not: behind quiet hours and a spent budget an attacker would else be silent. */
export function harassmentCharged(guard: Guard, pool: ChallengeRecord['pool'], nowMs: number): Guard {
  // Whoever knows a user ID could else have a mail sent to everybody.
  if (pool === 'idFirst') return guard
  const recent = guard.unapprovedTimesMs.filter((atMs) => atMs > nowMs - LONGEST_MS)
  return { ...guard, unapprovedTimesMs: [...recent, nowMs].slice(-KEPT) }
}

/** A request was denied or reported; the next login tells of it. */
export function denialCounted(guard: Guard, nowMs: number): Guard {
  return { ...guard, deniedTimesMs: [...guard.deniedTimesMs, nowMs].slice(-DENIALS_KEPT) }
}

/**
 * A request was approved: it and the tries right before it were the person's own. Older ones stay: whoever keeps below every budget
 * would else start anew with each login of the owner.
 */
export function ownRequestsForgotten(
  guard: Guard,
  { pool, createdAtMs }: Pick<ChallengeRecord, 'pool' | 'createdAtMs'>,
): Guard {
  const isOwn = (atMs: number): boolean => atMs <= createdAtMs && atMs >= createdAtMs - OWN_RETRIES_MS
  const unapprovedTimesMs =
    pool === 'app' ? guard.unapprovedTimesMs.filter((atMs) => !isOwn(atMs)) : guard.unapprovedTimesMs
  if (unapprovedTimesMs.length === guard.unapprovedTimesMs.length && guard.deniedTimesMs.length === 0)
    return guard
  return { ...guard, unapprovedTimesMs, deniedTimesMs: [] }
}

/** Whether it is time to sound the alarm: it is bad enough, and it was not said within a day. */
export function isHarassed(guard: Guard, nowMs: number): boolean {
  // A clock that was set back must not silence the alarm for longer than it was wrong.
  const saidMsAgo = Math.abs(nowMs - guard.harassedAtMs)
  if (saidMsAgo < HARASSMENT_ALERT_EVERY_SECONDS * 1000) return false
  if (harassmentCounts(guard, nowMs).denied >= DENIALS) return true
  return HARASSMENT_WINDOWS.some(
    ({ requests, windowSeconds }) =>
      guard.unapprovedTimesMs.filter((atMs) => atMs > nowMs - windowSeconds * 1000).length >= requests,
  )
}

/** What an admin and the person are told. */
export interface HarassmentCounts {
  /** Requests that were not approved, of the longest window. */
  readonly unapproved: number
  /** Denied or reported in the last day, and since the last login. */
  readonly denied: number
}

export function harassmentCounts(guard: Guard, nowMs: number): HarassmentCounts {
  return {
    unapproved: guard.unapprovedTimesMs.filter((atMs) => atMs > nowMs - LONGEST_MS).length,
    denied: guard.deniedTimesMs.filter((atMs) => atMs > nowMs - DAY_MS).length,
  }
}
