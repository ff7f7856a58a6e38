// Masked PIN keys in a browser: in IndexedDB, each device's under an AES key that scripts cannot read.
import type { DeviceId } from '@countersign/protocol'
import { DeviceError } from './error.js'
import type { BrowserPlace } from './indexed-db.js'
import { Database } from './indexed-db.js'
import type { KeptPin, PinStore } from './pin-store.js'
import { parseKeptPin } from './pin-store.js'

/** As it is written: the blob sealed, so that a script that reads the database has nothing to take away. */
interface SealedPin extends Omit<KeptPin, 'blob'> {
  readonly iv: Uint8Array
  readonly sealedBlob: Uint8Array
}

interface PinRecord {
  /** The device's. */
  readonly id: DeviceId
  /** AES-256-GCM, not extractable. */
  readonly sealingKey: CryptoKey
  readonly pins: readonly SealedPin[]
}

/** Beside the pairings, in the same database. */
export function browserPinStore(place: BrowserPlace = {}): PinStore {
  const { crypto = globalThis.crypto } = place
  const database = new Database(place)
  return {
    async open(deviceId) {
      const record = await database.get('pin', deviceId)
      if (record === undefined) return []
      const { sealingKey, pins } = readRecord(record)
      return Promise.all(pins.map((pin) => unsealed(crypto, sealingKey, deviceId, pin)))
    },
    async save(id, pins) {
      const algorithm = { name: 'AES-GCM', length: 256 }
      const sealingKey = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt'])
      const sealedPins = await Promise.all(pins.map((pin) => sealed(crypto, sealingKey, id, pin)))
      const record: PinRecord = { id, sealingKey, pins: sealedPins }
      await database.put('pin', record)
    },
    async remove(deviceId) {
      await database.remove('pin', deviceId)
    },
  }
}

async function sealed(
  crypto: Crypto,
  key: CryptoKey,
  deviceId: DeviceId,
  { blob, ...pin }: KeptPin,
): Promise<SealedPin> {
  // NIST SP 800-38D §8.2.2: 96 random bits; each key seals twice at most.
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const bound = binding(iv, deviceId, pin.pinId)
  return { ...pin, iv, sealedBlob: new Uint8Array(await crypto.subtle.encrypt(bound, key, blob.slice())) }
}

async function unsealed(
  crypto: Crypto,
  key: CryptoKey,
  deviceId: DeviceId,
  { iv, sealedBlob, ...pin }: SealedPin,
): Promise<KeptPin> {
  try {
    const bound = binding(iv, deviceId, pin.pinId)
    const blob = new Uint8Array(await crypto.subtle.decrypt(bound, key, sealedBlob.slice()))
    const kept = parseKeptPin({ ...pin, blob })
    if (kept !== undefined) return kept
  } catch (cause) {
    throw new DeviceError('storage_failed', 'a stored PIN does not open', { cause })
  }
  throw new DeviceError('storage_failed', 'a stored PIN is malformed')
}

/** Device and PIN are bound in, so that sealed bytes moved to another record do not open. */
function binding(iv: Uint8Array, deviceId: DeviceId, pinId: string): AesGcmParams {
  const additionalData = new TextEncoder().encode(`${deviceId}/${pinId}`)
  return { name: 'AES-GCM', iv: iv.slice(), additionalData }
}

function readRecord(record: unknown): PinRecord {
  const held = typeof record === 'object' && record !== null ? record : {}
  const key = 'sealingKey' in held ? held.sealingKey : undefined
  const pins = 'pins' in held ? held.pins : undefined
  if (key instanceof CryptoKey && Array.isArray(pins) && pins.every(isSealedPin))
    // Sound: each member was looked at above, but for the id, by which it was found.
    return held as PinRecord
  throw new DeviceError('storage_failed', 'a stored PIN is malformed')
}

function isSealedPin(value: unknown): value is SealedPin {
  if (typeof value !== 'object' || value === null) return false
  const { iv, sealedBlob, pinId } = value as Readonly<Record<string, unknown>>
  return iv instanceof Uint8Array && sealedBlob instanceof Uint8Array && typeof pinId === 'string'
}
