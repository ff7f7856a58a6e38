// A question to the server whose answer is a frame of its own: sent once for everybody who asks, with a limit to the waiting.
import type { DeviceClock } from './environment.js'
import { DeviceError } from './error.js'

/** A person has just tapped and looks at the screen: longer than a phone network needs, they will tap again. */
const ANSWER_WITHIN_MS = 20_000

interface Waiter<T> {
  readonly resolve: (value: T) => void
  readonly reject: (error: DeviceError) => void
}

export class Question<T> {
  readonly #clock: DeviceClock
  #waiters: readonly Waiter<T>[] = []
  #cancelDeadline: () => void = () => undefined

  constructor(clock: DeviceClock) {
    this.#clock = clock
  }

  get isOpen(): boolean {
    return this.#waiters.length > 0
  }

  /** Whoever asks while it is open waits for the same answer. Rejects with `server_unreachable`: not sent, or not answered in time. */
  ask(send: () => boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      const { isOpen } = this
      this.#waiters = [...this.#waiters, { resolve, reject }]
      if (isOpen) return
      this.#cancelDeadline = this.#clock.after(ANSWER_WITHIN_MS, () =>
        this.fail(new DeviceError('server_unreachable', 'the server did not answer in time')),
      )
      if (!send()) this.fail(new DeviceError('server_unreachable', 'there is no connection to the server'))
    })
  }

  answer(value: T): void {
    for (const { resolve } of this.#close()) resolve(value)
  }

  fail(error: DeviceError): void {
    for (const { reject } of this.#close()) reject(error)
  }

  #close(): readonly Waiter<T>[] {
    const waiters = this.#waiters
    this.#waiters = []
    this.#cancelDeadline()
    return waiters
  }
}
