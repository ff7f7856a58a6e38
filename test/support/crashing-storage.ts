// A storage that can be told to die: before the commit (nothing is kept), or after it (kept, and nobody hears of it).
import type { Storage } from '@countersign/server/core/ports'

export class Crash extends Error {}

export interface CrashingStorage extends Storage {
  /** The next transaction dies at that point; further ones run as usual, as after a restart. */
  crashNext(at: 'before_commit' | 'after_commit'): void
}

export function crashingStorage(inner: Storage): CrashingStorage {
  let next: 'before_commit' | 'after_commit' | undefined
  return {
    crashNext(at) {
      next = at
    },
    async transaction(work, about) {
      const at = next
      next = undefined
      const value = await inner.transaction(async (stores) => {
        const done = await work(stores)
        if (at === 'before_commit') throw new Crash(at)
        return done
      }, about)
      if (at === 'after_commit') throw new Crash(at)
      return value
    },
    read: inner.read,
    ping: () => inner.ping(),
    close: () => inner.close(),
  }
}
