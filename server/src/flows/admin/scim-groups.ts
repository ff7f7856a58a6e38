// Groups as an identity provider keeps them (SCIM): added, renamed, members in and out, removed.
import type { AccountId } from '@countersign/protocol'
import { isSignableText } from '@countersign/protocol'
import { GROUP_NAME_MAX_BYTES } from '@countersign/protocol/admin'
import type { Group } from '../../core/directory.js'
import type { GroupCondition } from '../../core/directory-filter.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { MemberOfGroup, Slice } from '../../core/ports-scim.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { totalShown } from '../../core/slice.js'
import { allOrNothing } from '../all-or-nothing.js'
import { action, record } from './action.js'

export interface ScimGroupDraft {
  readonly name: string
  readonly externalId: string | undefined
  /** Ids of accounts, as they came. */
  readonly members: readonly string[]
}

export type GroupStep =
  | { readonly type: 'rename'; readonly name: string }
  | { readonly type: 'externalId'; readonly externalId: string | undefined }
  | { readonly type: 'addMembers' | 'removeMembers' | 'replaceMembers'; readonly ids: readonly string[] }

/** `members` only when they were asked for. */
export interface ShownGroup {
  readonly group: Group
  readonly members: readonly MemberOfGroup[] | undefined
}

/** About 20 MB of JSON. Who has larger groups leaves their members out (`excludedAttributes=members`), as providers do. */
const MEMBERS_SHOWN_MAX = 100_000
/** Ids of members in one audit entry; the numbers are always there. */
const MEMBERS_NAMED_MAX = 100

/** Refuses with `value_invalid` when the groups together have too many members to show. */
export const listScimGroups = action(
  'scim.group.list',
  'scim:write',
  async (
    ports,
    _actor,
    input: {
      readonly condition: GroupCondition | undefined
      readonly slice: Slice
      readonly withMembers: boolean
    },
  ): Promise<Result<{ readonly groups: readonly ShownGroup[]; readonly total: number }>> => {
    const { scim } = ports.storage.read
    const { condition, slice } = input
    const groups = slice.limit === 0 ? [] : await scim.groups(condition, slice)
    const total = totalShown(slice, groups.length) ?? (await scim.countGroups(condition))
    const found = await shown(ports.storage.read, groups, input.withMembers)
    return found.ok ? accepted({ groups: found.value, total }) : found
  },
)

/** Refuses with `not_found`, and with `value_invalid` when it has too many members to show. */
export const showScimGroup = action(
  'scim.group.show',
  'scim:write',
  async (
    ports,
    _actor,
    { id, withMembers }: { readonly id: string; readonly withMembers: boolean },
  ): Promise<Result<ShownGroup>> => {
    const group = await ports.storage.read.scim.group(id)
    if (group === undefined) return refused(NO_GROUP)
    const found = await shown(ports.storage.read, [group], withMembers)
    if (!found.ok) return found
    const [first] = found.value
    return first === undefined ? refused(NO_GROUP) : accepted(first)
  },
)

/** Refuses with `value_invalid` (name, members), `conflict` (name or externalId taken). */
export const addScimGroup = action(
  'scim.group.add',
  'scim:write',
  async (ports, actor, { group: draft }: { readonly group: ScimGroupDraft }): Promise<Result<Group>> => {
    const name = named(draft.name)
    if (name === undefined) return refused(NAME_INVALID)
    const nowMs = ports.clock.nowMs()
    const group: Group = {
      id: ports.random.id(),
      name,
      description: '',
      externalId: draft.externalId,
      createdAtMs: nowMs,
      changedAtMs: nowMs,
      revision: 1,
    }
    return allOrNothing(ports, async (stores) => {
      const taken = await externalIdFault(stores, group)
      if (taken !== undefined) return refused(taken)
      if (!(await stores.groups.add(group))) return refused(NAME_TAKEN)
      const facts = { groupId: group.id, name }
      await record(ports, stores, actor, { action: 'group.added', facts })
      const members = await changeMembers(stores, group.id, { type: 'addMembers', ids: draft.members })
      if (!members.ok) return members
      await recordMembers(ports, stores, actor, group, members.value)
      return accepted(group)
    })
  },
)

/**
 * Takes the steps in their order, all or none. Who is in already, or out already, is no fault.
 * Refuses with `not_found`, `changed_meanwhile`, `value_invalid` (name, members), `conflict` (name or externalId taken).
 */
export const changeScimGroup = action(
  'scim.group.change',
  'scim:write',
  async (
    ports,
    actor,
    input: {
      readonly id: string
      readonly revision: number | undefined
      readonly steps: readonly GroupStep[]
    },
  ): Promise<Result<Group>> =>
    allOrNothing(ports, async (stores) => {
      const before = await stores.groups.byId(input.id)
      if (before === undefined) return refused(NO_GROUP)
      if (input.revision !== undefined && input.revision !== before.revision)
        return refused({ reason: 'changed_meanwhile', revision: before.revision })
      const after = await takeSteps(stores, before, input.steps)
      if (!after.ok) return after
      const { group, members } = after.value
      const renamed = group.name !== before.name
      const changed = renamed || group.externalId !== before.externalId
      if (!changed && members.added.length + members.removed.length === 0) return accepted(before)
      if (!(await stores.groups.save({ ...group, changedAtMs: ports.clock.nowMs() })))
        return refused({ reason: 'changed_meanwhile', revision: before.revision + 1 })
      const facts = { groupId: group.id, name: group.name, ...(renamed ? { before: before.name } : {}) }
      if (changed) await record(ports, stores, actor, { action: 'group.changed', facts })
      await recordMembers(ports, stores, actor, group, members)
      return accepted({ ...group, revision: before.revision + 1 })
    }),
)

/** With all its memberships. Refuses with `not_found`, `changed_meanwhile`. */
export const removeScimGroup = action(
  'scim.group.remove',
  'scim:write',
  async (
    ports,
    actor,
    { id, revision }: { readonly id: string; readonly revision: number | undefined },
  ): Promise<Result<undefined>> =>
    allOrNothing(ports, async (stores) => {
      const group = await stores.groups.byId(id)
      if (group === undefined) return refused(NO_GROUP)
      if (revision !== undefined && group.revision !== revision)
        return refused({ reason: 'changed_meanwhile', revision: group.revision })
      await stores.groups.remove(id)
      const facts = { groupId: id, name: group.name }
      await record(ports, stores, actor, { action: 'group.removed', facts })
      return accepted(undefined)
    }),
)

const NO_GROUP: Refusal = { reason: 'not_found', what: 'group' }
const NAME_TAKEN: Refusal = {
  reason: 'conflict',
  what: 'group',
  because: 'another group has this displayName',
}
const NAME_INVALID: Refusal = {
  reason: 'value_invalid',
  path: 'displayName',
  expected: `1 to ${GROUP_NAME_MAX_BYTES} bytes without control characters`,
}

function named(text: string): string | undefined {
  const name = text.normalize('NFC').trim()
  return name !== '' && isSignableText(name, GROUP_NAME_MAX_BYTES) ? name : undefined
}

async function externalIdFault({ groups }: Stores, { id, externalId }: Group): Promise<Refusal | undefined> {
  const holder = externalId === undefined ? undefined : await groups.byExternalId(externalId)
  if (holder === undefined || holder.id === id) return undefined
  return { reason: 'conflict', what: 'externalId', because: 'another group has this externalId' }
}

interface MembersChanged {
  readonly added: readonly AccountId[]
  readonly removed: readonly AccountId[]
}

interface Taken {
  readonly group: Group
  readonly members: MembersChanged
}

async function takeSteps(stores: Stores, before: Group, steps: readonly GroupStep[]): Promise<Result<Taken>> {
  let group = before
  const added: AccountId[] = []
  const removed: AccountId[] = []
  for (const step of steps) {
    if (step.type === 'rename') {
      const name = named(step.name)
      if (name === undefined) return refused(NAME_INVALID)
      const holder = await stores.groups.byName(name)
      if (holder !== undefined && holder.id !== group.id) return refused(NAME_TAKEN)
      group = { ...group, name }
    } else if (step.type === 'externalId') {
      group = { ...group, externalId: step.externalId }
      const taken = await externalIdFault(stores, group)
      if (taken !== undefined) return refused(taken)
    } else {
      const changed = await changeMembers(stores, group.id, step)
      if (!changed.ok) return changed
      added.push(...changed.value.added)
      removed.push(...changed.value.removed)
    }
  }
  return accepted({ group, members: { added, removed } })
}

/** Whoever is to come in must be there. Whoever is to go out may be gone already. */
async function changeMembers(
  stores: Stores,
  groupId: string,
  { type, ids }: Extract<GroupStep, { readonly ids: readonly string[] }>,
): Promise<Result<MembersChanged>> {
  // Sound: the edge let only texts through that have the shape of an id, and whoever has none of them is not known.
  const wanted = ids as readonly AccountId[]
  if (type === 'removeMembers')
    return accepted({ added: [], removed: await stores.scim.removeMembers(groupId, wanted) })
  const known = new Set(await stores.scim.known(wanted))
  if (wanted.some((id) => !known.has(id)))
    return refused({ reason: 'value_invalid', path: 'members.value', expected: 'ids of users that are here' })
  const left = type === 'replaceMembers' ? await othersThan(stores, groupId, known) : []
  const removed = await stores.scim.removeMembers(groupId, left)
  return accepted({ added: await stores.scim.addMembers(groupId, wanted), removed })
}

async function othersThan(
  { scim }: Stores,
  groupId: string,
  known: ReadonlySet<AccountId>,
): Promise<readonly AccountId[]> {
  const members = await scim.membersOf([groupId], Number.MAX_SAFE_INTEGER)
  return members.map(({ accountId }) => accountId).filter((id) => !known.has(id))
}

async function recordMembers(
  ports: Ports,
  stores: Stores,
  actor: Actor,
  { id, name }: Group,
  { added, removed }: MembersChanged,
): Promise<void> {
  if (added.length + removed.length === 0) return
  const facts = {
    groupId: id,
    name,
    added: added.length,
    removed: removed.length,
    addedIds: added.slice(0, MEMBERS_NAMED_MAX),
    removedIds: removed.slice(0, MEMBERS_NAMED_MAX),
  }
  await record(ports, stores, actor, { action: 'group.members_changed', facts })
}

async function shown(
  { scim }: Stores,
  groups: readonly Group[],
  withMembers: boolean,
): Promise<Result<readonly ShownGroup[]>> {
  if (!withMembers) return accepted(groups.map((group) => ({ group, members: undefined })))
  const members = await scim.membersOf(
    groups.map(({ id }) => id),
    MEMBERS_SHOWN_MAX + 1,
  )
  if (members.length > MEMBERS_SHOWN_MAX)
    return refused({
      reason: 'value_invalid',
      path: 'excludedAttributes',
      expected: 'members left out: these groups have more than can be shown at once',
    })
  return accepted(
    groups.map((group) => ({ group, members: members.filter(({ groupId }) => groupId === group.id) })),
  )
}
