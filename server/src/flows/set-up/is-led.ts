// Whether an account is led to the set-up as it is at this moment, with all that decides it ([SU1]).
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { AccountWithDevices, Stores } from '../../core/ports.js'
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
  const { id } = found.account
  const printed = await stores.backupCodes.ofAccount(id)
  const hasCodes =
    printed.some(({ state }) => state === 'active') ||
    (await stores.bypassCodes.openOf(id, nowMs)) !== undefined
  return leadsToSetUp(terms, person, { hasCodes, isAdmin: (await stores.admins.of(id)) !== undefined })
}

const NOTHING = { hasCodes: false, isAdmin: false } as const
