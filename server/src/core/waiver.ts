// Whether a login may go on without the phone: what the policy lets an app waive for this account, and what it never does ([WV…]).
import type { WaiverCause } from '@countersign/protocol'
import type { Effective } from './policies.js'

/** What is known of whoever the login names. A user ID that nobody has is `unknown`, without phones. */
export interface Person {
  readonly state: 'active' | 'suspended' | 'deleted' | 'unknown'
  /** Phones that are active or suspended. One that was suspended after wrong picks is a doubt, not the absence of a phone. */
  readonly pairedDevices: number
  /** Apps and phones whose codes count; whether they do here is the policies' business. */
  readonly activeTotps: number
  readonly activePasskeys: number
  /** An admin turned the second factor off until then. */
  readonly secondFactorOffUntilMs: number | undefined
}

/**
 * Why an app that accepts waivers gets one; undefined: the phone is asked. Not about people who put their set-up off.
 *
 * [WV5]: a suspended or deleted account is asked, which nobody can answer, whatever the policy says: a waiver would let in whom
 * an admin has shut out. A user ID that nobody has gets what an account without groups and phones would get.
 */
export function waiverCause(
  { settings, decidedBy }: Pick<Effective, 'settings' | 'decidedBy'>,
  person: Person,
  nowMs: number,
): Exclude<WaiverCause, 'set_up_later'> | undefined {
  const { state, secondFactorOffUntilMs } = person
  if (state === 'suspended' || state === 'deleted') return undefined
  if (secondFactorOffUntilMs !== undefined && nowMs < secondFactorOffUntilMs) return 'second_factor_off'
  if (!isWaivable(settings.requirement, person)) return undefined
  const { policy } = decidedBy.requirement
  return policy !== undefined && policy.body.when.networks.length > 0 ? 'trusted_network' : 'not_required'
}

/** Whether there is nothing beside the password that could be asked: a printed list runs out, and is none. */
export function hasNoFactor({ pairedDevices, activeTotps, activePasskeys }: Person): boolean {
  return pairedDevices === 0 && activeTotps === 0 && activePasskeys === 0
}

function isWaivable(requirement: Effective['settings']['requirement'], person: Person): boolean {
  switch (requirement) {
    case 'required':
      return false
    case 'optional':
      return hasNoFactor(person)
    case 'off':
      return true
    default:
      return unknownRequirement(requirement)
  }
}

function unknownRequirement(requirement: never): never {
  throw new Error('a requirement of no kind', { cause: requirement })
}
