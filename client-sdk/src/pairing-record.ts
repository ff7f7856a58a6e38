// What a pairing leaves behind on the device: plain JSON without a secret, and the strict reading of it.
import type { AccountId, ChallengeId, DeviceId, SignedKeySet } from '@countersign/protocol'
import { fromBase64Url, isId, signedKeySet } from '@countersign/protocol'
import { isOrigin } from './server-url.js'

/** A request this device has shown, remembered until it expires: the same bytes again are no replay. */
export interface SeenChallenge {
  readonly challengeId: ChallengeId
  /** Base64url of SHA-256 of the challenge's message. */
  readonly hash: string
  readonly expiresAtMs: number
  readonly sequence: number
}

/** One account on one server. Plain JSON; the key itself stays in the keystore under `keyId`. */
export interface Pairing {
  /** Origin of the server, e.g. `https://id.example.org`. */
  readonly serverUrl: string
  /** Base64url of 32 bytes; pinned for ever. */
  readonly serverId: string
  readonly serverName: string
  readonly accountId: AccountId
  readonly userId: string
  readonly deviceId: DeviceId
  readonly deviceName: string
  /** Where the keystore finds the device key. */
  readonly keyId: string
  readonly keySet: SignedKeySet
  /** Highest version seen; a lower one is refused. */
  readonly keySetVersion: number
  /** Counter of the next answer. */
  readonly nextCounter: number
  /** Highest sequence of a request that was shown and is no longer in `seen`. */
  readonly forgottenSequence: number
  readonly seen: readonly SeenChallenge[]
  readonly pairedAtMs: number
}

/** Where pairings are kept. `save` replaces the pairing of the same `deviceId` and resolves once it is durable. */
export interface PairingStore {
  save(pairing: Pairing): Promise<void>
  /** Oldest pairing first. */
  all(): Promise<readonly Pairing[]>
  remove(deviceId: DeviceId): Promise<void>
}

/** Keeps pairings as long as the process runs; for tests and short scripts. */
export function memoryPairingStore(): PairingStore {
  const pairings = new Map<DeviceId, Pairing>()
  return {
    async save(pairing) {
      pairings.set(pairing.deviceId, pairing)
    },
    async all() {
      return [...pairings.values()].sort(byAge)
    },
    async remove(deviceId) {
      pairings.delete(deviceId)
    },
  }
}

export function byAge(a: Pairing, b: Pairing): number {
  return a.pairedAtMs - b.pairedAtMs
}

/** Reads what a store holds; undefined for anything that is not exactly a pairing. */
export function parsePairing(value: unknown): Pairing | undefined {
  if (!isRecord(value) || Object.keys(value).length !== Object.keys(shape).length) return undefined
  for (const [name, fits] of Object.entries(shape)) if (!fits(value[name])) return undefined
  // Sound: every member of Pairing was checked by its own test above, and there is no other.
  return value as unknown as Pairing
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0
const isUuid = (value: unknown): boolean => typeof value === 'string' && isId(value)
const isHash = (value: unknown): boolean => typeof value === 'string' && fromBase64Url(value)?.length === 32
const isSeen = (value: unknown): boolean =>
  isRecord(value) &&
  isUuid(value['challengeId']) &&
  isHash(value['hash']) &&
  isCount(value['expiresAtMs']) &&
  isCount(value['sequence'])

const shape: Readonly<Record<keyof Pairing, (value: unknown) => boolean>> = {
  serverUrl: (value) => typeof value === 'string' && isOrigin(value),
  serverId: isHash,
  serverName: isText,
  accountId: isUuid,
  userId: isText,
  deviceId: isUuid,
  deviceName: isText,
  keyId: isText,
  keySet: (value) => signedKeySet.safeParse(value).success,
  keySetVersion: isCount,
  nextCounter: isCount,
  forgottenSequence: isCount,
  seen: (value) => Array.isArray(value) && value.every(isSeen),
  pairedAtMs: isCount,
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
