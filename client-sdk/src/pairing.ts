// Pairs this device: looks a ticket up ("Pair with alice at ACME?"), then accepts it with a new key.
import type { PairingLink, TicketFound } from '@countersign/protocol'
import type { DeviceClock, DeviceFetch } from './environment.js'
import type { Keystore } from './keystore.js'
import type { Pairing, PairingStore } from './pairing-record.js'
import type { Verify } from './verify-ed25519.js'

export interface PairingEnvironment {
  readonly fetch?: DeviceFetch
  readonly clock?: DeviceClock
  readonly verify?: Verify
}

export declare function lookUpPairing(
  link: PairingLink,
  environment?: PairingEnvironment,
): Promise<TicketFound>

export declare function acceptPairing(
  link: PairingLink,
  found: TicketFound,
  options: PairingEnvironment & {
    readonly deviceName: string
    readonly keystore: Keystore
    readonly store: PairingStore
  },
): Promise<{ readonly pairing: Pairing; readonly confirmation: string }>
