// Pages of lists: how many items a caller asked for, and the cursor that leads to the next page.
import { fromBase64Url, toBase64Url } from '@countersign/protocol'
import type { Page } from '@countersign/protocol/admin'
import { PAGE_DEFAULT, PAGE_MAX } from '@countersign/protocol/admin'
import type { Parameter } from '../openapi.js'

/** For `query` of a list's operation. */
export const pageParameters: readonly Parameter[] = [
  {
    name: 'cursor',
    in: 'query',
    required: false,
    description: '`next` of the page before; nothing for the first one.',
    schema: { type: 'string' },
  },
  {
    name: 'limit',
    in: 'query',
    required: false,
    description: `Items of a page, at most ${PAGE_MAX}; ${PAGE_DEFAULT} when it is not said.`,
    schema: { type: 'integer', minimum: 1, maximum: PAGE_MAX },
  },
]

/** What cannot be read is the default, and more than the most is the most. */
export function limitIn(query: URLSearchParams): number {
  const text = query.get('limit') ?? ''
  return /^[1-9]\d{0,4}$/.test(text) ? Math.min(Number(text), PAGE_MAX) : PAGE_DEFAULT
}

/** The text after which the page begins; empty for the first page, and for a cursor that is none of ours. */
export function cursorIn(query: URLSearchParams): string {
  const bytes = fromBase64Url(query.get('cursor') ?? '')
  return bytes === undefined ? '' : new TextDecoder().decode(bytes)
}

export function cursorOf(after: string): string {
  return toBase64Url(new TextEncoder().encode(after))
}

/**
 * A page of rows that were read with one more than `limit`: whether there is a next page shows without counting.
 * @param after what of the last row the next page begins behind
 */
export function pageFrom<R, T>(
  rows: readonly R[],
  limit: number,
  after: (row: R) => string,
  item: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(item),
    next: rows.length > limit && last !== undefined ? cursorOf(after(last)) : null,
  }
}
