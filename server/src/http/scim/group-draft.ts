// A group as a provider wants it: a whole resource (POST, PUT), or the steps of a PATCH.
import { isId } from '@countersign/protocol'
import type { GroupStep, ScimGroupDraft } from '../../flows/admin/scim-groups.js'
import { attributesOf, isOf, valuesOf } from './attributes.js'
import type { Filter } from './filter.js'
import type { PatchStep } from './patch-body.js'
import { isPathOf } from './patch-body.js'
import { GROUP } from './schema-uris.js'
import type { Read } from './scim-fault.js'
import { read, unread } from './scim-fault.js'
import { readExternalId } from './user-draft.js'

/** Members in one body. Entra ID sends at most some thousand, Okta 10,000. */
export const MEMBERS_SENT_MAX = 20_000

export function readGroup(body: unknown): Read<ScimGroupDraft> {
  const attributes = attributesOf(body)
  if (attributes === undefined) return unread('invalidSyntax', 'a JSON object without doubled names expected')
  if (!isOf(GROUP, attributes)) return unread('invalidSyntax', `schemas: ${GROUP} expected among them`)
  const name = attributes.get('displayname')
  if (typeof name !== 'string') return unread('invalidValue', 'displayName: a text expected')
  const externalId = readExternalId(attributes.get('externalid'))
  if (!externalId.ok) return externalId
  const members = readMembers(attributes.get('members') ?? [])
  if (!members.ok) return members
  return read({ name, externalId: externalId.value, members: members.value })
}

/** What PATCH asks for, step by step. Attributes that are not kept change nothing. */
export function readGroupSteps(steps: readonly PatchStep[]): Read<readonly GroupStep[]> {
  const found: GroupStep[] = []
  for (const step of steps) {
    if (!isPathOf(GROUP, step.path)) continue
    const next = stepOf(step)
    if (!next.ok) return next
    if (next.value !== undefined) found.push(next.value)
  }
  return read(found)
}

function stepOf(step: PatchStep): Read<GroupStep | undefined> {
  const { op, path, value } = step
  switch (path.name) {
    case 'displayname':
      if (op === 'remove' || typeof value !== 'string')
        return unread('invalidValue', 'displayName: a text expected')
      return read({ type: 'rename', name: value })
    case 'externalid': {
      const externalId = readExternalId(op === 'remove' ? undefined : value)
      return externalId.ok ? read({ type: 'externalId', externalId: externalId.value }) : externalId
    }
    case 'members':
      return memberStep(step)
    case 'meta':
      return unread('mutability', 'meta: read-only')
    case 'id':
      // Okta sends the group's own id beside its new name: { "id": …, "displayName": … }.
      return read(undefined)
    default:
      return read(undefined)
  }
}

function memberStep({ op, path, where, value }: PatchStep): Read<GroupStep | undefined> {
  if (path.sub !== '') return unread('invalidPath', 'members: whole members expected, not parts of them')
  if (where !== undefined) {
    const id = op === 'remove' ? memberIn(where) : undefined
    return id === undefined
      ? unread('invalidPath', 'members[value eq "…"]: only to remove one')
      : read({ type: 'removeMembers', ids: [id] })
  }
  // RFC 7644 §3.5.2.2: without a filter all are removed. Entra ID names those it means in the value.
  if (op === 'remove' && (value === undefined || value === null))
    return read({ type: 'replaceMembers', ids: [] })
  const members = readMembers(value)
  if (!members.ok) return members
  const type = { add: 'addMembers', remove: 'removeMembers', replace: 'replaceMembers' } as const
  return read({ type: type[op], ids: members.value })
}

function memberIn(filter: Filter): string | undefined {
  if (filter.type !== 'compare' || filter.by !== 'eq' || filter.path.name !== 'value') return undefined
  return typeof filter.value === 'string' ? filter.value : undefined
}

/** `{ "value": id }`, or the bare id; one or several. Only people can be members. */
function readMembers(value: unknown): Read<readonly string[]> {
  const given = valuesOf(value)
  if (given.length > MEMBERS_SENT_MAX)
    return unread('invalidValue', `members: at most ${MEMBERS_SENT_MAX} in one request expected`)
  const ids = new Set<string>()
  for (const each of given) {
    const attributes = attributesOf(each)
    const id = typeof each === 'string' ? each : attributes?.get('value')
    const type = attributes?.get('type') ?? 'User'
    if (typeof type !== 'string' || type.toLowerCase() !== 'user')
      return unread('invalidValue', 'members.type: User expected; groups within groups are not kept')
    if (typeof id !== 'string' || !isId(id))
      return unread('invalidValue', 'members.value: the id of a user expected')
    ids.add(id)
  }
  return read([...ids])
}
