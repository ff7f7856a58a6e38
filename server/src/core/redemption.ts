// Why an approval is not turned into a login: the state it is in, or the device that gave it ([ST5]).
import type { Life } from './challenge.js'
import type { ChallengeRecord, Device } from './records.js'
import type { Refusal } from './refusal.js'

/** For a challenge that cannot be redeemed; `life` is its state at `nowMs`, time applied. */
export function whyNotRedeemed(
  challenge: ChallengeRecord,
  life: Life,
  redeemWithinMs: number,
  nowMs: number,
): Refusal {
  const { state } = life
  switch (state) {
    case 'pending':
      return { reason: 'challenge_not_approved', state }
    case 'expired':
      return { reason: 'challenge_expired', expiresAtMs: challenge.expiresAtMs, nowMs }
    case 'lapsed': {
      const approvedAtMs = challenge.decidedAtMs ?? challenge.createdAtMs
      return { reason: 'challenge_expired', expiresAtMs: approvedAtMs + redeemWithinMs, nowMs }
    }
    case 'approved':
    case 'redeemed':
    case 'denied':
    case 'reported':
    case 'mismatched':
    case 'cancelled':
      return { reason: 'challenge_final', state }
    default:
      return closed(state)
  }
}

/** A device that lost its trust after it approved lets nobody in any more. */
export function refuseApprover({ state }: Pick<Device, 'state'>): Refusal | undefined {
  switch (state) {
    case 'active':
      return undefined
    case 'suspended':
      return { reason: 'device_suspended' }
    case 'pending_confirm':
      return { reason: 'device_not_confirmed' }
    case 'revoked':
      return { reason: 'device_revoked' }
    default:
      return closed(state)
  }
}

function closed(state: never): Refusal {
  return { reason: 'challenge_final', state }
}
