// Which accounts a filter on users means: SCIM's attributes become fields, and values get the spelling that is stored.
import { normaliseUserId } from '@countersign/protocol'
import type { UserCondition, UserField } from '../../core/directory-filter.js'
import { booleanOf } from './attributes.js'
import type { Fields } from './conditions.js'
import { conditionOf } from './conditions.js'
import type { Filter } from './filter.js'
import { USER } from './schema-uris.js'
import type { Read } from './scim-fault.js'

const lower = (text: string): string => text.toLowerCase()

const FIELDS: Fields<UserField> = {
  id: { field: 'id', kind: 'text', spelled: asciiLower },
  username: { field: 'userId', kind: 'text', spelled: normaliseUserId },
  externalid: { field: 'externalId', kind: 'text', spelled: (text) => text },
  displayname: { field: 'displayName', kind: 'text', spelled: lower },
  'name.formatted': { field: 'displayName', kind: 'text', spelled: lower },
  active: { field: 'active', kind: 'boolean', spelled: booleanOf },
  emails: { field: 'emails', kind: 'texts', spelled: asciiLower },
  'emails.value': { field: 'emails', kind: 'texts', spelled: asciiLower },
  'meta.created': { field: 'createdAtMs', kind: 'time' },
  'meta.lastmodified': { field: 'changedAtMs', kind: 'time' },
}

/** Refuses attributes that nobody can be found by, and comparisons that an attribute does not have, with `invalidFilter`. */
export function userConditionOf(filter: Filter): Read<UserCondition> {
  return conditionOf(USER, FIELDS, filter)
}

/** As the databases do it: `lower` of SQLite knows A to Z only. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
