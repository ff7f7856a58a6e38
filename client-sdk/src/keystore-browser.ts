// Keys and pairings of a device in a browser's IndexedDB (entry `@countersign/client-sdk/browser`).
import { sealedKeystore, webCryptoKeystore } from './browser-keys.js'
import { DeviceError } from './error.js'
import type { BrowserPlace } from './indexed-db.js'
import { Database } from './indexed-db.js'
import type { Keystore } from './keystore.js'
import type { Pairing, PairingStore } from './pairing-record.js'
import { byAge, parsePairing } from './pairing-record.js'

export type { BiometricsPlace } from './biometrics-browser.js'
export { browserBiometrics } from './biometrics-browser.js'
export type { BrowserPlace } from './indexed-db.js'
export { browserOfflineCodeStore } from './offline-code-browser.js'
export { browserPinStore } from './pin-browser.js'

/**
 * Finds out by trying how this browser can keep a key: it makes one, stores it, opens it again, signs and verifies with it.
 * WebCrypto Ed25519 where that works; else a tweetnacl key sealed under an AES key that scripts cannot read. Keys made either
 * way open with both. Ask for `navigator.storage.persist()` before pairing, or the browser may clear its storage.
 *
 * Rejects with `crypto_unavailable` (page over plain http, or no IndexedDB), `key_self_test_failed`, `storage_failed`.
 *
 * @example
 * const keystore = await openBrowserKeystore()
 * const key = await keystore.create('my-phone')
 */
export async function openBrowserKeystore(place: BrowserPlace = {}): Promise<Keystore> {
  const { crypto = globalThis.crypto } = place
  // W3C WebCrypto §10: `subtle` is missing outside secure contexts, whatever the types say.
  const subtle: SubtleCrypto | undefined = crypto?.subtle
  if (subtle === undefined)
    throw new DeviceError(
      'crypto_unavailable',
      'WebCrypto is missing: https, or http on localhost, is needed',
    )
  if ((place.indexedDB ?? globalThis.indexedDB) === undefined)
    throw new DeviceError(
      'crypto_unavailable',
      'IndexedDB is missing: a private window, or its storage is blocked',
    )
  const database = new Database(place)
  const native = webCryptoKeystore(database, crypto)
  if (await works(native)) return native
  return sealedKeystore(database, crypto)
}

/** Pairings in IndexedDB, beside the keys. */
export function browserPairingStore(place: BrowserPlace = {}): PairingStore {
  const database = new Database(place)
  return {
    async save(pairing) {
      await database.put('pairing', { id: pairing.deviceId, pairing })
    },
    async all() {
      const records = await database.all('pairing')
      return records.map(readPairing).sort(byAge)
    },
    async remove(deviceId) {
      await database.remove('pairing', deviceId)
    },
  }
}

const PROBE_ID = 'self-test'

async function works(keystore: Keystore): Promise<boolean> {
  try {
    await keystore.create(PROBE_ID)
    await keystore.remove(PROBE_ID)
    return true
  } catch {
    // No Ed25519, or keys that cannot be stored: the other keystore is tried, and its faults are told.
    return false
  }
}

function readPairing(record: unknown): Pairing {
  const held =
    typeof record === 'object' && record !== null && 'pairing' in record ? record.pairing : undefined
  const pairing = parsePairing(held)
  if (pairing === undefined) throw new DeviceError('storage_failed', 'a stored pairing is malformed')
  return pairing
}
