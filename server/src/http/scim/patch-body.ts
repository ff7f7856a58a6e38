// A PATCH body (RFC 7644 §3.5.2) as a list of steps, each with its path read: what they do to a resource is decided by its file.
import type { AttributePath } from './attribute-path.js'
import { attributesOf, isOf } from './attributes.js'
import type { Filter } from './filter.js'
import { parsePatchPath } from './filter.js'
import { PATCH_OP } from './schema-uris.js'
import type { Read } from './scim-fault.js'
import { read, unread } from './scim-fault.js'

export interface PatchStep {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: AttributePath
  /** Which of several values; undefined: all of them, or the only one. */
  readonly where: Filter | undefined
  readonly value: unknown
}

/** Operations of one request. Entra ID sends at most some dozen, with many members in one. */
const OPERATIONS_MAX = 1_000

/**
 * Reads the operations in their order. One without a path has an object of attributes as its value, and becomes one step an
 * attribute; Entra ID puts whole paths into its names (`"emails[type eq \"work\"].value"`), so they are read as paths.
 */
export function readPatch(body: unknown): Read<readonly PatchStep[]> {
  const attributes = attributesOf(body)
  if (attributes === undefined) return unread('invalidSyntax', 'a JSON object without doubled names expected')
  if (!isOf(PATCH_OP, attributes)) return unread('invalidSyntax', `schemas: ${PATCH_OP} expected among them`)
  const operations = attributes.get('operations')
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > OPERATIONS_MAX)
    return unread('invalidSyntax', `Operations: 1 to ${OPERATIONS_MAX} expected`)
  const steps: PatchStep[] = []
  for (const operation of operations) {
    const found = readOperation(operation)
    if (!found.ok) return found
    steps.push(...found.value)
  }
  return read(steps)
}

function readOperation(operation: unknown): Read<readonly PatchStep[]> {
  const attributes = attributesOf(operation)
  const op = opOf(attributes?.get('op'))
  if (attributes === undefined || op === undefined)
    return unread('invalidSyntax', 'op: add, replace or remove expected')
  const value = attributes.get('value')
  if (value === undefined && op !== 'remove') return unread('invalidValue', 'value: one expected')
  const path = attributes.get('path')
  if (path === undefined || path === null || path === '') return withoutPath(op, value)
  const step = typeof path === 'string' ? stepAt(op, path, value) : undefined
  return step === undefined ? unread('invalidPath', 'path: an attribute path expected') : read([step])
}

function withoutPath(op: PatchStep['op'], value: unknown): Read<readonly PatchStep[]> {
  // RFC 7644 §3.5.2.2: without a path there is nothing to remove.
  if (op === 'remove') return unread('noTarget', 'path: one expected')
  const attributes = attributesOf(value)
  if (attributes === undefined || attributes.size > OPERATIONS_MAX)
    return unread('invalidValue', 'value: an object of attributes expected')
  const steps: PatchStep[] = []
  for (const [name, of] of attributes) {
    const step = stepAt(op, name, of)
    // A whole extension under its schema's name is nothing that is kept.
    if (step !== undefined) steps.push(step)
    else if (!name.startsWith('urn:')) return unread('invalidPath', 'value: names of attributes expected')
  }
  return read(steps)
}

function stepAt(op: PatchStep['op'], text: string, value: unknown): PatchStep | undefined {
  const found = parsePatchPath(text)
  return found && { op, path: found.path, where: found.where, value }
}

/** Entra ID writes `Add`, `Replace`, `Remove`. */
function opOf(value: unknown): PatchStep['op'] | undefined {
  const lower = typeof value === 'string' ? value.toLowerCase() : undefined
  return lower === 'add' || lower === 'replace' || lower === 'remove' ? lower : undefined
}

/** Whether a path means an attribute of this schema: named without a schema, or with this one. */
export function isPathOf(schema: string, path: AttributePath): boolean {
  return path.schema === '' || path.schema === schema.toLowerCase()
}
