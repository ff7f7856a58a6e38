// Whether an account is led to the set-up as it is at this moment, with all that decides it ([SU1]).
import type { AccountId } from '@countersign/protocol'
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { AccountWithDevices, Stores } from '../../core/ports.js'
import type { Kept } from '../../core/set-up.js'
import { leadsToSetUp } from '../../core/set-up.js'
import { personOf } from '../person-of.js'

/** Asked when it is offered, at every step of it, and in the transaction that ends it. Most accounts cost no query here. */
export async function isLedToSetUp(
  stores: Pick<Stores, 'admins' | 'backupCodes' | 'bypassCodes'>,
  found: AccountWithDevices | undefined,
  terms: Pick<DecidedSettings, 'requirement' | 'setUp'>,
  nowMs: number,
): Promise<boolean> {
  const person = personOf(found)
  if (found === undefined || !leadsToSetUp(terms, person, NOTHING)) return false
  return leadsToSetUp(terms, person, await keptOf(stores, found.account.id, nowMs))
}

/** What keeps an account from being set up, beside its phones and apps with codes. */
export async function keptOf(
  { admins, backupCodes, bypassCodes }: Pick<Stores, 'admins' | 'backupCodes' | 'bypassCodes'>,
  id: AccountId,
  nowMs: number,
): Promise<Kept> {
  const printed = await backupCodes.ofAccount(id)
  const hasCodes =
    printed.some(({ state }) => state === 'active') || (await bypassCodes.openOf(id, nowMs)) !== undefined
  return { hasCodes, isAdmin: (await admins.of(id)) !== undefined }
}

const NOTHING: Kept = { hasCodes: false, isAdmin: false }
