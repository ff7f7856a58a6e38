// How every list of the admin API is cut into pages: items, and a cursor that leads to the next ones.
import * as z from 'zod/mini'

/** Items of a page when the caller names no number, and the most that may be asked for. */
export const PAGE_DEFAULT = 50
export const PAGE_MAX = 200

export interface Page<T> {
  readonly items: T[]
  readonly next: string | null
  readonly total?: number | undefined
}

/** A page of `item`. `next` goes into `?cursor=` as it is; null: this was the last page. */
export function pageOf<T>(item: z.ZodMiniType<T, T>): z.ZodMiniType<Page<T>, Page<T>> {
  return z.strictObject({
    items: z.array(item),
    next: z.nullable(z.string()),
    /** Of all pages together, where counting is cheap. */
    total: z.optional(z.int().check(z.nonnegative())),
  })
}
