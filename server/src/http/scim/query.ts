// What follows the `?` of a SCIM list (RFC 7644 §3.4.2): part of a list, a filter, and which attributes are wanted.
import { PAGE_DEFAULT, PAGE_MAX } from '@countersign/protocol/admin'
import type { Slice } from '../../core/ports-scim.js'
import type { AttributePath } from './attribute-path.js'
import { attributePath } from './attribute-path.js'
import type { Filter } from './filter.js'
import { parseFilter } from './filter.js'
import type { Read } from './scim-fault.js'
import { read, unread } from './scim-fault.js'

/** RFC 7644 §3.4.2.4: less than 1 is 1; a negative count is 0; more than the most is the most. What is no number is left out. */
export function sliceOf(query: URLSearchParams): Slice & { readonly startIndex: number } {
  const startIndex = Math.max(1, integerIn(query, 'startIndex') ?? 1)
  const limit = Math.min(Math.max(0, integerIn(query, 'count') ?? PAGE_DEFAULT), PAGE_MAX)
  return { startIndex, offset: startIndex - 1, limit }
}

/** Within what both engines take as an offset. */
function integerIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? ''
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** Undefined without a filter. */
export function filterIn(query: URLSearchParams): Read<Filter | undefined> {
  const text = query.get('filter')
  if (text === null || text === '') return read(undefined)
  const filter = parseFilter(text)
  return filter === undefined
    ? unread('invalidFilter', 'a filter of RFC 7644 §3.4.2.2 expected')
    : read(filter)
}

/** Which attributes an answer has, by name in lower case. */
export interface Wanted {
  readonly only: ReadonlySet<string> | undefined
  readonly without: ReadonlySet<string>
}

/** `attributes=userName,name.familyName`, `excludedAttributes=members`. A sub-attribute means the whole attribute. */
export function wantedIn(query: URLSearchParams): Wanted {
  const only = namesIn(query.get('attributes'))
  return {
    only: only.length === 0 ? undefined : new Set(only.map(({ name }) => name)),
    without: new Set(
      namesIn(query.get('excludedAttributes'))
        .filter(({ sub }) => sub === '')
        .map(({ name }) => name),
    ),
  }
}

/** Names in one parameter: a resource has less than twenty. */
const NAMES_MAX = 64

function namesIn(text: string | null): readonly AttributePath[] {
  if (text === null) return []
  return text
    .split(',', NAMES_MAX)
    .map((each) => attributePath(each.trim()))
    .filter((path) => path !== undefined)
}

export function wants({ only, without }: Wanted, attribute: string): boolean {
  return (only === undefined || only.has(attribute)) && !without.has(attribute)
}

/** RFC 7643 §7, `returned: always`: these come whatever was asked. */
const ALWAYS: ReadonlySet<string> = new Set(['schemas', 'id', 'meta'])

export function projected(
  resource: Readonly<Record<string, unknown>>,
  wanted: Wanted,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(resource).filter(
    ([name]) => ALWAYS.has(name) || wants(wanted, name.toLowerCase()),
  )
  return Object.fromEntries(entries)
}
