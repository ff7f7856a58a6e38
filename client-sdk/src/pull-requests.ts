// "Check for requests": one question to the server for any number of people asking, with a limit to the waiting.
import type { DeviceClock } from './environment.js'
import { DeviceError } from './error.js'

/** A person presses the button and looks: longer than a phone network needs to come back, they will press again. */
const PULL_WITHIN_MS = 20_000

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: DeviceError) => void
  readonly cancel: () => void
}

export class PullRequests {
  readonly #clock: DeviceClock
  readonly #send: () => boolean
  #waiters: Waiter[] = []

  constructor(clock: DeviceClock, send: () => boolean) {
    this.#clock = clock
    this.#send = send
  }

  ask(): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(PULL_WITHIN_MS, () => {
        this.#waiters = this.#waiters.filter((each) => each !== waiter)
        reject(new DeviceError('server_unreachable', 'the server did not answer in time'))
      })
      const waiter: Waiter = { resolve, reject, cancel }
      this.#waiters.push(waiter)
      this.#send()
    })
  }

  /** A new connection: what was asked on the old one is asked again. */
  connected(): void {
    if (this.#waiters.length > 0) this.#send()
  }

  answered(): void {
    for (const waiter of this.#take()) waiter.resolve()
  }

  rejectAll(error: DeviceError): void {
    for (const waiter of this.#take()) waiter.reject(error)
  }

  #take(): readonly Waiter[] {
    const waiters = this.#waiters
    this.#waiters = []
    for (const waiter of waiters) waiter.cancel()
    return waiters
  }
}
