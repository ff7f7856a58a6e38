// Which groups a filter on groups means.
import type { GroupCondition, GroupField } from '../../core/directory-filter.js'
import type { Fields } from './conditions.js'
import { conditionOf } from './conditions.js'
import type { Filter } from './filter.js'
import { GROUP } from './schema-uris.js'
import type { Read } from './scim-fault.js'
import { unread } from './scim-fault.js'
import { asciiLower } from './user-filter.js'

const FIELDS: Fields<GroupField> = {
  id: { field: 'id', kind: 'text', spelled: asciiLower },
  displayname: { field: 'displayName', kind: 'text', spelled: (text) => text.toLowerCase() },
  externalid: { field: 'externalId', kind: 'text', spelled: (text) => text },
  members: { field: 'members', kind: 'texts', spelled: asciiLower },
  'members.value': { field: 'members', kind: 'texts', spelled: asciiLower },
  'meta.created': { field: 'createdAtMs', kind: 'time' },
  'meta.lastmodified': { field: 'changedAtMs', kind: 'time' },
}

/** Refuses with `invalidFilter`. A member is found by its whole id only. */
export function groupConditionOf(filter: Filter): Read<GroupCondition> {
  const condition = conditionOf(GROUP, FIELDS, filter)
  if (condition.ok && asksForPartOfMember(condition.value))
    return unread('invalidFilter', 'members: eq, ne or pr expected')
  return condition
}

function asksForPartOfMember(condition: GroupCondition): boolean {
  switch (condition.type) {
    case 'and':
    case 'or':
      return condition.of.some(asksForPartOfMember)
    case 'not':
      return asksForPartOfMember(condition.of)
    case 'present':
      return false
    case 'compare':
      return condition.field === 'members' && condition.by !== 'eq' && condition.by !== 'ne'
  }
}
