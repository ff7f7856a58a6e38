// Where a device keeps its masked PIN key: the interface, and the one in memory. Nothing in it tells a right PIN from a wrong one.
import type { DeviceId } from '@countersign/protocol'
import { fromBase64Url, PIN_ID_BYTES, PIN_KEY_BYTES, PIN_SALT_BYTES } from '@countersign/protocol'

/** Useless without the PIN, and of no help in finding it ([PN1]): no check value, no public key, no signature. */
export interface KeptPin {
  /** Base64url; drawn by this device. */
  readonly pinId: string
  readonly salt: Uint8Array
  /** Of PBKDF2 when it was set; later ones may have more. */
  readonly rounds: number
  /** `seed XOR mask`. */
  readonly blob: Uint8Array
}

/** For each device the PIN that counts, and for moments the one that is to take its place. Durable when its promise resolves. */
export interface PinStore {
  open(deviceId: DeviceId): Promise<readonly KeptPin[]>
  /** In place of all that were there. */
  save(deviceId: DeviceId, pins: readonly KeptPin[]): Promise<void>
  remove(deviceId: DeviceId): Promise<void>
}

/** Keeps them as long as the process runs; for tests and short scripts. */
export function memoryPinStore(): PinStore {
  const kept = new Map<DeviceId, readonly KeptPin[]>()
  return {
    async open(deviceId) {
      return kept.get(deviceId) ?? []
    },
    async save(deviceId, pins) {
      kept.set(deviceId, [...pins])
    },
    async remove(deviceId) {
      kept.delete(deviceId)
    },
  }
}

/** Reads what a store holds; undefined for anything else. */
export function parseKeptPin(value: unknown): KeptPin | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { pinId, salt, rounds, blob } = value as Readonly<Record<string, unknown>>
  if (typeof pinId !== 'string' || fromBase64Url(pinId)?.length !== PIN_ID_BYTES) return undefined
  if (!(salt instanceof Uint8Array) || salt.length !== PIN_SALT_BYTES) return undefined
  if (!(blob instanceof Uint8Array) || blob.length !== PIN_KEY_BYTES) return undefined
  if (typeof rounds !== 'number' || !Number.isSafeInteger(rounds) || rounds < 1) return undefined
  return { pinId, salt, rounds, blob }
}
