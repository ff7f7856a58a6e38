// Conditions of core/directory-filter.ts in SQL that both engines understand: the same answers as `fits`, by the database.
import type { RawBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { Comparison, Condition, FieldValue } from '../core/directory-filter.js'

/**
 * How a field is found. A `list` is a JSON array of texts in which no text holds a quote; `mayHold` leaves few rows whose array must
 * be looked at, from an index alone. `among` tells of another table.
 */
export type SqlField =
  | { readonly kind: 'text' | 'number'; readonly column: RawBuilder<unknown> }
  | { readonly kind: 'truth'; readonly column: RawBuilder<unknown>; readonly yes: FieldValue }
  | {
      readonly kind: 'list'
      readonly column: RawBuilder<unknown>
      readonly mayHold: (text: string) => RawBuilder<SqlBool>
    }
  | {
      readonly kind: 'among'
      readonly has: (value: FieldValue) => RawBuilder<SqlBool>
      readonly hasAny: RawBuilder<SqlBool>
    }

export function conditionSql<F extends string>(
  fields: Readonly<Record<F, SqlField>>,
  condition: Condition<F>,
): RawBuilder<SqlBool> {
  switch (condition.type) {
    case 'and':
    case 'or':
      return joined(
        condition.type,
        condition.of.map((each) => conditionSql(fields, each)),
      )
    case 'not':
      return sql<SqlBool>`not ${conditionSql(fields, condition.of)}`
    case 'present':
      return presentSql(fields[condition.field])
    case 'compare':
      return comparisonSql(fields[condition.field], condition.by, condition.value)
    default:
      return NEVER
  }
}

const NEVER = sql<SqlBool>`(1 = 0)`
const ALWAYS = sql<SqlBool>`(1 = 1)`

function joined(type: 'and' | 'or', parts: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  const [first] = parts
  if (first === undefined) return type === 'and' ? ALWAYS : NEVER
  return sql<SqlBool>`(${sql.join([...parts], type === 'and' ? sql` and ` : sql` or `)})`
}

function presentSql(field: SqlField): RawBuilder<SqlBool> {
  switch (field.kind) {
    case 'text':
      return hasText(field.column)
    case 'number':
    case 'truth':
      return ALWAYS
    case 'list':
      return sql<SqlBool>`(${field.column} <> '[]')`
    case 'among':
      return field.hasAny
    default:
      return NEVER
  }
}

function comparisonSql(field: SqlField, by: Comparison, value: FieldValue): RawBuilder<SqlBool> {
  if (by === 'ne') return sql<SqlBool>`not ${comparisonSql(field, 'eq', value)}`
  switch (field.kind) {
    case 'text':
      return textSql(field.column, by, String(value))
    case 'number':
      return orderedSql(field.column, by, value)
    case 'truth':
      return by === 'eq' ? truthSql(field.column, field.yes, value) : NEVER
    case 'list':
      return listSql(field, by, value)
    case 'among':
      return by === 'eq' ? field.has(value) : NEVER
    default:
      return NEVER
  }
}

function hasText(column: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(coalesce(${column}, '') <> '')`
}

/** Whether a column holds a text somewhere. Exported for indexes that a field is looked for in. */
export function contains(column: RawBuilder<unknown>, text: string): RawBuilder<SqlBool> {
  return textSql(column, 'co', text)
}

/** An empty text is no value, and a comparison with no value is false: not unknown, whose contrary would be unknown too. */
function textSql(
  column: RawBuilder<unknown>,
  by: Exclude<Comparison, 'ne'>,
  value: string,
): RawBuilder<SqlBool> {
  switch (by) {
    case 'eq':
      return value === '' ? NEVER : sql<SqlBool>`(${column} = ${value} and ${column} is not null)`
    case 'co':
      return value === ''
        ? hasText(column)
        : sql<SqlBool>`(coalesce(replace(${column}, ${value}, ''), '') <> coalesce(${column}, ''))`
    case 'sw':
      return sql<SqlBool>`(${hasText(column)} and substr(${column}, 1, length(${value})) = ${value})`
    case 'ew':
      // From the end by hand: a negative start means something else on each engine.
      return sql<SqlBool>`(${hasText(column)} and length(${column}) >= length(${value})
        and substr(${column}, length(${column}) - length(${value}) + 1) = ${value})`
    default:
      return sql<SqlBool>`(${hasText(column)} and ${orderedSql(column, by, value)})`
  }
}

function orderedSql(
  column: RawBuilder<unknown>,
  by: Exclude<Comparison, 'ne'>,
  value: FieldValue,
): RawBuilder<SqlBool> {
  switch (by) {
    case 'eq':
      return sql<SqlBool>`(${column} = ${value})`
    case 'gt':
      return sql<SqlBool>`(${column} > ${value})`
    case 'ge':
      return sql<SqlBool>`(${column} >= ${value})`
    case 'lt':
      return sql<SqlBool>`(${column} < ${value})`
    case 'le':
      return sql<SqlBool>`(${column} <= ${value})`
    default:
      return NEVER
  }
}

function truthSql(column: RawBuilder<unknown>, yes: FieldValue, value: FieldValue): RawBuilder<SqlBool> {
  return value === true ? sql<SqlBool>`(${column} = ${yes})` : sql<SqlBool>`(${column} <> ${yes})`
}

type ListField = Extract<SqlField, { readonly kind: 'list' }>

/** `["a@b","c@d"]`: a value is what stands between two quotes. */
function listSql({ column, mayHold }: ListField, by: Comparison, value: FieldValue): RawBuilder<SqlBool> {
  const text = String(value)
  // Nothing that is kept holds these; found, they would be the array's own.
  if (/["\\,[\]]/.test(text)) return NEVER
  const part = quoted(by, text)
  if (part === undefined) return NEVER
  const here = textSql(column, 'co', part)
  return text === '' ? here : sql<SqlBool>`(${mayHold(text)} and ${here})`
}

function quoted(by: Comparison, text: string): string | undefined {
  switch (by) {
    case 'eq':
      return `"${text}"`
    case 'sw':
      return `"${text}`
    case 'ew':
      return `${text}"`
    case 'co':
      return text
    default:
      return undefined
  }
}
