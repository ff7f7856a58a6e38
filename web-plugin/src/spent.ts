// Remembers which challenges and typed codes have let someone in, for as long as their assertions could be shown again.

/** Far above the logins of one process within the minutes an entry lives. */
const ENTRIES_MAX = 100_000

/**
 * A second guard beside the server's own compare-and-set: a server that hands the same assertion out twice still gets
 * one login from this process.
 */
export class SpentLogins {
  readonly #untilMs = new Map<string, number>()

  /** True the first time; false for an id spent before. */
  spend(id: string, untilMs: number, nowMs: number): boolean {
    if (this.#untilMs.has(id)) return false
    this.#forget(nowMs)
    this.#untilMs.set(id, untilMs)
    return true
  }

  /** A Map keeps the order of insertion, so the oldest come first. */
  #forget(nowMs: number): void {
    for (const [id, untilMs] of this.#untilMs) {
      if (untilMs > nowMs && this.#untilMs.size < ENTRIES_MAX) return
      this.#untilMs.delete(id)
    }
  }
}
