// Who administers, in which role. Nobody gives or takes what they do not have themselves, and the last owner stays.
import type { AccountId } from '@countersign/protocol'
import type { AdminRecord, NamedAdmin } from '../../core/access.js'
import type { Actor, Role } from '../../core/permissions.js'
import { actorText, mayAct, permissionsOf } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { endToldCodes } from '../codes/end-told-codes.js'
import { untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { action, record } from './action.js'

export const listAdmins = action(
  'admin.list',
  'admins:read',
  async (
    ports,
    _actor,
    { afterUserId, limit }: { readonly afterUserId: string; readonly limit: number },
  ): Promise<Result<readonly NamedAdmin[]>> =>
    accepted(await ports.storage.read.admins.page(afterUserId, limit)),
)

/** Refuses with `not_found`. */
export const showAdmin = action(
  'admin.show',
  'admins:read',
  async (ports, _actor, { accountId }: { readonly accountId: AccountId }): Promise<Result<NamedAdmin>> => {
    const named = await namedAdmin(ports.storage.read, accountId)
    return named === undefined ? refused({ reason: 'not_found', what: 'admin' }) : accepted(named)
  },
)

/**
 * Makes an account an admin, or gives an admin another role; the account is told. Invitations and codes that it had before end.
 * Refuses with `not_found` (no such active account), `not_permitted` (a role with more than the actor has, or of somebody who
 * has more), `conflict` (the last owner).
 */
export const putAdmin = action(
  'admin.put',
  'admins:write',
  (
    ports,
    actor,
    input: { readonly accountId: AccountId; readonly role: Role },
  ): Promise<Result<NamedAdmin>> =>
    untilSettled(() =>
      ports.storage.transaction(async (stores) => {
        const { accountId, role } = input
        const account = await stores.accounts.byId(accountId)
        if (account?.state !== 'active') return refused({ reason: 'not_found', what: 'account' })
        const before = await stores.admins.of(accountId)
        const no = refuseRole(actor, role) ?? (before && refuseRole(actor, before.role))
        if (no !== undefined) return refused(no)
        const last = role === 'owner' ? undefined : await refuseLastOwner(stores, before)
        if (last !== undefined) return refused(last)
        await give(ports, stores, actor, input, before)
        const named = await namedAdmin(stores, accountId)
        return named === undefined ? refused({ reason: 'not_found', what: 'account' }) : accepted(named)
      }),
    ),
  { fresh: true },
)

/**
 * Takes the role away; sessions at the console end. Taking it twice is refused with `not_found`.
 * Refuses also with `not_permitted` and `conflict`, as giving does.
 */
export const removeAdmin = action(
  'admin.remove',
  'admins:write',
  (ports, actor, { accountId }: { readonly accountId: AccountId }): Promise<Result<undefined>> =>
    ports.storage.transaction(async (stores) => {
      const before = await stores.admins.of(accountId)
      if (before === undefined) return refused({ reason: 'not_found', what: 'admin' })
      const no = refuseRole(actor, before.role) ?? (await refuseLastOwner(stores, before))
      if (no !== undefined) return refused(no)
      await stores.admins.remove(accountId)
      await stores.sessions.endAll(accountId, 'admin')
      await record(ports, stores, actor, {
        action: 'admin.removed',
        accountId,
        facts: { role: before.role },
      })
      return accepted(undefined)
    }),
)

/** Why this account may not stop being an owner who can sign in; also asked before it is suspended or deleted. */
export async function refuseLastOwner(
  stores: Pick<Stores, 'accounts' | 'admins'>,
  admin: AdminRecord | undefined,
): Promise<Refusal | undefined> {
  if (admin?.role !== 'owner') return undefined
  // One who is suspended cannot sign in, and is not counted.
  const account = await stores.accounts.byId(admin.accountId)
  const others = (await stores.admins.owners()) - (account?.state === 'active' ? 1 : 0)
  if (others > 0) return undefined
  return { reason: 'conflict', what: 'owner', because: 'this is the last owner' }
}

function refuseRole(actor: Actor, role: Role): Refusal | undefined {
  const missing = permissionsOf[role].find((permission) => !mayAct(actor, permission))
  return missing === undefined ? undefined : { reason: 'not_permitted', permission: missing }
}

async function give(
  ports: Ports,
  stores: Stores,
  actor: Actor,
  { accountId, role }: { readonly accountId: AccountId; readonly role: Role },
  before: AdminRecord | undefined,
): Promise<void> {
  if (before?.role === role) return
  await stores.admins.put({
    accountId,
    role,
    createdAtMs: ports.clock.nowMs(),
    createdBy: actorText(actor),
  })
  await record(ports, stores, actor, {
    action: before === undefined ? 'admin.added' : 'admin.changed',
    accountId,
    facts: { role, ...(before === undefined ? {} : { before: before.role }) },
  })
  // Whoever could invite this account as long as it had no role knows its link and start code: they end with that.
  await stores.invitations.end(accountId, 'revoked')
  // And whoever told it a code, printed some, or set up an app for it, may know them.
  await endToldCodes(ports, stores, actor, accountId)
  await notify(ports, stores, accountId, 'role_given', { role })
}

async function namedAdmin(
  stores: Pick<Stores, 'accounts' | 'admins'>,
  accountId: AccountId,
): Promise<NamedAdmin | undefined> {
  const admin = await stores.admins.of(accountId)
  const account = admin && (await stores.accounts.byId(accountId))
  if (admin === undefined || account === undefined) return undefined
  return { ...admin, userId: account.userId, displayName: account.displayName }
}
