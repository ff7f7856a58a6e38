// The server's time as a device knows it: its own clock plus an offset, so that a wrong clock on the phone does not matter.
import type { DeviceClock } from './environment.js'

export class ServerClock {
  readonly #clock: DeviceClock
  #offsetMs = 0

  constructor(clock: DeviceClock) {
    this.#clock = clock
  }

  /** Takes the time of a `welcome` or `pong`. The way here makes the device late by less than a round trip, never early. */
  observe(serverNowMs: number): void {
    this.#offsetMs = serverNowMs - this.#clock.nowMs()
  }

  nowMs(): number {
    return this.#clock.nowMs() + this.#offsetMs
  }
}
