// Keys and pairings of a device in a browser's IndexedDB (entry `@countersign/client-sdk/browser`).
import type { Keystore } from './keystore.js'
import type { PairingStore } from './pairing-record.js'

export interface BrowserStoreOptions {
  readonly databaseName?: string
  readonly indexedDB?: IDBFactory
  readonly crypto?: Crypto
}
/** Tries WebCrypto Ed25519 in IndexedDB, and falls back to a sealed tweetnacl key. */
export declare function openBrowserKeystore(options?: BrowserStoreOptions): Promise<Keystore>
export declare function browserPairingStore(options?: BrowserStoreOptions): PairingStore
