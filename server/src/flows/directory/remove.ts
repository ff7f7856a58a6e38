// An account is deleted: its user ID is free again, nothing personal stays, its phones' keys stay known as revoked.
import type { AccountId } from '@countersign/protocol'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Account } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { clearedGuard } from '../../core/throttle.js'
import { record } from '../admin/action.js'
import { refuseLastOwner } from '../admin/admins.js'
import { forgetCodes } from '../codes/forget-codes.js'
import { mustWin } from '../lost-race.js'
import { barAccount, tellBarred } from './bar-account.js'
import type { Afterwards } from './suspend.js'
import { changeable } from './suspend.js'

/**
 * Inside the caller's transaction, run by `untilSettled`. What was asked lately goes with the retention; the audit keeps the
 * user ID, for it has to say whose account it was.
 * Refuses with `not_found`, `not_permitted` (an admin above the actor), `conflict` (the last owner).
 */
export async function remove(
  ports: Ports,
  stores: Stores,
  by: Actor,
  id: AccountId,
): Promise<Result<Afterwards>> {
  const changing = await changeable(stores, by, id)
  if (!changing.ok) return changing
  const { account } = changing.value
  // A suspended owner administers nothing: the last one is somebody else.
  const admin = account.state === 'active' ? await stores.admins.of(id) : undefined
  const last = await refuseLastOwner(stores, admin)
  if (last !== undefined) return refused(last)
  const nowMs = ports.clock.nowMs()
  await stores.directory.setLoginNames(id, [])
  mustWin(await stores.directory.save(tombstone(account, nowMs), []))
  await stores.groups.removeAccount(id)
  await stores.admins.remove(id)
  for (const device of await stores.devices.ofAccount(id)) {
    await stores.devices.changeState(device.id, ['pending_confirm', 'active', 'suspended'], 'revoked', nowMs)
    await stores.pins.remove(device.id)
  }
  await stores.devices.forgetNames(id)
  // The revision stays: the sequence of challenges that phones have seen never falls ([CH3]).
  const barred = await barAccount(ports, stores, id, clearedGuard)
  await stores.invitations.end(id, 'revoked')
  await forgetCodes(stores, id)
  await stores.browsers.removeOf(id)
  await stores.notices.removeOf(id)
  await stores.notMeLinks.removeOf(id)
  await stores.outgoing.removeMailOf(id)
  await record(ports, stores, by, {
    action: 'account.deleted',
    accountId: id,
    facts: { userId: account.userId },
  })
  return accepted(() => tellBarred(ports, barred))
}

/** The space keeps it apart from every user ID that anybody could have. */
function tombstone(account: Account, nowMs: number): Account {
  return {
    ...account,
    userId: `deleted ${account.id}`,
    displayName: '',
    state: 'deleted',
    emails: [],
    notes: '',
    locale: 'en',
    externalId: undefined,
    secondFactorOff: undefined,
    quietHours: undefined,
    changedAtMs: nowMs,
  }
}
