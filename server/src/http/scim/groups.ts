// The resource /Groups: groups and their members, as an identity provider keeps them.
import {
  addScimGroup,
  changeScimGroup,
  listScimGroups,
  removeScimGroup,
  showScimGroup,
} from '../../flows/admin/scim-groups.js'
import type { Handler, ScimCall, ScimReply } from './call.js'
import { faultReply, NOTHING, refusalReply, resourceReply } from './call.js'
import { listResponse } from './discovery.js'
import { readGroup, readGroupSteps } from './group-draft.js'
import { groupConditionOf } from './group-filter.js'
import { groupResource } from './group-resource.js'
import { readPatch } from './patch-body.js'
import { filterIn, projected, sliceOf, wantedIn, wants } from './query.js'
import { read } from './scim-fault.js'

export const listGroups: Handler = async ({ ports, actor, query, base }) => {
  const filter = filterIn(query)
  if (!filter.ok) return faultReply(filter.fault)
  const condition = filter.value === undefined ? read(undefined) : groupConditionOf(filter.value)
  if (!condition.ok) return faultReply(condition.fault)
  const { startIndex, ...slice } = sliceOf(query)
  const wanted = wantedIn(query)
  const withMembers = wants(wanted, 'members')
  const found = await listScimGroups(ports, actor, { condition: condition.value, slice, withMembers })
  if (!found.ok) return refusalReply(found.refusal)
  const resources = found.value.groups.map((group) => projected(groupResource(group, base), wanted))
  return { status: 200, body: listResponse(resources, found.value.total, startIndex) }
}

export const showGroup: Handler = (call) => shown(call, 200, call.id)

export const addGroup: Handler = async (call) => {
  const body = await call.body()
  const group = body.ok ? readGroup(body.value) : body
  if (!group.ok) return faultReply(group.fault)
  const added = await addScimGroup(call.ports, call.actor, { group: group.value })
  return added.ok ? shown(call, 201, added.value.id) : refusalReply(added.refusal)
}

export const replaceGroup: Handler = async (call) => {
  const { ports, actor, id, revision } = call
  const body = await call.body()
  const group = body.ok ? readGroup(body.value) : body
  if (!group.ok) return faultReply(group.fault)
  const { name, externalId, members } = group.value
  const steps = [
    { type: 'rename', name },
    { type: 'externalId', externalId },
    { type: 'replaceMembers', ids: members },
  ] as const
  const replaced = await changeScimGroup(ports, actor, { id, revision, steps })
  return replaced.ok ? shown(call, 200, id) : refusalReply(replaced.refusal)
}

/** RFC 7644 §3.5.2: nothing comes back unless attributes were asked for; a group can have very many members. */
export const patchGroup: Handler = async (call) => {
  const { ports, actor, id, revision } = call
  const body = await call.body()
  const operations = body.ok ? readPatch(body.value) : body
  if (!operations.ok) return faultReply(operations.fault)
  const steps = readGroupSteps(operations.value)
  if (!steps.ok) return faultReply(steps.fault)
  const changed = await changeScimGroup(ports, actor, { id, revision, steps: steps.value })
  if (!changed.ok) return refusalReply(changed.refusal)
  return call.query.has('attributes') ? shown(call, 200, id) : NOTHING
}

export const removeGroup: Handler = async ({ ports, actor, id, revision }) => {
  const removed = await removeScimGroup(ports, actor, { id, revision })
  return removed.ok ? NOTHING : refusalReply(removed.refusal)
}

async function shown(
  { ports, actor, base, query }: ScimCall,
  status: 200 | 201,
  id: string,
): Promise<ScimReply> {
  const wanted = wantedIn(query)
  const found = await showScimGroup(ports, actor, { id, withMembers: wants(wanted, 'members') })
  if (!found.ok) return refusalReply(found.refusal)
  return resourceReply(status, projected(groupResource(found.value, base), wanted))
}
