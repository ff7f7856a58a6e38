// One pairing at work: what it shows, how it is answered, what it tells. Connection, verification and answers live in their own files.
import type { ChallengeId, Choice, DeviceStateName } from '@countersign/protocol'
import type { DeviceClock, DeviceFetch, DeviceSocketConstructor, WakeSignal } from './environment.js'
import type { ConnectionState, DeviceEvent } from './events.js'
import type { DeviceKey, Keystore } from './keystore.js'
import type { OpenRequest, Outcome, PendingAnswer } from './open-request.js'
import type { Pairing, PairingStore } from './pairing-record.js'
import type { Verify } from './verify-ed25519.js'

export interface DeviceOptions {
  readonly pairing: Pairing
  readonly store: PairingStore
  readonly key: DeviceKey
  readonly onEvent?: (event: DeviceEvent) => void
  readonly fetch?: DeviceFetch
  /** Needed where there is no global WebSocket, e.g. Node 20: pass the one of `ws`. */
  readonly webSocket?: DeviceSocketConstructor
  readonly clock?: DeviceClock
  /** Uniform in [0, 1); spreads reconnects, never a secret. */
  readonly random?: () => number
  readonly verify?: Verify
  readonly wakeSignal?: WakeSignal
}

export declare class Device {
  constructor(options: DeviceOptions)
  readonly pairing: Pairing
  readonly connection: ConnectionState
  readonly deviceState: DeviceStateName | undefined
  readonly requests: readonly OpenRequest[]
  readonly answers: readonly PendingAnswer[]
  start(): void
  stop(): void
  wake(): void
  takeOver(): void
  approve(challengeId: ChallengeId, choice: Choice): Promise<Outcome>
  deny(challengeId: ChallengeId): Promise<Outcome>
  report(challengeId: ChallengeId): Promise<Outcome>
  /** Asks for everything open; resolves with the number of requests now shown. */
  pull(): Promise<number>
}

/** Opens the pairing's key and makes its device. Rejects with `keys_vanished` when the keystore has lost it. */
export declare function openDevice(
  options: Omit<DeviceOptions, 'key'> & { readonly keystore: Keystore },
): Promise<Device>
