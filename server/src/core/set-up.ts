// Whether a login leads to the set-up page, and until when that may be put off ([SU1], [SU5]).
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { Person } from './waiver.js'
import { hasNoFactor } from './waiver.js'

/** Bytes of what a link and a browser of a set-up carry. */
export const SET_UP_SECRET_BYTES = 32

const DAY_MS = 86_400_000

/**
 * Whether somebody who has shown nothing but a password may set up a second factor here: it is required, the policies let a login do
 * it, and there is nothing else that could be asked. A suspended phone is a doubt, not the absence of one.
 *
 * @param hasCodes a printed code that is unused, or an open one of the help desk: whoever has those is asked for them. Else a stolen
 * password would bind a phone that the codes were to keep out.
 */
export function leadsToSetUp(
  { requirement, setUp }: Pick<DecidedSettings, 'requirement' | 'setUp'>,
  person: Person,
  hasCodes: boolean,
): boolean {
  const isAsked = requirement === 'required' && setUp === 'at_login'
  return isAsked && person.state === 'active' && hasNoFactor(person) && !hasCodes
}

/**
 * Until when the person may say "later"; undefined: not, or not any more. Counted from the first offer, so that asking again
 * prolongs nothing.
 */
export function laterUntilMs(
  { setUpGraceDays }: Pick<DecidedSettings, 'setUpGraceDays'>,
  firstOfferedAtMs: number,
  nowMs: number,
): number | undefined {
  const untilMs = firstOfferedAtMs + setUpGraceDays * DAY_MS
  return nowMs < untilMs ? untilMs : undefined
}
