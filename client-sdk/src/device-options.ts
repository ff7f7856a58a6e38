// What a device is made of: its pairing and key, and the place it runs in.
import type { BiometricSigner } from './biometric-signer.js'
import type { DeviceClock, DeviceFetch, DeviceSocketConstructor, WakeSignal } from './environment.js'
import type { DeviceEvent } from './events.js'
import type { DeviceCrypto } from './hashes.js'
import type { DeviceKey } from './keystore.js'
import type { OfflineCodeStore } from './offline-code-store.js'
import type { Pairing, PairingStore } from './pairing-record.js'
import type { PinStore } from './pin-store.js'
import type { Verify } from './verify-ed25519.js'

export interface DeviceOptions {
  readonly pairing: Pairing
  readonly store: PairingStore
  /** The pairing's key, opened by its keystore. `openDevice` does that for you. */
  readonly key: DeviceKey
  /** Where the code for times without a network is kept; default: for this run only. */
  readonly offlineCodes?: OfflineCodeStore
  /** Where what is left of the PIN is kept; default: for this run only. */
  readonly pins?: PinStore
  /** How this place verifies its person by its own hardware; default: not at all. */
  readonly biometrics?: BiometricSigner
  /** Called for everything that happens, in order. An error it throws is reported as uncaught and stops nothing. */
  readonly onEvent?: (event: DeviceEvent) => void
  readonly fetch?: DeviceFetch
  /** Needed where there is no global WebSocket, e.g. in Node 20: pass the one of `ws`. */
  readonly webSocket?: DeviceSocketConstructor
  readonly clock?: DeviceClock
  /** Uniform in [0, 1); spreads reconnects, never makes a secret. Default: made of `crypto`. */
  readonly random?: () => number
  readonly verify?: Verify
  /** Needed where there is no WebCrypto, e.g. in React Native. */
  readonly crypto?: DeviceCrypto
  readonly wakeSignal?: WakeSignal
}
