// A transaction that may refuse: a refusal found inside it takes back whatever it wrote before.
import type { Ports, Scope, Stores } from '../core/ports.js'
import type { Refusal, Result } from '../core/refusal.js'
import { refused } from '../core/refusal.js'

/** Commits when `work` accepts; rolls everything back when it refuses. */
export async function allOrNothing<T>(
  { storage }: Pick<Ports, 'storage'>,
  work: (stores: Stores) => Promise<Result<T>>,
  about?: Scope,
): Promise<Result<T>> {
  try {
    return await storage.transaction(async (stores) => {
      const result = await work(stores)
      if (!result.ok) throw new RolledBack(result.refusal)
      return result
    }, about)
  } catch (error) {
    if (error instanceof RolledBack) return refused(error.refusal)
    throw error
  }
}

/** Carries a refusal out of a transaction: only a throw rolls it back. */
class RolledBack extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.reason)
    this.refusal = refusal
  }
}
