// What happens when another writer was first: the whole use case is read and decided again, a few times at most.
import type { Refusal, Result } from '../core/refusal.js'
import { refused } from '../core/refusal.js'

/** Thrown inside a transaction when a compare-and-set found another state than was read: everything rolls back. */
export class LostRace extends Error {}

/** States only move forward, and few can race on one account: three losses in a row are already an overload. */
const ATTEMPTS = 5
const OVERLOADED: Refusal = { reason: 'rate_limited', retryAfterSeconds: 1 }

/** Runs a use case from its first read, again after each lost race. */
export async function untilSettled<T>(attempt: () => Promise<Result<T>>): Promise<Result<T>> {
  for (let left = ATTEMPTS; left > 0; left--) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof LostRace)) throw error
    }
  }
  return refused(OVERLOADED)
}

/** Rolls the transaction back unless the compare-and-set won. */
export function mustWin(won: boolean): void {
  if (!won) throw new LostRace('another writer was first')
}
