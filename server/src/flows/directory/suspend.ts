// An account is suspended, or let in again: inside the caller's transaction, for admins and identity providers alike.
import type { AccountId } from '@countersign/protocol'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Account } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { refuseLastOwner } from '../admin/admins.js'
import { refuseAbove } from '../admin/rank.js'
import { mustWin } from '../lost-race.js'
import { barAccount, tellBarred } from './bar-account.js'

/** What is left to do when the transaction is committed. */
export type Afterwards = () => void

const NOTHING: Afterwards = () => undefined

/**
 * Nobody logs in with it from this commit on; requests and approvals that are under way end, sessions end, sockets close.
 * Suspending twice is no fault. Run by `untilSettled`.
 * Refuses with `not_found`, `not_permitted` (an admin above the actor), `conflict` (the last owner).
 */
export async function suspend(
  ports: Ports,
  stores: Stores,
  by: Actor,
  id: AccountId,
): Promise<Result<Afterwards>> {
  const changing = await changeable(stores, by, id)
  if (!changing.ok) return changing
  if (changing.value.account.state === 'suspended') return accepted(NOTHING)
  const last = await refuseLastOwner(stores, await stores.admins.of(id))
  if (last !== undefined) return refused(last)
  await saveState(ports, stores, changing.value, 'suspended')
  const barred = await barAccount(ports, stores, id)
  await record(ports, stores, by, {
    action: 'account.suspended',
    accountId: id,
    facts: { endedRequests: barred.ended.length },
  })
  return accepted(() => tellBarred(ports, barred))
}

/** The same account as before, with its devices. Resuming twice is no fault. Refuses with `not_found`, `not_permitted`. */
export async function resume(
  ports: Ports,
  stores: Stores,
  by: Actor,
  id: AccountId,
): Promise<Result<Afterwards>> {
  const changing = await changeable(stores, by, id)
  if (!changing.ok) return changing
  if (changing.value.account.state === 'active') return accepted(NOTHING)
  await saveState(ports, stores, changing.value, 'active')
  // Whoever is let in again is there for their identity provider, too.
  await stores.scim.unmarkRemoved(id)
  await record(ports, stores, by, { action: 'account.resumed', accountId: id })
  return accepted(NOTHING)
}

interface Named {
  readonly account: Account
  readonly aliases: readonly string[]
}

/** The account, when it is there and not above the actor. */
export async function changeable(
  stores: Stores,
  by: Actor,
  id: AccountId,
): Promise<Result<Named & { readonly groups: readonly { readonly id: string; readonly name: string }[] }>> {
  const entry = await stores.directory.entry(id)
  if (entry === undefined || entry.account.state === 'deleted')
    return refused({ reason: 'not_found', what: 'account' })
  const above = await refuseAbove(stores, by, id)
  return above === undefined ? accepted(entry) : refused(above)
}

async function saveState(
  { clock }: Pick<Ports, 'clock'>,
  { directory }: Stores,
  { account, aliases }: Named,
  state: 'active' | 'suspended',
): Promise<void> {
  mustWin(await directory.save({ ...account, state, changedAtMs: clock.nowMs() }, aliases))
}
