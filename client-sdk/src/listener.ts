// Whoever owns a device hears of everything through here; an error of theirs is theirs, and stops nothing.
import { DeviceError } from './error.js'
import type { DeviceEvent } from './events.js'
import { throwUncaught } from './uncaught.js'

export class Listener {
  readonly #onEvent: (event: DeviceEvent) => void

  constructor(onEvent: (event: DeviceEvent) => void = () => undefined) {
    this.#onEvent = onEvent
  }

  emit(event: DeviceEvent): void {
    try {
      this.#onEvent(event)
    } catch (error) {
      throwUncaught(error)
    }
  }

  /** What this device could not do; anything but a DeviceError is a bug, and uncaught. */
  fault(error: unknown): void {
    if (error instanceof DeviceError) this.emit({ type: 'fault', error })
    else throwUncaught(error)
  }
}
