// A clock that stands still until a test moves it.
import type { Clock } from '@countersign/server/core/ports'

export interface FixedClock extends Clock {
  /** Moves time forward, or back with a negative number. */
  advance(ms: number): void
  set(nowMs: number): void
}

/** 2026-01-01T00:00:00Z, so that no test's time is special. */
export const START_MS = 1_767_225_600_000

export function fixedClock(startMs: number = START_MS): FixedClock {
  let now = startMs
  return {
    nowMs: () => now,
    advance(ms) {
      now += ms
    },
    set(nowMs) {
      now = nowMs
    },
  }
}
