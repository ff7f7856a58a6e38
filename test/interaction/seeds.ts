// Seeds of schedules that once broke a promise, or the test: played again in every run.

/** Newest last, each with what it found. */
export const SEEDS: readonly number[] = [
  // The plain first day.
  1,
]
