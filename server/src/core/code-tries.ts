// How many wrong codes are looked at: each try is charged before it is judged, and what follows from the charges ([CD7]–[CD9]).
import type { AccountId, CodeWay } from '@countersign/protocol'
import { CODE_TRIES, WRONG_CODES_MAX } from '@countersign/protocol'
import type { CodeGuard, CodePool } from './codes.js'

/** No code of this kind is looked at now. */
export interface Blocked {
  /** The first moment at which one is looked at again; undefined: not before the kind is set up anew, or unlocked. */
  readonly untilMs: number | undefined
}

/** Undefined: a try may be charged now. */
export function blocked({ way, wrongAtMs, consecutiveWrong }: CodeGuard, nowMs: number): Blocked | undefined {
  if (consecutiveWrong >= WRONG_CODES_MAX) return { untilMs: undefined }
  const ends = CODE_TRIES[way].flatMap((window) => endOf(window, wrongAtMs, nowMs) ?? [])
  return ends.length === 0 ? undefined : { untilMs: Math.max(...ends) }
}

/** As if the try were wrong: a crash before it is judged costs a try, and never gives one. */
export function charged(guard: CodeGuard, nowMs: number): CodeGuard {
  return {
    ...guard,
    // In order, also when the clock went back: what is dropped is what leaves every window first.
    wrongAtMs: [...guard.wrongAtMs, nowMs].sort((a, b) => a - b).slice(-MOST_TRIES[guard.way]),
    consecutiveWrong: guard.consecutiveWrong + 1,
  }
}

/**
 * The try that was charged at that time was right: it is taken back, and the row of wrong ones before it is over. Their windows
 * are not: they are rates, and whoever guesses beside a person who logs in daily gets no tries from it.
 */
export function succeeded(guard: CodeGuard, chargedAtMs: number): CodeGuard {
  const { wrongAtMs } = takenBack(guard, chargedAtMs)
  return { ...guard, wrongAtMs, consecutiveWrong: wrongAtMs.filter((atMs) => atMs > chargedAtMs).length }
}

/** The try that was charged at that time was never judged. */
export function takenBack(guard: CodeGuard, chargedAtMs: number): CodeGuard {
  const at = guard.wrongAtMs.lastIndexOf(chargedAtMs)
  if (at < 0) return guard
  return {
    ...guard,
    wrongAtMs: guard.wrongAtMs.filter((_, each) => each !== at),
    consecutiveWrong: Math.max(0, guard.consecutiveWrong - 1),
  }
}

/**
 * Whether this charge begins a block that the person should hear of. A window that is full again with the next try, because one
 * old try left it, is the block that they heard of.
 *
 * @param before the guard as it was before the charge at `nowMs`.
 */
export function beginsBlock(before: CodeGuard, nowMs: number): boolean {
  const after = charged(before, nowMs)
  if (after.consecutiveWrong === WRONG_CODES_MAX) return true
  const lastAtMs = before.wrongAtMs.at(-1) ?? nowMs
  return CODE_TRIES[after.way].some(
    (window) =>
      endOf(window, after.wrongAtMs, nowMs) !== undefined &&
      endOf(window, before.wrongAtMs, lastAtMs) === undefined,
  )
}

/** The guard of a kind that nobody tried yet: there is no row of it. */
export function freshCodeGuard(accountId: AccountId, way: CodeWay, pool: CodePool): CodeGuard {
  return { accountId, way, pool, wrongAtMs: [], consecutiveWrong: 0, revision: 0 }
}

type Window = (typeof CODE_TRIES)[CodeWay][number]

const MOST_TRIES: Readonly<Record<CodeWay, number>> = {
  totp: mostOf('totp'),
  backup: mostOf('backup'),
  bypass: mostOf('bypass'),
}

function mostOf(way: CodeWay): number {
  return Math.max(...CODE_TRIES[way].map(({ tries }) => tries))
}

/** When the window has room again; undefined: it has room now. A time ahead of the clock counts as well: clocks go back. */
function endOf(
  { tries, windowSeconds }: Window,
  timesMs: readonly number[],
  nowMs: number,
): number | undefined {
  const within = timesMs.filter((atMs) => atMs > nowMs - windowSeconds * 1000)
  // With the oldest of the last `tries` gone, one fits.
  const leaves = within.at(-tries)
  return leaves === undefined ? undefined : leaves + windowSeconds * 1000
}
