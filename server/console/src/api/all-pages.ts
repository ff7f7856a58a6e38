// The whole of a list that is short by its nature, such as the apps, read page by page.
import type { Answer } from './answer.js'
import type { Api, Query } from './client.js'

/** The most that one page may hold (protocol: PAGE_MAX), and how many pages are still called short. */
const PAGE_ITEMS = 200
const SHORT_PAGES = 25

/** `complete` is false when the list is longer than what was read. */
export interface Whole<T> {
  readonly items: readonly T[]
  readonly complete: boolean
}

/** `pagesMax`: for lists that are long, but are wanted whole all the same. */
export async function readAll<T>(
  api: Api,
  path: string,
  query: Query = {},
  pagesMax = SHORT_PAGES,
): Promise<Answer<Whole<T>>> {
  const items: T[] = []
  let cursor: string | undefined
  for (let page = 0; page < pagesMax; page++) {
    const answer = await api.get<{ readonly items: readonly T[]; readonly next: string | null }>(path, {
      ...query,
      limit: PAGE_ITEMS,
      cursor,
    })
    if (!answer.ok) return answer
    items.push(...answer.value.items)
    if (answer.value.next === null) return { ok: true, value: { items, complete: true } }
    cursor = answer.value.next
  }
  return { ok: true, value: { items, complete: false } }
}
