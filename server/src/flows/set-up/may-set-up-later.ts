// Whether somebody may put their set-up off once more: only what was offered, and not longer than the policies let them ([SU5]).
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { AccountWithDevices, Stores } from '../../core/ports.js'
import { laterUntilMs } from '../../core/set-up.js'
import { isLedToSetUp } from './is-led.js'

/**
 * Until when; undefined: they may not. The days count from the first offer, which nothing moves: neither another one, nor a set-up
 * that was done and lost since.
 */
export async function maySetUpLater(
  stores: Pick<Stores, 'admins' | 'backupCodes' | 'bypassCodes' | 'setUps'>,
  found: AccountWithDevices | undefined,
  terms: DecidedSettings,
  nowMs: number,
): Promise<number | undefined> {
  if (found === undefined || !(await isLedToSetUp(stores, found, terms, nowMs))) return undefined
  const firstAtMs = await stores.setUps.offeredAt(found.account.id)
  return firstAtMs === undefined ? undefined : laterUntilMs(terms, firstAtMs, nowMs)
}
