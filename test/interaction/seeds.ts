// Seeds of schedules that once broke a promise, or the test: played again in every run.

/** Newest last, each with what it found. */
export const SEEDS: readonly number[] = [
  // The plain first day.
  1,
  // A tap on a request whose right answer was on its way: no tap at all, and the test took it for one.
  411275604,
  // Taken back when its minute was over: it lapses, which is right, and the test did not expect it.
  885295353,
]
