// What PATCH does to a user: each step in its order, on the user as it was read.
import { EMAILS_PER_ACCOUNT_MAX } from '@countersign/protocol/me'
import type { ScimUser } from '../../flows/admin/scim-users.js'
import { attributesOf, booleanOf } from './attributes.js'
import type { Filter } from './filter.js'
import type { PatchStep } from './patch-body.js'
import { isPathOf } from './patch-body.js'
import { USER } from './schema-uris.js'
import type { Read } from './scim-fault.js'
import { read, unread } from './scim-fault.js'
import { displayNameOf, readEmails, readExternalId, toLocale } from './user-draft.js'

/**
 * The user after all steps. Attributes that we do not keep, those of extensions included, change nothing. Refuses what is
 * read-only (`mutability`), what cannot be removed, and values of the wrong kind (`invalidValue`).
 */
export function patchUser(before: ScimUser, steps: readonly PatchStep[]): Read<ScimUser> {
  let user = before
  for (const step of steps) {
    if (!isPathOf(USER, step.path)) continue
    const after = step.op === 'remove' ? without(user, step) : withValue(user, step)
    if (!after.ok) return after
    user = after.value
  }
  return read(withNameParts(before, user, steps))
}

function withValue(user: ScimUser, step: PatchStep): Read<ScimUser> {
  const { path, value } = step
  switch (path.name) {
    case 'username':
      if (typeof value !== 'string') return unread('invalidValue', 'userName: a text expected')
      return read({ ...user, userName: value })
    case 'active': {
      // Some write { "active": { "value": false } } after an export from elsewhere; the RFC knows a plain boolean only.
      const active = booleanOf(value)
      return active === undefined
        ? unread('invalidValue', 'active: true or false expected')
        : read({ ...user, active })
    }
    case 'externalid': {
      const externalId = readExternalId(value)
      return externalId.ok ? read({ ...user, externalId: externalId.value }) : externalId
    }
    case 'displayname':
      if (typeof value !== 'string') return unread('invalidValue', 'displayName: a text expected')
      return read({ ...user, displayName: value.trim().normalize('NFC') })
    case 'preferredlanguage':
    case 'locale':
      return typeof value === 'string' ? read({ ...user, locale: toLocale(value) }) : read(user)
    case 'emails':
      return emailsChanged(user, step)
    case 'id':
    case 'groups':
    case 'meta':
      return unread('mutability', `${path.name}: read-only; members are changed at the group`)
    default:
      return read(user)
  }
}

function without(user: ScimUser, step: PatchStep): Read<ScimUser> {
  switch (step.path.name) {
    case 'externalid':
      return read({ ...user, externalId: undefined })
    case 'displayname':
      return read({ ...user, displayName: '' })
    case 'emails':
      return emailsChanged(user, { ...step, value: undefined })
    case 'username':
    case 'active':
    case 'id':
    case 'groups':
    case 'meta':
      return unread('mutability', 'an attribute that may be removed expected')
    default:
      return read(user)
  }
}

/** Name parts say something only together, and only when no step gives a whole name. */
function withNameParts(before: ScimUser, user: ScimUser, steps: readonly PatchStep[]): ScimUser {
  if (user.displayName !== before.displayName) return user
  const parts = new Map<string, unknown>()
  for (const { op, path, value } of steps) {
    if (path.name !== 'name' || op === 'remove') continue
    if (path.sub !== '') parts.set(path.sub, value)
    else for (const [name, of] of attributesOf(value) ?? []) parts.set(name, of)
  }
  const whole = parts.has('formatted') || (parts.has('givenname') && parts.has('familyname'))
  if (!whole) return user
  const named = displayNameOf(new Map([['name', Object.fromEntries(parts)]]))
  return named.ok && named.value !== undefined ? { ...user, displayName: named.value } : user
}

function emailsChanged(user: ScimUser, { op, path, where, value }: PatchStep): Read<ScimUser> {
  if (where === undefined && path.sub === '') {
    const given = readEmails(value)
    if (!given.ok) return given
    return read({ ...user, emails: op === 'add' ? joined(user.emails, given.value) : given.value })
  }
  if (path.sub !== '' && path.sub !== 'value') return read(user)
  const place = where === undefined ? 0 : placeOf(where, user.emails)
  if (place === undefined) return unread('invalidPath', 'emails: a filter by type, primary or value expected')
  if (op === 'remove') return read({ ...user, emails: user.emails.filter((_, i) => i !== place) })
  const given = readEmails(value)
  if (!given.ok) return given
  const [address] = given.value
  const kept = user.emails.filter((each, i) => i !== place && each !== address)
  if (address === undefined) return read({ ...user, emails: kept })
  return read({ ...user, emails: kept.toSpliced(place, 0, address).slice(0, EMAILS_PER_ACCOUNT_MAX) })
}

function joined(emails: readonly string[], added: readonly string[]): readonly string[] {
  return [...new Set([...emails, ...added])].slice(0, EMAILS_PER_ACCOUNT_MAX)
}

/** Which of the addresses a filter means: the first is the primary one at work, as user-resource.ts writes it. */
function placeOf(filter: Filter, emails: readonly string[]): number | undefined {
  if (filter.type === 'and') {
    const places = new Set(filter.of.map((each) => placeOf(each, emails)))
    return places.size === 1 ? [...places][0] : undefined
  }
  if (filter.type !== 'compare' || filter.by !== 'eq') return undefined
  const { value } = filter
  switch (filter.path.name) {
    case 'type':
      return typeof value === 'string' ? (value.toLowerCase() === 'work' ? 0 : 1) : undefined
    case 'primary':
      return booleanOf(value) === undefined ? undefined : booleanOf(value) === true ? 0 : 1
    case 'value': {
      const place = typeof value === 'string' ? emails.map(lower).indexOf(value.toLowerCase()) : -1
      return place < 0 ? NOWHERE : place
    }
    default:
      return undefined
  }
}

/** After all of them: nothing is removed there, and what is added comes last. */
const NOWHERE = EMAILS_PER_ACCOUNT_MAX

function lower(text: string): string {
  return text.toLowerCase()
}
