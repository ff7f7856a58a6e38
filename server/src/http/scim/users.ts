// The resource /Users: people, as an identity provider adds, changes and removes them.
import type { AccountId } from '@countersign/protocol'
import { isId } from '@countersign/protocol'
import {
  addScimUser,
  listScimUsers,
  removeScimUser,
  replaceScimUser,
  type ScimUser,
  scimUserOf,
  showScimUser,
} from '../../flows/admin/scim-users.js'
import type { Handler, ScimCall, ScimReply } from './call.js'
import { faultReply, NOTHING, refusalReply, resourceReply } from './call.js'
import { listResponse } from './discovery.js'
import { readPatch } from './patch-body.js'
import { filterIn, projected, sliceOf, wantedIn, wants } from './query.js'
import type { Read } from './scim-fault.js'
import { read } from './scim-fault.js'
import { readUser } from './user-draft.js'
import { userConditionOf } from './user-filter.js'
import { patchUser } from './user-patch.js'
import { userResource } from './user-resource.js'

export const listUsers: Handler = async ({ ports, actor, query, base }) => {
  const filter = filterIn(query)
  if (!filter.ok) return faultReply(filter.fault)
  const condition = filter.value === undefined ? read(undefined) : userConditionOf(filter.value)
  if (!condition.ok) return faultReply(condition.fault)
  const { startIndex, ...slice } = sliceOf(query)
  const wanted = wantedIn(query)
  const withGroups = wants(wanted, 'groups')
  const found = await listScimUsers(ports, actor, { condition: condition.value, slice, withGroups })
  if (!found.ok) return refusalReply(found.refusal)
  const resources = found.value.users.map((user) => projected(userResource(user, base), wanted))
  return { status: 200, body: listResponse(resources, found.value.total, startIndex) }
}

export const showUser: Handler = async ({ ports, actor, id, query, base }) => {
  const found = await showScimUser(ports, actor, { id: accountId(id) })
  if (!found.ok) return refusalReply(found.refusal)
  return resourceReply(200, projected(userResource(found.value, base), wantedIn(query)))
}

export const addUser: Handler = async (call) => {
  const { ports, actor, base } = call
  const body = await call.body()
  const user = body.ok ? readUser(body.value) : body
  if (!user.ok) return faultReply(user.fault)
  const added = await addScimUser(ports, actor, { user: user.value })
  if (!added.ok) return refusalReply(added.refusal)
  return resourceReply(201, projected(userResource(added.value, base), wantedIn(call.query)))
}

export const replaceUser: Handler = async (call) => {
  const body = await call.body()
  if (!body.ok) return faultReply(body.fault)
  return changed(call, (before) => readUser(body.value, before))
}

export const patchUserHandler: Handler = async (call) => {
  const body = await call.body()
  const steps = body.ok ? readPatch(body.value) : body
  if (!steps.ok) return faultReply(steps.fault)
  return changed(call, (before) => patchUser(before, steps.value))
}

export const removeUser: Handler = async ({ ports, actor, id, revision }) => {
  const removed = await removeScimUser(ports, actor, { id: accountId(id), revision })
  return removed.ok ? NOTHING : refusalReply(removed.refusal)
}

/** Another writer may come between reading and writing; without `If-Match` the change is then made on what is there now. */
const TRIES = 4

async function changed(call: ScimCall, change: (before: ScimUser) => Read<ScimUser>): Promise<ScimReply> {
  const { ports, actor, base, query } = call
  const id = accountId(call.id)
  for (let tries = 1; ; tries += 1) {
    const shown = await showScimUser(ports, actor, { id })
    if (!shown.ok) return refusalReply(shown.refusal)
    const user = change(scimUserOf(shown.value.account))
    if (!user.ok) return faultReply(user.fault)
    const revision = call.revision ?? shown.value.account.revision
    const replaced = await replaceScimUser(ports, actor, { id, revision, user: user.value })
    if (replaced.ok) return resourceReply(200, projected(userResource(replaced.value, base), wantedIn(query)))
    const again = replaced.refusal.reason === 'changed_meanwhile' && call.revision === undefined
    if (!again || tries >= TRIES) return refusalReply(replaced.refusal)
  }
}

/** An id that is none of ours is nobody's. */
function accountId(id: string): AccountId {
  // Sound: only what has an id's shape is looked up as one; the other is an id that no account has.
  return (isId(id) ? id : '00000000-0000-0000-0000-000000000000') as AccountId
}
