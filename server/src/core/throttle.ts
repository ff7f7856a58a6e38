// The guard's arithmetic: what each event leaves behind, and what follows for rings, for the match and for a device.
import type { AppId } from '@countersign/protocol'
import { CODE_MODE_AFTER_DOUBT_SECONDS, PUSH_BUDGET, WRONG_PICKS_SUSPEND } from '@countersign/protocol'
import type { ChallengeRecord, Guard } from './records.js'

/** Reports kept at once. An attacker who is reported from more addresses than this has spent every push budget long before. */
const REPORTED_MAX = 16
const LONGEST_WINDOW_MS = Math.max(...PUSH_BUDGET.map(({ windowSeconds }) => windowSeconds)) * 1000
const PUSHES_KEPT = Math.max(...PUSH_BUDGET.map(({ pushes }) => pushes))
const DOUBT_MS = CODE_MODE_AFTER_DOUBT_SECONDS * 1000

/** Whether one more push fits every window of the budget. */
export function mayPush({ pushTimesMs }: Guard, nowMs: number): boolean {
  return PUSH_BUDGET.every(({ pushes, windowSeconds }) => {
    const spent = pushTimesMs.filter((atMs) => atMs > nowMs - windowSeconds * 1000).length
    return spent < pushes
  })
}

export function pushCharged(guard: Guard, nowMs: number): Guard {
  const recent = guard.pushTimesMs.filter((atMs) => atMs > nowMs - LONGEST_WINDOW_MS)
  return { ...guard, pushTimesMs: [...recent, nowMs].slice(-PUSHES_KEPT) }
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

/** What a challenge that changed leaves behind; the same object when nothing. Doubt outlives a success: 24 h is 24 h. */
export function guardAfter(
  guard: Guard,
  { state, appId, requester }: Pick<ChallengeRecord, 'state' | 'appId' | 'requester'>,
  nowMs: number,
): Guard {
  switch (state) {
    case 'approved':
      return cleared(guard)
    case 'mismatched':
      return { ...doubted(guard, nowMs), consecutiveWrong: guard.consecutiveWrong + 1 }
    case 'denied':
      return doubted(guard, nowMs)
    case 'reported':
      return { ...doubted(guard, nowMs), reported: withReport(guard, appId, requester.address, nowMs) }
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

function cleared(guard: Guard): Guard {
  if (guard.pushTimesMs.length === 0 && guard.consecutiveWrong === 0) return guard
  return { ...guard, pushTimesMs: [], consecutiveWrong: 0 }
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
