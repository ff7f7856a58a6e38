// A JSON Schema as rows that a person can read: one row a field, nested ones by their path.
import type { Schema } from '../openapi.js'

export interface FieldRow {
  readonly path: string
  readonly type: string
  readonly rule: string
  readonly required: boolean
}

/** All fields of an object schema in their order. Alternatives are listed one after the other, each field once. */
export function fieldRows(schema: Schema, prefix = ''): readonly FieldRow[] {
  const rows = new Map<string, FieldRow>()
  const variants = schema.oneOf ?? schema.anyOf ?? [schema]
  for (const variant of variants) {
    for (const [name, field] of Object.entries(variant.properties ?? {})) {
      const path = prefix + name
      const inner = fieldRows(field, `${path}.`)
      const required = variants.every((each) => each.required?.includes(name) === true)
      const known = rows.get(path)
      const rule = [known?.rule, ruleOf(field)].filter(Boolean).join(' or ')
      rows.set(path, { path, type: typeOf(field), rule, required })
      for (const row of inner) rows.set(row.path, row)
    }
  }
  return [...rows.values()]
}

function typeOf(field: Schema): string {
  // `null` beside one other type is how a value says that there is none.
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(typeOf))].join(' or ')
  if (field.oneOf !== undefined) return 'object'
  if (field.type === 'array') return `list of ${field.items === undefined ? 'values' : typeOf(field.items)}`
  return [field.type ?? typeof field.const].flat().join(' or ')
}

function ruleOf(field: Schema): string {
  if (field.anyOf !== undefined) return field.anyOf.map(ruleOf).filter(Boolean).join(' or ')
  if (field.const !== undefined) return String(field.const)
  if (field.enum !== undefined) return field.enum.map(String).join(', ')
  if (field.pattern === BASE64URL) return bytesRule(field)
  if (field.pattern === UUID) return 'UUID in lower case'
  if (field.pattern === NO_SPACES)
    return `${field.minLength ?? 1} to ${field.maxLength ?? 'any number of'} bytes of text without spaces`
  if (field.pattern !== undefined) return field.pattern
  if (field.maxLength !== undefined)
    return `${field.minLength ?? 0} to ${field.maxLength} bytes of text without control characters`
  return ''
}

function bytesRule({ maxLength }: Schema): string {
  return maxLength === undefined ? 'base64url' : `base64url, at most ${Math.floor((maxLength * 3) / 4)} bytes`
}

const NO_SPACES = '^\\S+$'
const BASE64URL = '^[\\w-]*$'
const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
