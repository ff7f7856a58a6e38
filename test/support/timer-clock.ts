// A device's clock and timers that a test moves: nothing happens until it does, and then in the order of the due times.
import type { DeviceClock } from '@countersign/client-sdk'

interface Timer {
  readonly dueMs: number
  readonly run: () => void
}

export class TimerClock implements DeviceClock {
  #nowMs: number
  #timers: Timer[] = []

  constructor(startMs: number) {
    this.#nowMs = startMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  after(ms: number, run: () => void): () => void {
    const timer = { dueMs: this.#nowMs + ms, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer)
    }
  }

  /** Time passes: every timer that falls due runs, also one that another has set. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      const timer = next
      this.#timers = this.#timers.filter((each) => each !== timer)
      this.#nowMs = Math.max(this.#nowMs, timer.dueMs)
      timer.run()
    }
    this.#nowMs = untilMs
  }

  /** How many timers are set: none after everything was stopped. */
  get waiting(): number {
    return this.#timers.length
  }

  #next(untilMs: number): Timer | undefined {
    const due = this.#timers.filter((timer) => timer.dueMs <= untilMs)
    return due.sort((a, b) => a.dueMs - b.dueMs)[0]
  }
}
