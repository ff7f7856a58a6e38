// Reads values out of SCIM bodies: names without regard to case, booleans and single values as providers really send them.

/** An object's attributes under their names in lower case. */
export type Attributes = ReadonlyMap<string, unknown>

/** Undefined for anything that is no object, and for one that names an attribute twice: which of both counts, nobody can tell. */
export function attributesOf(value: unknown): Attributes | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const entries = Object.entries(value).map(([name, of]) => [name.toLowerCase(), of] as const)
  const attributes = new Map(entries)
  return attributes.size === entries.length ? attributes : undefined
}

/** `schemas` of a body names this one; others beside it are extensions, which are left out. */
export function isOf(schema: string, attributes: Attributes): boolean {
  const schemas = attributes.get('schemas')
  const named = (each: unknown): boolean =>
    typeof each === 'string' && each.toLowerCase() === schema.toLowerCase()
  return Array.isArray(schemas) && schemas.length <= SCHEMAS_MAX && schemas.some(named)
}

/** A resource and its extensions: Entra ID names two, Okta up to three. */
const SCHEMAS_MAX = 16

/** `true`, and Entra ID's `"True"` (a string; its `aadOptscim062020` flag changes that). Undefined: no boolean. */
export function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  const lower = value.toLowerCase()
  return lower === 'true' || lower === 'false' ? lower === 'true' : undefined
}

/** Several values, or a single one without its brackets. */
export function valuesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
