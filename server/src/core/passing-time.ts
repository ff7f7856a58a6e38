// Time that only goes on: what waits are measured by, on a computer whose clock may be set back while they last.

/** One for everything that is compared with each other. */
export class PassingTime {
  #lastMs = Number.NEGATIVE_INFINITY
  #setBackByMs = 0

  /** @param nowMs what the clock shows. Returns a time that is never before the last one; ahead of the clock by as much as that was set back. */
  at(nowMs: number): number {
    if (nowMs < this.#lastMs) this.#setBackByMs += this.#lastMs - nowMs
    this.#lastMs = nowMs
    return nowMs + this.#setBackByMs
  }
}
