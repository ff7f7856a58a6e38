// From a filter's tree to a condition on stored fields: one table of fields a resource, everything else refused.
import type { Condition, FieldValue } from '../../core/directory-filter.js'
import type { AttributePath } from './attribute-path.js'
import type { Filter } from './filter.js'
import { isPathOf } from './patch-body.js'
import type { Read } from './scim-fault.js'
import { read, unread } from './scim-fault.js'

/** What an attribute is stored as. `spelled` brings a value into the spelling of storage. */
export type Field<F extends string> =
  | { readonly field: F; readonly kind: 'text' | 'texts'; readonly spelled: (text: string) => string }
  | {
      readonly field: F
      readonly kind: 'boolean'
      readonly spelled: (value: unknown) => boolean | undefined
    }
  | { readonly field: F; readonly kind: 'time' }

/** Fields by their attribute in lower case: `username`, `meta.created`. */
export type Fields<F extends string> = Readonly<Record<string, Field<F>>>

export function conditionOf<F extends string>(
  schema: string,
  fields: Fields<F>,
  filter: Filter,
): Read<Condition<F>> {
  switch (filter.type) {
    case 'and':
    case 'or':
      return joined(schema, fields, filter)
    case 'not': {
      const of = conditionOf(schema, fields, filter.of)
      return of.ok ? read({ type: 'not', of: of.value }) : of
    }
    case 'present': {
      const field = fieldAt(schema, fields, filter.path)
      return field === undefined ? noSuchAttribute(fields) : read({ type: 'present', field: field.field })
    }
    case 'compare': {
      const field = fieldAt(schema, fields, filter.path)
      return field === undefined ? noSuchAttribute(fields) : compared(field, filter)
    }
    case 'some':
      return some(schema, fields, filter)
  }
}

function joined<F extends string>(
  schema: string,
  fields: Fields<F>,
  filter: Extract<Filter, { type: 'and' | 'or' }>,
): Read<Condition<F>> {
  const of: Condition<F>[] = []
  for (const each of filter.of) {
    const condition = conditionOf(schema, fields, each)
    if (!condition.ok) return condition
    of.push(condition.value)
  }
  return read({ type: filter.type, of })
}

/**
 * `emails[value eq "a@b"]`. A type beside it (`emails[type eq "work"].value eq "a@b"`, as Entra ID matches) says nothing here:
 * which of its two addresses is which, an account does not know. So it means an account with that address.
 */
function some<F extends string>(
  schema: string,
  fields: Fields<F>,
  { path, filter }: Extract<Filter, { type: 'some' }>,
): Read<Condition<F>> {
  const parts = filter.type === 'and' ? filter.of : [filter]
  const telling = parts.filter((part) => !(part.type === 'compare' && UNKEPT.has(part.path.name)))
  const [only] = telling
  if (telling.length !== 1 || only?.type !== 'compare' || only.path.sub !== '' || path.sub !== '')
    return unread('invalidFilter', 'one comparison of a value expected in the brackets')
  return conditionOf(schema, fields, { ...only, path: { ...path, sub: only.path.name } })
}

const UNKEPT: ReadonlySet<string> = new Set(['type', 'primary', 'display'])

function compared<F extends string>(
  field: Field<F>,
  { by, value }: Extract<Filter, { type: 'compare' }>,
): Read<Condition<F>> {
  // RFC 7644 §3.4.2.2 has no words for it, but `eq null` is how clients ask for what has no value.
  if (value === null) {
    if (by === 'eq') return read({ type: 'not', of: { type: 'present', field: field.field } })
    if (by === 'ne') return read({ type: 'present', field: field.field })
    return unread('invalidFilter', 'null is only equal or not equal')
  }
  const stored = storedValue(field, value)
  if (stored === undefined) return unread('invalidFilter', 'a value of the attribute’s own type expected')
  const ordered = by === 'gt' || by === 'ge' || by === 'lt' || by === 'le'
  const partial = by === 'co' || by === 'sw' || by === 'ew'
  if (
    (ordered && (field.kind === 'boolean' || field.kind === 'texts')) ||
    (partial && typeof stored !== 'string')
  )
    return unread('invalidFilter', 'a comparison that the attribute has expected')
  if (partial && stored === '') return unread('invalidFilter', 'a text that is not empty expected')
  return read({ type: 'compare', field: field.field, by, value: stored })
}

function storedValue<F extends string>(
  field: Field<F>,
  value: string | number | boolean,
): FieldValue | undefined {
  if (field.kind === 'boolean') return field.spelled(value)
  if (typeof value !== 'string') return undefined
  if (field.kind !== 'time') return field.spelled(value)
  const timeMs = ISO_TIME.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(timeMs) ? undefined : timeMs
}

/** RFC 7643 §2.3.5: `2011-08-01T21:32:44.882Z`. Without a zone it would mean another time on each machine. */
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

function fieldAt<F extends string>(
  schema: string,
  fields: Fields<F>,
  path: AttributePath,
): Field<F> | undefined {
  if (!isPathOf(schema, path)) return undefined
  const name = path.sub === '' ? path.name : `${path.name}.${path.sub}`
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

function noSuchAttribute<F extends string>(fields: Fields<F>): ReturnType<typeof unread> {
  return unread('invalidFilter', `one of these attributes expected: ${Object.keys(fields).join(', ')}`)
}
