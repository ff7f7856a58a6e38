// How many a whole list has, as far as a part of it shows it.
import type { Slice } from './ports-scim.js'

/**
 * The total, when the part that came is the list's end: fewer came than were asked for, so there are no more. Undefined when it must
 * be counted; nothing in a part says how many came before an offset behind the end.
 */
export function totalShown({ offset, limit }: Slice, came: number): number | undefined {
  if (came >= limit) return undefined
  return came > 0 || offset === 0 ? offset + came : undefined
}
