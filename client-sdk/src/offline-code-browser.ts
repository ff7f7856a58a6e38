// Offline codes in a browser: an HMAC key that is not extractable, kept by IndexedDB as the key itself, never as bytes.
import { DeviceError } from './error.js'
import type { BrowserPlace } from './indexed-db.js'
import { Database } from './indexed-db.js'
import type { KeptOfflineCode, OfflineCodeStore, OfflineCodeTerms } from './offline-code-store.js'
import { parseOfflineCodeTerms } from './offline-code-store.js'
import { codeKey, importCodeKey } from './one-time-code.js'

interface OfflineCodeRecord {
  /** The device's. */
  readonly id: string
  readonly terms: OfflineCodeTerms
  readonly key: CryptoKey
}

/** Beside the pairings, in the same database. */
export function browserOfflineCodeStore(place: BrowserPlace = {}): OfflineCodeStore {
  const database = new Database(place)
  const open = async (deviceId: string): Promise<KeptOfflineCode | undefined> => {
    const record = await database.get('offline_code', deviceId)
    return record === undefined ? undefined : readRecord(record)
  }
  const put = (id: string, terms: OfflineCodeTerms, key: CryptoKey): Promise<void> => {
    const record: OfflineCodeRecord = { id, terms, key }
    return database.put('offline_code', record)
  }
  return {
    async take(deviceId, terms, secret) {
      const key = await importCodeKey(secret, terms.algorithm)
      await put(deviceId, terms, key.handle)
      return { terms, key }
    },
    open,
    async update(deviceId, terms) {
      const kept = await open(deviceId)
      if (kept?.terms.totpId === terms.totpId) await put(deviceId, terms, kept.key.handle)
    },
    async remove(deviceId) {
      await database.remove('offline_code', deviceId)
    },
  }
}

function readRecord(record: unknown): KeptOfflineCode {
  const held = typeof record === 'object' && record !== null ? record : {}
  const terms = 'terms' in held ? parseOfflineCodeTerms(held.terms) : undefined
  const handle = 'key' in held ? held.key : undefined
  if (terms === undefined || !(handle instanceof CryptoKey))
    throw new DeviceError('storage_failed', 'a stored offline code is malformed')
  return { terms, key: codeKey(handle) }
}
