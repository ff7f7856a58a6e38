// Whose account may be changed by whom: nobody gets at the account of somebody who may do more than they may.
import type { AccountId } from '@countersign/protocol'
import type { Actor } from '../../core/permissions.js'
import { mayAct, permissionsOf } from '../../core/permissions.js'
import type { Stores } from '../../core/ports.js'
import type { Refusal } from '../../core/refusal.js'

/**
 * Why the actor may not change this account, pair a phone with it, or let it in without one. Else the help desk would pair its
 * own phone with an owner's account, and sign in as the owner.
 */
export async function refuseAbove(
  { admins }: Pick<Stores, 'admins'>,
  actor: Actor,
  accountId: AccountId,
): Promise<Refusal | undefined> {
  // Whoever is about their own account got to it by their phone or their invitation, not by a role.
  if (actor.kind === 'person' && actor.accountId === accountId) return undefined
  const admin = await admins.of(accountId)
  if (admin === undefined) return undefined
  const missing = permissionsOf[admin.role].find((permission) => !mayAct(actor, permission))
  return missing === undefined ? undefined : { reason: 'not_permitted', permission: missing }
}
