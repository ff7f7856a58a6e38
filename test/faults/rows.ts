// What a fault did, in figures: one row each, and the table of them.
import type { Count } from './ledger.js'

/** How much is done: `small` in every test run, `full` by `npm run faults`. */
export type Scale = 'small' | 'full'

export interface Row {
  readonly fault: string
  /** What was done, with its numbers. */
  readonly done: string
  readonly count: Count
  /** What else was seen, e.g. how long it took until logins went on. */
  readonly seen: string
}

/** A fault, done to a server of its own; it throws where a promise is broken. */
export type Fault = (scale: Scale) => Promise<readonly Row[]>

export function table(rows: readonly Row[]): string {
  const head = [
    ...['fault', 'done', 'requests', 'logins', 'not asked', 'broken off', 'lost', 'twice'],
    ...['p50', 'p99', 'longest', 'seen'],
  ]
  const lines = rows.map(({ fault, done, count, seen }) => [
    ...[fault, done, count.asked, count.logins, count.notAsked, count.brokenOff],
    // Otherwise there would be no row: the comparison throws.
    ...[0, 0, ms(count.p50Ms), ms(count.p99Ms), ms(count.longestMs), seen],
  ])
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.map(text).join(' | ')} |`)
    .join('\n')
}

function ms(value: number): string {
  return value < 1_000 ? `${value} ms` : `${(value / 1_000).toFixed(1)} s`
}

function text(cell: string | number): string {
  return typeof cell === 'number' ? cell.toLocaleString('en') : cell
}
