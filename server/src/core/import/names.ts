// The names that one list claims: each may stand in it once, as a user ID or as an alias.
import type { ImportFault } from '@countersign/protocol/admin'
import type { ImportRowRead } from './row.js'

/** Name → the line that claimed it first. Grows with the list while it is read. */
export type NamesClaimed = Map<string, number>

/** The record as it was read, or its faults when an earlier line has one of its names. Claims the names of a good one. */
export function claimNames(
  claimed: NamesClaimed,
  read: ImportRowRead,
  placeOf: (column: 'user_id' | 'aliases') => number,
): ImportRowRead {
  const { line, row } = read
  if (row === undefined) return read
  const fault = (columnName: 'user_id' | 'aliases', first: number): ImportFault => ({
    line,
    column: placeOf(columnName),
    columnName,
    code: columnName === 'user_id' ? 'user_id_twice' : 'alias_twice',
    expected: `a name once in the list; line ${first} has it already`,
  })
  const faults: ImportFault[] = []
  const first = claimed.get(row.userId)
  if (first !== undefined) faults.push(fault('user_id', first))
  for (const alias of row.aliases) {
    const other = alias === row.userId ? undefined : claimed.get(alias)
    if (other !== undefined) faults.push(fault('aliases', other))
  }
  if (faults.length > 0) return { line, row: undefined, faults }
  for (const name of [row.userId, ...row.aliases]) claimed.set(name, line)
  return read
}
