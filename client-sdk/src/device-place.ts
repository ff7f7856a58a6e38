// The place that a device runs in: what its owner passed in, and for the rest what this platform has.
import type { DeviceOptions } from './device-options.js'
import type { DeviceSocketConstructor } from './environment.js'
import { browserWakeSignal, randomOf, systemClock } from './environment.js'
import { webCrypto } from './hashes.js'
import { memoryOfflineCodeStore } from './offline-code-store.js'
import { memoryPinStore } from './pin-store.js'
import type { HttpEnvironment } from './server-http.js'
import { createVerify } from './verify-ed25519.js'

type Defaulted =
  | 'offlineCodes'
  | 'pins'
  | 'webSocket'
  | 'clock'
  | 'crypto'
  | 'random'
  | 'verify'
  | 'wakeSignal'

export interface DevicePlace extends Required<Pick<DeviceOptions, Defaulted>> {
  readonly http: HttpEnvironment
}

/** Nothing of the platform is touched before: an app may pass in all of it. Throws TypeError where there is no WebSocket. */
export function placeOf(options: DeviceOptions): DevicePlace {
  const { clock = systemClock, crypto = webCrypto, fetch } = options
  return {
    ...{ clock, crypto },
    random: options.random ?? randomOf(crypto),
    verify: options.verify ?? createVerify(),
    webSocket: options.webSocket ?? globalWebSocket(),
    wakeSignal: options.wakeSignal ?? browserWakeSignal,
    offlineCodes: options.offlineCodes ?? memoryOfflineCodeStore(),
    pins: options.pins ?? memoryPinStore(),
    http: fetch === undefined ? { clock } : { clock, fetch },
  }
}

function globalWebSocket(): DeviceSocketConstructor {
  if (globalThis.WebSocket !== undefined) return globalThis.WebSocket
  throw new TypeError('webSocket: expected, since there is no global WebSocket')
}
