// A request that waits for the phone, as the page that shows its digits needs it.
import type { ChallengeStatus } from '@countersign/protocol'
import { CHALLENGE_TTL_SECONDS } from '@countersign/protocol'
import type { SignInStarted } from '@countersign/protocol/admin'

export interface Waiting {
  readonly digits: string
  readonly progress: ChallengeStatus['progress']
  /** By this browser's clock. */
  readonly untilMs: number
  readonly lifetimeMs: number
}

/** Until the first status tells the server's clock, this browser's own is taken. */
export function waitingFor(started: SignInStarted, status?: ChallengeStatus, nowMs = Date.now()): Waiting {
  return {
    digits: started.code,
    progress: status?.progress ?? (started.delivery === 'pull' ? 'waiting' : 'sent'),
    untilMs: nowMs + started.expiresAtMs - (status?.nowMs ?? nowMs),
    lifetimeMs: CHALLENGE_TTL_SECONDS * 1000,
  }
}
