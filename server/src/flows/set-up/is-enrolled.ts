// Whether an account is still the enrolling app's own, as bare as that app made it ([EN2]).
import type { AccountWithDevices, Stores } from '../../core/ports.js'
import type { App } from '../../core/records.js'
import { leadsFromEnrolment } from '../../core/set-up.js'
import { personOf } from '../person-of.js'
import { keptOf } from './is-led.js'

/** Asked when it is enrolled, at every step of its set-up, and in the transaction that ends it. @param app as it is now. */
export async function isStillEnrolled(
  stores: Pick<Stores, 'admins' | 'backupCodes' | 'bypassCodes' | 'groups'>,
  app: App,
  found: AccountWithDevices,
  nowMs: number,
): Promise<boolean> {
  const { id, enrolledBy } = found.account
  const enrolling = {
    mayEnrol: app.state === 'active' && app.mayEnrol,
    isItsOwn: enrolledBy === app.id,
    isInGroup: (await stores.groups.ofAccount(id)).length > 0,
  }
  return leadsFromEnrolment(enrolling, personOf(found), await keptOf(stores, id, nowMs))
}
