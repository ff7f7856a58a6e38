// The guard's arithmetic: what each event leaves behind, and what follows for rings, for the match and for a device.
import type { AccountId, AppId } from '@countersign/protocol'
import {
  CODE_MODE_AFTER_DOUBT_SECONDS,
  ID_FIRST_PUSH_BUDGET,
  PUSH_BUDGET,
  WRONG_PICKS_SUSPEND,
} from '@countersign/protocol'
import { denialCounted, harassmentCounts, ownRequestsForgotten } from './harassment.js'
import type { ChallengeRecord, Guard, RequestPool } from './records.js'

/** Reports kept at once. An attacker who is reported from more addresses than this has spent every push budget long before. */
const REPORTED_MAX = 16
const LONGEST_WINDOW_MS = Math.max(...PUSH_BUDGET.map(({ windowSeconds }) => windowSeconds)) * 1000
const PUSHES_KEPT = Math.max(...PUSH_BUDGET.map(({ pushes }) => pushes))
const DOUBT_MS = CODE_MODE_AFTER_DOUBT_SECONDS * 1000

/** Whether one more push fits every window of the pool's budget. */
export function mayPush(guard: Guard, pool: RequestPool, nowMs: number): boolean {
  const budget = pool === 'app' ? PUSH_BUDGET : ID_FIRST_PUSH_BUDGET
  const timesMs = pool === 'app' ? guard.pushTimesMs : guard.idFirstPushTimesMs
  return budget.every(({ pushes, windowSeconds }) => {
    const spent = timesMs.filter((atMs) => atMs > nowMs - windowSeconds * 1000).length
    return spent < pushes
  })
}

export function pushCharged(guard: Guard, pool: RequestPool, nowMs: number): Guard {
  if (pool === 'app') return { ...guard, pushTimesMs: charged(guard.pushTimesMs, nowMs) }
  return { ...guard, idFirstPushTimesMs: charged(guard.idFirstPushTimesMs, nowMs) }
}

function charged(timesMs: readonly number[], nowMs: number): readonly number[] {
  const recent = timesMs.filter((atMs) => atMs > nowMs - LONGEST_WINDOW_MS)
  return [...recent, nowMs].slice(-PUSHES_KEPT)
}

/** Whether only typed codes are trusted now. */
export function inDoubt(guard: Guard, nowMs: number): boolean {
  return nowMs < guard.codeUntilMs
}

/** Whether the person said that requests of this app from this address were not theirs. */
export function isReported(guard: Guard, appId: AppId, address: string, nowMs: number): boolean {
  return guard.reported.some(
    (entry) => entry.appId === appId && entry.address === address && nowMs < entry.untilMs,
  )
}

/** Whether the device that picked last may only deny from now on. */
export function suspends(guard: Guard): boolean {
  return guard.consecutiveWrong >= WRONG_PICKS_SUSPEND
}

/**
 * What a challenge that changed leaves behind; the same object when nothing. Doubt outlives a success: 24 h is 24 h. One that
 * was asked for by user ID alone leaves no doubt: else whoever knows the name could raise every real login.
 */
export function guardAfter(
  guard: Guard,
  challenge: Pick<ChallengeRecord, 'state' | 'pool' | 'appId' | 'requester' | 'createdAtMs'>,
  nowMs: number,
): Guard {
  const { state, appId, requester } = challenge
  const after = challenge.pool === 'app' ? doubted(guard, nowMs) : guard
  switch (state) {
    case 'approved':
      return cleared(ownRequestsForgotten(guard, challenge))
    case 'mismatched':
      return { ...after, consecutiveWrong: guard.consecutiveWrong + 1 }
    case 'denied':
      return denialCounted(after, nowMs)
    case 'reported':
      return {
        ...denialCounted(after, nowMs),
        reported: withReport(guard, appId, requester.address, nowMs),
      }
    case 'pending':
    case 'redeemed':
    case 'lapsed':
    case 'expired':
    case 'cancelled':
      return guard
    default:
      return unchanged(guard, state)
  }
}

/** What holds an account back, as its admin is told. */
export interface Lock {
  readonly wrongPicks: number
  readonly codeOnlyUntilMs: number | null
  /** Of the longest window of the budget. */
  readonly unansweredPushes: number
  readonly reportedAddresses: number
  /** Requests that nobody approved, of the last week, ringing or not. */
  readonly unapprovedRequests: number
  /** Of the last day, and since the last login. */
  readonly deniedRequests: number
  /** When it was last told that somebody asks and asks. */
  readonly harassedAtMs: number | null
  /** Whether `clearedGuard` would change something. */
  readonly locked: boolean
}

export function lockOf(guard: Guard, nowMs: number): Lock {
  const pushes = [...guard.pushTimesMs, ...guard.idFirstPushTimesMs]
  const unansweredPushes = pushes.filter((atMs) => atMs > nowMs - LONGEST_WINDOW_MS).length
  const reportedAddresses = guard.reported.filter(({ untilMs }) => untilMs > nowMs).length
  const wrongPicks = guard.consecutiveWrong
  const { unapproved, denied } = harassmentCounts(guard, nowMs)
  return {
    wrongPicks,
    codeOnlyUntilMs: inDoubt(guard, nowMs) ? guard.codeUntilMs : null,
    unansweredPushes,
    reportedAddresses,
    unapprovedRequests: unapproved,
    deniedRequests: denied,
    harassedAtMs: guard.harassedAtMs === 0 ? null : guard.harassedAtMs,
    locked: wrongPicks + unansweredPushes + reportedAddresses > 0 || inDoubt(guard, nowMs),
  }
}

/** The guard of an account that nothing happened to yet: there is no row of it. */
export function freshGuard(accountId: AccountId): Guard {
  return {
    accountId,
    pushTimesMs: [],
    idFirstPushTimesMs: [],
    consecutiveWrong: 0,
    codeUntilMs: 0,
    reported: [],
    unapprovedTimesMs: [],
    deniedTimesMs: [],
    harassedAtMs: 0,
    revision: 0,
  }
}

/** As if nothing had happened lately; the revision stays, for it is the account's lock and the sequence of its challenges. */
export function clearedGuard({ accountId, revision }: Guard): Guard {
  return { ...freshGuard(accountId), revision }
}

function cleared(guard: Guard): Guard {
  const { pushTimesMs, idFirstPushTimesMs, consecutiveWrong } = guard
  if (pushTimesMs.length === 0 && idFirstPushTimesMs.length === 0 && consecutiveWrong === 0) return guard
  return { ...guard, pushTimesMs: [], idFirstPushTimesMs: [], consecutiveWrong: 0 }
}

/** Never shortens a doubt, whatever the clock did. */
function doubted(guard: Guard, nowMs: number): Guard {
  return { ...guard, codeUntilMs: Math.max(guard.codeUntilMs, nowMs + DOUBT_MS) }
}

function withReport(guard: Guard, appId: AppId, address: string, nowMs: number): Guard['reported'] {
  const others = guard.reported.filter(
    (entry) => nowMs < entry.untilMs && !(entry.appId === appId && entry.address === address),
  )
  return [...others, { appId, address, untilMs: nowMs + DOUBT_MS }].slice(-REPORTED_MAX)
}

function unchanged(guard: Guard, _: never): Guard {
  return guard
}
