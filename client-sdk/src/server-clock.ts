// The server's time as a device knows it: its own clock plus an offset, so that a wrong clock on the phone does not matter.
import type { DeviceClock } from './environment.js'

export class ServerClock {
  readonly #clock: DeviceClock
  #aheadMs: number | undefined

  constructor(clock: DeviceClock) {
    this.#clock = clock
  }

  /** Takes the time of a `welcome` or `pong`. The way here makes the device late by less than a round trip, never early. */
  observe(serverNowMs: number): void {
    this.#aheadMs = serverNowMs - this.#clock.nowMs()
  }

  /** How far the server's clock is ahead of this one; undefined until it told its time. */
  get aheadMs(): number | undefined {
    return this.#aheadMs
  }

  nowMs(): number {
    return this.#clock.nowMs() + (this.#aheadMs ?? 0)
  }
}
