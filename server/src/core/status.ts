// Where a challenge is, as its page and its app may know it; `progress` is for people and decides nothing.
import type { ChallengeStatus } from '@countersign/protocol'
import { lifeOf, transition } from './challenge.js'
import type { ChallengeRecord } from './records.js'

/**
 * The status at a time, also when the sweep has not written it yet. `sent` means that it rings: an unknown user ID and a
 * phone that is switched off look the same, so that nobody learns from it who exists.
 */
export function statusAt(
  challenge: ChallengeRecord,
  onPhone: boolean,
  nowMs: number,
  redeemWithinMs: number,
): ChallengeStatus {
  const { state } = transition(lifeOf(challenge, redeemWithinMs), { type: 'tick' }, nowMs)
  return {
    state,
    progress: progressOf(challenge, onPhone),
    cause: challenge.cause,
    expiresAtMs: challenge.expiresAtMs,
    nowMs,
  }
}

function progressOf(challenge: ChallengeRecord, onPhone: boolean): ChallengeStatus['progress'] {
  if (onPhone || challenge.answer !== undefined) return 'on_phone'
  return challenge.pushed ? 'sent' : 'waiting'
}
