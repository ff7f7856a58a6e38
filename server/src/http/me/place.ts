// Cursors of lists that are ordered by time: `<time>/<id>` of the last item, as the other cursors are encoded.
import { cursorIn, cursorOf } from '../admin/paging.js'

export interface Place {
  readonly atMs: number
  readonly id: string
}

/** Undefined for the first page, and for a cursor that is none of ours. */
export function placeIn(query: URLSearchParams): Place | undefined {
  const [, time, id] = /^(\d{1,15})\/([\w-]{1,64})$/.exec(cursorIn(query)) ?? []
  return time === undefined || id === undefined ? undefined : { atMs: Number(time), id }
}

export function placeOf({ atMs, id }: Place): string {
  return cursorOf(`${atMs}/${id}`)
}
