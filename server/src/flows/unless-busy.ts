// Work that an adapter may put off: what was too much for it now is a refusal, not a fault.
import { Busy } from '../core/busy.js'
import type { Result } from '../core/refusal.js'
import { refused } from '../core/refusal.js'

/** Refuses with `busy`, and as the work does. */
export async function unlessBusy<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Busy)) throw error
    return refused({ reason: 'busy', retryAfterSeconds: error.retryAfterSeconds })
  }
}
