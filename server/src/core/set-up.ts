// Whether a login, or the app that made an account, leads to the set-up page, and until when that may be put off ([SU1], [SU5], [EN2]).
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { SetUp } from './codes.js'
import type { Person } from './waiver.js'
import { hasNoFactor } from './waiver.js'

/** Bytes of what a link and a browser of a set-up carry. */
export const SET_UP_SECRET_BYTES = 32

const DAY_MS = 86_400_000

/** What keeps an account from being set up by a password alone, beside phones and apps with codes. */
export interface Kept {
  /**
   * A printed code that is unused, or an open one of the help desk, whatever the policies say of them: whoever has those is asked for
   * them. Else a stolen password would bind a phone that the codes were to keep out.
   */
  readonly hasCodes: boolean
  /** Any role: else an app that vouches for a password would open the console. */
  readonly isAdmin: boolean
}

/**
 * Whether somebody who has shown nothing but a password may set up a second factor here: it is required, the policies let a login do
 * it, and there is nothing else that could be asked. A suspended phone is a doubt, not the absence of one.
 */
export function leadsToSetUp(
  { requirement, setUp }: Pick<DecidedSettings, 'requirement' | 'setUp'>,
  person: Person,
  kept: Kept,
): boolean {
  return requirement === 'required' && setUp === 'at_login' && isBare(person, kept)
}

/** What an enrolment rests on beside an account that is as bare as at [SU1]: all of it as it is now. */
export interface Enrolling {
  /** The app's, which an admin gives and takes. */
  readonly mayEnrol: boolean
  /** This very app made the account, and nobody else has done anything with it since. */
  readonly isItsOwn: boolean
  /** Somebody has put it into a group. */
  readonly isInGroup: boolean
}

/** Whether an app may lead an account to its first phone, whatever the policies say of set-ups: only one that it made itself. */
export function leadsFromEnrolment(
  { mayEnrol, isItsOwn, isInGroup }: Enrolling,
  person: Person,
  kept: Kept,
): boolean {
  return mayEnrol && isItsOwn && !isInGroup && isBare(person, kept)
}

function isBare(person: Person, { hasCodes, isAdmin }: Kept): boolean {
  return person.state === 'active' && hasNoFactor(person) && !hasCodes && !isAdmin
}

/** Whether an app with codes may be set up now: in the place of a phone, or beside one that counts ([SU6]). */
export function mayAddTotp(
  { onlyPhone, state }: Pick<SetUp, 'onlyPhone' | 'state'>,
  { otherWays }: Pick<DecidedSettings, 'otherWays'>,
): boolean {
  return otherWays.includes('totp') && (!onlyPhone || state === 'done')
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
