// Which accounts and groups a provisioning client asks for: a condition as data, and what it means of one of them.
//
// The databases translate the same data (storage/directory-filter-sql.ts); a test holds both against each other.

export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'

/** Conditions on fields of one kind of thing. `F` are the names of its fields. */
export type Condition<F extends string> =
  | { readonly type: 'compare'; readonly field: F; readonly by: Comparison; readonly value: FieldValue }
  | { readonly type: 'present'; readonly field: F }
  | { readonly type: 'and' | 'or'; readonly of: readonly Condition<F>[] }
  | { readonly type: 'not'; readonly of: Condition<F> }

/** Text is compared as it is: whoever makes a condition brings it into the spelling that is stored. Times are milliseconds. */
export type FieldValue = string | number | boolean

/** `emails` and `members` hold several values: a comparison is true when it is true of one of them (RFC 7644 §3.4.2.2). */
export const userFields = {
  id: 'text',
  userId: 'text',
  /** In lower case. */
  displayName: 'text',
  externalId: 'text',
  /** In lower case. */
  emails: 'texts',
  active: 'boolean',
  createdAtMs: 'time',
  changedAtMs: 'time',
} as const
export type UserField = keyof typeof userFields

export const groupFields = {
  id: 'text',
  /** In lower case. */
  displayName: 'text',
  externalId: 'text',
  /** Ids of accounts; `eq` only. */
  members: 'texts',
  createdAtMs: 'time',
  changedAtMs: 'time',
} as const
export type GroupField = keyof typeof groupFields

export type UserCondition = Condition<UserField>
export type GroupCondition = Condition<GroupField>

/** What one thing has in each field: no value, one, or several. */
export type FieldsOf<F extends string> = Readonly<Record<F, FieldValue | readonly FieldValue[] | undefined>>

/** Whether a thing with these values is meant. */
export function fits<F extends string>(condition: Condition<F>, fields: FieldsOf<F>): boolean {
  switch (condition.type) {
    case 'and':
      return condition.of.every((each) => fits(each, fields))
    case 'or':
      return condition.of.some((each) => fits(each, fields))
    case 'not':
      return !fits(condition.of, fields)
    case 'present':
      return valuesOf(fields[condition.field]).length > 0
    case 'compare':
      return comparisonFits(condition.by, valuesOf(fields[condition.field]), condition.value)
    default:
      return noSuchCondition(condition)
  }
}

function valuesOf(value: FieldValue | readonly FieldValue[] | undefined): readonly FieldValue[] {
  if (value === undefined || value === '') return []
  return typeof value === 'object' ? value : [value]
}

/** `ne` is the contrary of `eq`, so it is true of what has no value. */
function comparisonFits(by: Comparison, values: readonly FieldValue[], wanted: FieldValue): boolean {
  if (by === 'ne') return !values.includes(wanted)
  return values.some((value) => compared(by, value, wanted))
}

function compared(by: Exclude<Comparison, 'ne'>, value: FieldValue, wanted: FieldValue): boolean {
  switch (by) {
    case 'eq':
      return value === wanted
    case 'co':
      return String(value).includes(String(wanted))
    case 'sw':
      return String(value).startsWith(String(wanted))
    case 'ew':
      return String(value).endsWith(String(wanted))
    case 'gt':
      return value > wanted
    case 'ge':
      return value >= wanted
    case 'lt':
      return value < wanted
    case 'le':
      return value <= wanted
    default:
      return noSuchCondition(by)
  }
}

/** Only the type checker ever comes here; at run time an unknown condition fits nothing. */
function noSuchCondition(_: never): boolean {
  return false
}
