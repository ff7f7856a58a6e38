// Events per key in a sliding window, in bounded memory.
import type { Clock } from '../core/ports.js'

/** About 200 bytes each: 20 MB at most, however many addresses a flood comes from. */
export const RATE_KEYS_MAX = 100_000

/** Two counters a key: the running window, and the one before it in proportion to how much of it still reaches into ours. */
interface Rate {
  readonly windowMs: number
  readonly startMs: number
  readonly count: number
  readonly before: number
}

export class RateLimits {
  readonly #clock: Clock
  readonly #keysMax: number
  readonly #rates = new Map<string, Rate>()

  constructor(clock: Clock, keysMax: number = RATE_KEYS_MAX) {
    this.#clock = clock
    this.#keysMax = keysMax
  }

  get size(): number {
    return this.#rates.size
  }

  /** True, and the event counts, while the key had fewer than `limit` in the window; a refused event does not count. */
  allow(key: string, limit: number, windowMs: number): boolean {
    const nowMs = this.#clock.nowMs()
    const rate = rateNow(this.#rates.get(key), windowMs, nowMs)
    const reaching = Math.max(0, 1 - (nowMs - rate.startMs) / windowMs)
    if (rate.count + rate.before * reaching >= limit) return false
    // Written anew at the end of the map, so that the key at its front is the one unused for longest.
    this.#rates.delete(key)
    this.#rates.set(key, { ...rate, count: rate.count + 1 })
    if (this.#rates.size > this.#keysMax) this.#removeOldest()
    return true
  }

  #removeOldest(): void {
    for (const key of this.#rates.keys()) {
      this.#rates.delete(key)
      return
    }
  }
}

function rateNow(rate: Rate | undefined, windowMs: number, nowMs: number): Rate {
  const fresh = { windowMs, startMs: nowMs, count: 0, before: 0 }
  // A clock that was set back must not hold a key until it comes round again.
  if (rate === undefined || rate.windowMs !== windowMs || nowMs < rate.startMs) return fresh
  const windowsPassed = Math.floor((nowMs - rate.startMs) / windowMs)
  if (windowsPassed === 0) return rate
  if (windowsPassed > 1) return fresh
  return { windowMs, startMs: rate.startMs + windowMs, count: 0, before: rate.count }
}
