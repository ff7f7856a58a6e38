// Keys and pairings of a device in files of one private directory; for Node (entry `@countersign/client-sdk/node`).
import type { Keystore } from './keystore.js'
import type { PairingStore } from './pairing-record.js'

export declare function fileKeystore(directory: string): Keystore
export declare function filePairingStore(directory: string): PairingStore
