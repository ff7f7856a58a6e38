// People as an identity provider keeps them (SCIM): added, changed, renamed, suspended and let in again, removed.
import type { AccountId, DeviceId } from '@countersign/protocol'
import { idFromBytes, normaliseUserId } from '@countersign/protocol'
import type { GroupRef } from '../../core/directory.js'
import type { UserCondition } from '../../core/directory-filter.js'
import { newAccount } from '../../core/new-account.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { AuditPosition } from '../../core/ports-audit.js'
import type { Slice } from '../../core/ports-scim.js'
import { uuidShaped } from '../../core/random-id.js'
import type { Account } from '../../core/records.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { totalShown } from '../../core/slice.js'
import { isDisplayName, isUserId } from '../../core/user-id.js'
import { allOrNothing } from '../all-or-nothing.js'
import { forgetCodes } from '../codes/forget-codes.js'
import { saveNames } from '../directory/account-names.js'
import type { Afterwards } from '../directory/suspend.js'
import { changeable, resume, suspend } from '../directory/suspend.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { tellDevice } from '../tell.js'
import { action, record } from './action.js'

/** What a provider says of a person; `userName` as it came. */
export interface ScimUser {
  readonly userName: string
  readonly displayName: string
  readonly active: boolean
  readonly emails: readonly string[]
  readonly externalId: string | undefined
  readonly locale: 'en' | 'de'
}

export interface ShownUser {
  readonly account: Account
  readonly groups: readonly GroupRef[]
}

export const listScimUsers = action(
  'scim.user.list',
  'scim:write',
  async (
    ports,
    _actor,
    input: {
      readonly condition: UserCondition | undefined
      readonly slice: Slice
      readonly withGroups: boolean
    },
  ): Promise<Result<{ readonly users: readonly ShownUser[]; readonly total: number }>> => {
    const { scim } = ports.storage.read
    const { condition, slice } = input
    const accounts = slice.limit === 0 ? [] : await scim.users(condition, slice)
    const total = totalShown(slice, accounts.length) ?? (await scim.countUsers(condition))
    return accepted({ users: await shown(ports.storage.read, accounts, input.withGroups), total })
  },
)

/** Refuses with `account_unknown`, also for one that the provider removed. */
export const showScimUser = action(
  'scim.user.show',
  'scim:write',
  async (ports, _actor, { id }: { readonly id: AccountId }): Promise<Result<ShownUser>> =>
    showUser(ports.storage.read, id),
)

/**
 * Adds a person. One whom the provider removed before, and who is suspended since, begins anew: without the former phones,
 * groups, names and invitations, for it may be another person under the same name.
 * Refuses with `text_invalid`, `account_exists`, `conflict` (externalId).
 */
export const addScimUser = action(
  'scim.user.add',
  'scim:write',
  async (ports, actor, { user }: { readonly user: ScimUser }): Promise<Result<ShownUser>> => {
    const userId = normaliseUserId(user.userName)
    const fault = faultOf(userId, user)
    if (fault !== undefined) return refused(fault)
    const holder = await ports.storage.read.accounts.byLoginName(userId)
    if (holder === undefined) return addNew(ports, actor, userId, user)
    const isThere = (await ports.storage.read.scim.user(holder.id)) !== undefined
    if (isThere || holder.userId !== userId) return refused({ reason: 'account_exists' })
    return addAgain(ports, actor, holder.id, user)
  },
)

/**
 * Makes the person what the provider says, all of it or nothing. Another `userName` is another name for the same account:
 * phones and groups stay. Whom an admin suspended stays so, whatever the provider says.
 * Refuses with `account_unknown`, `changed_meanwhile`, `text_invalid`, `account_exists`, `conflict` (externalId, the last
 * owner), `not_permitted` (an admin's account).
 */
export const replaceScimUser = action(
  'scim.user.replace',
  'scim:write',
  async (
    ports,
    actor,
    { id, revision, user }: { readonly id: AccountId; readonly revision: number; readonly user: ScimUser },
  ): Promise<Result<ShownUser>> =>
    changed(ports, id, async (stores) => {
      const before = await stores.scim.user(id)
      if (before === undefined) return refused({ reason: 'account_unknown' })
      if (before.revision !== revision)
        return refused({ reason: 'changed_meanwhile', revision: before.revision })
      const edited = await edit(ports, stores, actor, id, user)
      if (!edited.ok) return edited
      if (user.active === (before.state === 'active')) return accepted(nothing)
      if (!user.active) return suspend(ports, stores, actor, id)
      return (await isHeldByAdmin(stores, id)) ? accepted(nothing) : resume(ports, stores, actor, id)
    }),
)

/**
 * The provider knows this person no longer: suspended here, until an admin deletes the account or the provider adds them again.
 * Refuses with `account_unknown`, `changed_meanwhile`, `conflict` (the last owner), `not_permitted` (an admin's account).
 */
export const removeScimUser = action(
  'scim.user.remove',
  'scim:write',
  async (
    ports,
    actor,
    { id, revision }: { readonly id: AccountId; readonly revision: number | undefined },
  ): Promise<Result<undefined>> => {
    const removed = await settled(ports, async (stores) => {
      const before = await stores.scim.user(id)
      if (before === undefined) return refused({ reason: 'account_unknown' })
      if (revision !== undefined && before.revision !== revision)
        return refused({ reason: 'changed_meanwhile', revision: before.revision })
      const suspended = await suspend(ports, stores, actor, id)
      if (!suspended.ok) return suspended
      // The provider's own id goes with the person: whoever it adds next may come with the same.
      const forgotten = await edit(ports, stores, actor, id, { ...scimUserOf(before), externalId: undefined })
      if (!forgotten.ok) return forgotten
      await stores.scim.markRemoved(id, ports.clock.nowMs())
      const facts = { userId: before.userId }
      await record(ports, stores, actor, { action: 'account.deprovisioned', accountId: id, facts })
      return suspended
    })
    return removed.ok ? accepted(undefined) : removed
  },
)

/** The account in the provider's words. */
export function scimUserOf(account: Account): ScimUser {
  const { userId, displayName, emails, externalId, locale, state } = account
  return { userName: userId, displayName, emails, externalId, locale, active: state === 'active' }
}

async function addNew(
  ports: Ports,
  actor: Actor,
  userId: string,
  { displayName, emails, externalId, locale, active }: ScimUser,
): Promise<Result<ShownUser>> {
  const nowMs = ports.clock.nowMs()
  const id = idFromBytes<AccountId>(uuidShaped(ports.random.bytes(16)))
  const added = await allOrNothing(ports, async (stores) => {
    const taken = await externalIdFault(stores, id, externalId)
    if (taken !== undefined) return refused(taken)
    const account = newAccount(id, userId, nowMs, { displayName, emails, externalId, locale })
    if (!(await stores.accounts.add({ ...account, state: active ? 'active' : 'suspended' })))
      return refused({ reason: 'account_exists' })
    await record(ports, stores, actor, { action: 'account.added', accountId: id, facts: { userId, active } })
    return accepted(undefined)
  })
  return added.ok ? showUser(ports.storage.read, id) : added
}

function addAgain(ports: Ports, actor: Actor, id: AccountId, user: ScimUser): Promise<Result<ShownUser>> {
  return changed(ports, id, async (stores) => {
    // An admin, or the provider's own second request, was faster.
    if (!(await stores.scim.unmarkRemoved(id))) return refused({ reason: 'account_exists' })
    const edited = await edit(ports, stores, actor, id, user)
    if (!edited.ok) return edited
    const nowMs = ports.clock.nowMs()
    const lost: DeviceId[] = []
    for (const device of await stores.devices.ofAccount(id))
      if (await stores.devices.changeState(device.id, DEVICES_IN_USE, 'revoked', nowMs)) lost.push(device.id)
    await stores.groups.removeAccount(id)
    await forgetFormer(ports, stores, id)
    const facts = { userId: normaliseUserId(user.userName), revokedDevices: lost }
    await record(ports, stores, actor, { action: 'account.provisioned_again', accountId: id, facts })
    const comesIn = user.active && !(await isHeldByAdmin(stores, id))
    const resumed = comesIn ? await resume(ports, stores, actor, id) : accepted(nothing)
    if (!resumed.ok) return resumed
    return accepted(() => {
      for (const deviceId of lost) tellDevice(ports, { id: deviceId, state: 'revoked' })
      resumed.value()
    })
  })
}

/**
 * Whether somebody here suspended the account, and no provider: providers send `active` with every change of a name, and would let in
 * again whom an admin shut out a moment ago. Told by the audit; where that is too long to look through, it is so.
 */
async function isHeldByAdmin({ audit }: Stores, accountId: AccountId): Promise<boolean> {
  let before: AuditPosition | undefined
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    const { entries, next } = await audit.page({ accountId, action: 'account.suspended' }, before, 1)
    const [last] = entries
    if (last !== undefined) return !last.entry.actor.startsWith('token:')
    if (next === undefined) return false
    before = next
  }
  return true
}

/** Of some thousand entries each. */
const LOOKS_MAX = 10

/** What would let the former person in, or tell of them: invitations, codes, other names, an open second factor, notes, notices. */
async function forgetFormer({ clock }: Ports, stores: Stores, id: AccountId): Promise<void> {
  await stores.invitations.end(id, 'revoked')
  await forgetCodes(stores, id)
  await stores.notices.removeOf(id)
  await stores.outgoing.removeMailOf(id)
  const entry = await stores.directory.entry(id)
  if (entry === undefined) return
  const { account } = entry
  const after = { ...account, secondFactorOff: undefined, notes: '', changedAtMs: clock.nowMs() }
  await saveNames(stores, after, [])
  mustWin(await stores.directory.save(after, []))
}

const DEVICES_IN_USE = ['pending_confirm', 'active', 'suspended'] as const
const nothing: Afterwards = () => undefined

/** One transaction, again when another writer was faster; what is left to tell is told after it. */
async function settled(
  ports: Ports,
  work: (stores: Stores) => Promise<Result<Afterwards>>,
): Promise<Result<Afterwards>> {
  const result = await untilSettled(() => allOrNothing(ports, work))
  if (result.ok) result.value()
  return result
}

async function changed(
  ports: Ports,
  id: AccountId,
  work: (stores: Stores) => Promise<Result<Afterwards>>,
): Promise<Result<ShownUser>> {
  const result = await settled(ports, work)
  return result.ok ? showUser(ports.storage.read, id) : result
}

/** All but `active`. Whoever writes nothing new may do so to anybody's account. */
async function edit(
  ports: Ports,
  stores: Stores,
  actor: Actor,
  id: AccountId,
  user: ScimUser,
): Promise<Result<undefined>> {
  const userId = normaliseUserId(user.userName)
  const fault = faultOf(userId, user)
  if (fault !== undefined) return refused(fault)
  const entry = await stores.directory.entry(id)
  if (entry === undefined) return refused({ reason: 'account_unknown' })
  const { account: before, aliases } = entry
  const { displayName, emails, externalId, locale } = user
  const wanted = { userId, displayName, emails, externalId, locale } as const
  const fields = differences(before, wanted)
  if (fields.length === 0) return accepted(undefined)
  const allowed = await changeable(stores, actor, id)
  if (!allowed.ok) return allowed
  const taken = await externalIdFault(stores, id, externalId)
  if (taken !== undefined) return refused(taken)
  const after = { ...before, ...wanted, changedAtMs: ports.clock.nowMs() }
  const others = aliases.filter((name) => name !== userId)
  if (fields.includes('userId') && (await saveNames(stores, after, others)) !== undefined)
    return refused({ reason: 'account_exists' })
  mustWin(await stores.directory.save(after, others))
  const renamed = fields.includes('userId') ? { before: before.userId } : {}
  const facts = { userId, fields, ...renamed }
  await record(ports, stores, actor, { action: 'account.changed', accountId: id, facts })
  // Whoever had an address is told, so that a provider cannot silently turn somebody's notices to another.
  if (fields.includes('emails') && before.emails.length > 0)
    await notify(ports, stores, id, 'addresses_changed', {}, before.emails)
  return accepted(undefined)
}

function differences(before: Account, wanted: Partial<Account>): readonly string[] {
  const now = new Map<string, unknown>(Object.entries(before))
  return Object.entries(wanted)
    .filter(([field, value]) => JSON.stringify(now.get(field)) !== JSON.stringify(value))
    .map(([field]) => field)
}

function faultOf(userId: string, { displayName }: ScimUser): Refusal | undefined {
  if (!isUserId(userId)) return { reason: 'text_invalid', field: 'userId' }
  return isDisplayName(displayName) ? undefined : { reason: 'text_invalid', field: 'displayName' }
}

async function externalIdFault(
  { directory }: Stores,
  id: AccountId,
  externalId: string | undefined,
): Promise<Refusal | undefined> {
  const holder = externalId === undefined ? undefined : await directory.byExternalId(externalId)
  if (holder === undefined || holder.id === id) return undefined
  return { reason: 'conflict', what: 'externalId', because: 'another user has this externalId' }
}

async function showUser(stores: Stores, id: AccountId): Promise<Result<ShownUser>> {
  const account = await stores.scim.user(id)
  const [user] = account === undefined ? [] : await shown(stores, [account], true)
  return user === undefined ? refused({ reason: 'account_unknown' }) : accepted(user)
}

async function shown(
  { scim }: Stores,
  accounts: readonly Account[],
  withGroups: boolean,
): Promise<readonly ShownUser[]> {
  const memberships = withGroups ? await scim.groupsOf(accounts.map(({ id }) => id)) : []
  return accounts.map((account) => ({
    account,
    groups: memberships
      .filter(({ accountId }) => accountId === account.id)
      .map(({ groupId, groupName }) => ({ id: groupId, name: groupName })),
  }))
}
