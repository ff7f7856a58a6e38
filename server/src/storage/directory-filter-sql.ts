// Conditions of core/directory-filter.ts in SQL that both engines understand: the same answers as `fits`, by the database.
import type { RawBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { Comparison, Condition, FieldValue } from '../core/directory-filter.js'

/** How a field is found. A `list` is a JSON array of texts in which no text holds a quote; `among` tells of another table. */
export type SqlField =
  | { readonly kind: 'column'; readonly column: RawBuilder<unknown> }
  | { readonly kind: 'truth'; readonly column: RawBuilder<unknown>; readonly yes: FieldValue }
  | { readonly kind: 'list'; readonly column: RawBuilder<unknown> }
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
    case 'column':
      return sql<SqlBool>`(coalesce(${field.column}, '') <> '')`
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
    case 'column':
      return columnSql(field.column, by, value)
    case 'truth':
      return by === 'eq' ? truthSql(field.column, field.yes, value) : NEVER
    case 'list':
      return listSql(field.column, by, value)
    case 'among':
      return by === 'eq' ? field.has(value) : NEVER
    default:
      return NEVER
  }
}

/** `coalesce`, since a comparison with null is neither true nor false, and `not` of it would not be true. */
function columnSql(
  column: RawBuilder<unknown>,
  by: Exclude<Comparison, 'ne'>,
  value: FieldValue,
): RawBuilder<SqlBool> {
  // An empty text is no value: nothing equals it or comes before it.
  if (value === '')
    return by === 'eq' || by === 'lt' || by === 'le' ? NEVER : presentSql({ kind: 'column', column })
  switch (by) {
    case 'eq':
      return sql<SqlBool>`(${column} = ${value} and ${column} is not null)`
    case 'co':
      return sql<SqlBool>`(coalesce(replace(${column}, ${value}, ''), '') <> coalesce(${column}, ''))`
    case 'sw':
      return sql<SqlBool>`(coalesce(substr(${column}, 1, length(${value})), '') = ${value})`
    case 'ew':
      // From the end by hand: a negative start means something else on each engine.
      return sql<SqlBool>`(coalesce(length(${column}), 0) >= length(${value})
        and substr(${column}, length(${column}) - length(${value}) + 1) = ${value})`
    case 'gt':
      return sql<SqlBool>`(${column} is not null and ${column} > ${value})`
    case 'ge':
      return sql<SqlBool>`(${column} is not null and ${column} >= ${value})`
    case 'lt':
      return sql<SqlBool>`(${column} is not null and ${column} < ${value})`
    case 'le':
      return sql<SqlBool>`(${column} is not null and ${column} <= ${value})`
    default:
      return NEVER
  }
}

function truthSql(column: RawBuilder<unknown>, yes: FieldValue, value: FieldValue): RawBuilder<SqlBool> {
  return value === true ? sql<SqlBool>`(${column} = ${yes})` : sql<SqlBool>`(${column} <> ${yes})`
}

/** `["a@b","c@d"]`: a value is what stands between two quotes. */
function listSql(column: RawBuilder<unknown>, by: Comparison, value: FieldValue): RawBuilder<SqlBool> {
  const text = String(value)
  // Nothing that is kept holds these; found, they would be the array's own.
  if (/["\\,[\]]/.test(text)) return NEVER
  switch (by) {
    case 'eq':
      return columnSql(column, 'co', `"${text}"`)
    case 'sw':
      return columnSql(column, 'co', `"${text}`)
    case 'ew':
      return columnSql(column, 'co', `${text}"`)
    case 'co':
      return columnSql(column, 'co', text)
    default:
      return NEVER
  }
}
