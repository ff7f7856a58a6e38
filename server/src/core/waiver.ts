// Whether a login may go on without the phone: what the policy lets an app waive for this account, and what it never does ([WV…]).
import type { WaiverCause } from '@countersign/protocol'
import type { Effective } from './policies.js'

/** What is known of whoever the login names. A user ID that nobody has is `unknown`, without phones. */
export interface Person {
  readonly state: 'active' | 'suspended' | 'deleted' | 'unknown'
  /** Phones that are active or suspended. One that was suspended after wrong picks is a doubt, not the absence of a phone. */
  readonly pairedDevices: number
  /** An admin turned the second factor off until then. */
  readonly secondFactorOffUntilMs: number | undefined
}

/**
 * Why an app that accepts waivers gets one; undefined: the phone is asked.
 *
 * [WV5]: a suspended or deleted account is asked, which nobody can answer, whatever the policy says: a waiver would let in whom
 * an admin has shut out. A user ID that nobody has gets what an account without groups and phones would get.
 */
export function waiverCause(
  { settings, decidedBy }: Pick<Effective, 'settings' | 'decidedBy'>,
  { state, pairedDevices, secondFactorOffUntilMs }: Person,
  nowMs: number,
): WaiverCause | undefined {
  if (state === 'suspended' || state === 'deleted') return undefined
  if (secondFactorOffUntilMs !== undefined && nowMs < secondFactorOffUntilMs) return 'second_factor_off'
  if (!isWaivable(settings.requirement, pairedDevices)) return undefined
  const { policy } = decidedBy.requirement
  return policy !== undefined && policy.body.when.networks.length > 0 ? 'trusted_network' : 'not_required'
}

function isWaivable(requirement: Effective['settings']['requirement'], pairedDevices: number): boolean {
  switch (requirement) {
    case 'required':
      return false
    case 'optional':
      return pairedDevices === 0
    case 'off':
      return true
    default:
      return unknownRequirement(requirement)
  }
}

function unknownRequirement(requirement: never): never {
  throw new Error('a requirement of no kind', { cause: requirement })
}
