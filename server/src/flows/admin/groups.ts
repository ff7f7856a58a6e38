// Groups of accounts: made, edited, removed, and who is in them.
import type { AccountId } from '@countersign/protocol'
import type {
  AddGroupBody,
  ChangeMembersBody,
  EditGroupBody,
  GroupRow,
  MemberRow,
} from '@countersign/protocol/admin'
import type { Group, GroupEntry } from '../../core/directory.js'
import type { Stores } from '../../core/ports.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { allOrNothing } from '../all-or-nothing.js'
import { action, record } from './action.js'

interface OneGroup {
  readonly id: string
}

export interface GroupQuery {
  /** A part of the name; empty for all. */
  readonly part: string
  readonly afterName: string
  readonly limit: number
}

/** By name, without regard to case. */
export const listGroups = action(
  'group.list',
  'groups:read',
  async (ports, _actor, { part, afterName, limit }: GroupQuery): Promise<Result<readonly GroupRow[]>> => {
    const found = await ports.storage.read.groups.page(part.normalize('NFC').trim(), afterName, limit)
    return accepted(found.map(groupRow))
  },
)

/** Refuses with `not_found`. */
export const showGroup = action('group.show', 'groups:read', (ports, _actor, { id }: OneGroup) =>
  shownGroup(ports.storage.read, id),
)

/** Refuses with `conflict`: the name, in whatever case, or the external id is taken. */
export const addGroup = action('group.add', 'groups:write', (ports, actor, given: AddGroupBody) =>
  allOrNothing(ports, async (stores) => {
    const nowMs = ports.clock.nowMs()
    const group: Group = {
      id: ports.random.id(),
      name: given.name,
      description: given.description ?? '',
      externalId: given.externalId,
      createdAtMs: nowMs,
      changedAtMs: nowMs,
      revision: 1,
    }
    const taken = await refuseTaken(stores, group)
    if (taken !== undefined) return refused(taken)
    if (!(await stores.groups.add(group))) return refused(NAME_TAKEN)
    const { id, name } = group
    await record(ports, stores, actor, { action: 'group.added', facts: { groupId: id, groupName: name } })
    return shownGroup(stores, id)
  }),
)

interface GroupEdit extends OneGroup {
  readonly revision: number
  readonly edit: EditGroupBody
}

/** Refuses with `not_found`, `changed_meanwhile`, `conflict`. */
export const editGroup = action(
  'group.edit',
  'groups:write',
  (ports, actor, { id, revision, edit }: GroupEdit) =>
    allOrNothing(ports, async (stores) => {
      const before = await stores.groups.byId(id)
      if (before === undefined) return refused(NO_GROUP)
      if (before.revision !== revision)
        return refused({ reason: 'changed_meanwhile', revision: before.revision })
      const after: Group = {
        ...before,
        name: edit.name ?? before.name,
        description: edit.description ?? before.description,
        externalId: edit.externalId === undefined ? before.externalId : (edit.externalId ?? undefined),
        changedAtMs: ports.clock.nowMs(),
      }
      const taken = await refuseTaken(stores, after)
      if (taken !== undefined) return refused(taken)
      if (!(await stores.groups.save(after)))
        return refused({ reason: 'changed_meanwhile', revision: revision + 1 })
      const facts = { groupId: id, groupName: after.name, nameBefore: before.name, fields: Object.keys(edit) }
      await record(ports, stores, actor, { action: 'group.edited', facts })
      return shownGroup(stores, id)
    }),
)

/** With all its memberships; the accounts stay. Policies that name it apply to nobody any more. Refuses with `not_found`. */
export const deleteGroup = action('group.delete', 'groups:write', (ports, actor, { id }: OneGroup) =>
  allOrNothing(ports, async (stores): Promise<Result<undefined>> => {
    const group = await stores.groups.byId(id)
    const members = await stores.groups.size(id)
    if (group === undefined || !(await stores.groups.remove(id))) return refused(NO_GROUP)
    const facts = { groupId: id, groupName: group.name, members }
    await record(ports, stores, actor, { action: 'group.deleted', facts })
    return accepted(undefined)
  }),
)

export interface MemberQuery extends OneGroup {
  readonly afterUserId: string
  readonly limit: number
}

/** By user ID. Refuses with `not_found`. */
export const listMembers = action(
  'group.members',
  'groups:read',
  async (ports, _actor, { id, afterUserId, limit }: MemberQuery): Promise<Result<readonly MemberRow[]>> => {
    const { groups } = ports.storage.read
    if ((await groups.byId(id)) === undefined) return refused(NO_GROUP)
    const members = await groups.members(id, afterUserId, limit)
    return accepted(
      members.flatMap(({ state, activeDevices, displayName, userId, id: accountId }) =>
        state === 'deleted' ? [] : [{ id: accountId, userId, displayName, state, activeDevices }],
      ),
    )
  },
)

/** All of them or none. Refuses with `not_found`: the group, or one of the accounts that are to join. */
export const changeMembers = action(
  'group.change_members',
  'groups:write',
  (ports, actor, { id, add = [], remove = [] }: OneGroup & ChangeMembersBody) =>
    allOrNothing(ports, async (stores) => {
      const group = await stores.groups.byId(id)
      if (group === undefined) return refused(NO_GROUP)
      const added: AccountId[] = []
      for (const accountId of add) {
        const account = await stores.accounts.byId(accountId)
        if (account === undefined || account.state === 'deleted')
          return refused({ reason: 'not_found', what: 'account' })
        if (await stores.groups.addMember(id, accountId)) added.push(accountId)
      }
      const removed: AccountId[] = []
      for (const accountId of remove)
        if (await stores.groups.removeMember(id, accountId)) removed.push(accountId)
      if (added.length + removed.length === 0) return shownGroup(stores, id)
      await stores.groups.save({ ...group, changedAtMs: ports.clock.nowMs() })
      const facts = { groupId: id, groupName: group.name, added, removed }
      await record(ports, stores, actor, { action: 'group.members_changed', facts })
      return shownGroup(stores, id)
    }),
)

const NO_GROUP: Refusal = { reason: 'not_found', what: 'group' }
const NAME_TAKEN: Refusal = { reason: 'conflict', what: 'group', because: 'another group has this name' }

async function refuseTaken({ groups }: Stores, group: Group): Promise<Refusal | undefined> {
  const named = await groups.byName(group.name)
  if (named !== undefined && named.id !== group.id) return NAME_TAKEN
  const external = group.externalId === undefined ? undefined : await groups.byExternalId(group.externalId)
  if (external === undefined || external.id === group.id) return undefined
  return { reason: 'conflict', what: 'external id', because: 'another group has it' }
}

async function shownGroup({ groups }: Stores, id: string): Promise<Result<GroupRow>> {
  const group = await groups.byId(id)
  if (group === undefined) return refused(NO_GROUP)
  return accepted(groupRow({ group, members: await groups.size(id) }))
}

function groupRow({ group, members }: GroupEntry): GroupRow {
  const { id, name, description, externalId, createdAtMs, changedAtMs, revision } = group
  return {
    id,
    name,
    description,
    members,
    externalId: externalId ?? null,
    createdAtMs,
    changedAtMs,
    revision,
  }
}
