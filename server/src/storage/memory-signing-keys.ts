// Challenge signing keys over tables in memory.
import type { SigningKeyStore } from '../core/ports.js'
import type { SigningKeyRecord } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { ascending, insert } from './memory-table.js'

export interface SigningKeyTables {
  readonly signingKey: Rows<SigningKeyRecord>
  /** One row, `version`. */
  readonly keySet: Rows<number>
}

export function memorySigningKeyStore({ signingKey: keys, keySet }: SigningKeyTables): SigningKeyStore {
  return {
    async all() {
      return keys.find(() => true).sort((a, b) => a.notBeforeMs - b.notBeforeMs || ascending(a.id, b.id))
    },
    async add(key) {
      insert(keys, key.id, key)
    },
    async remove(id) {
      keys.delete(id)
    },
    async keySetVersion() {
      return keySet.get('version') ?? 0
    },
    async advanceKeySet(from, to) {
      if ((keySet.get('version') ?? 0) !== from) return false
      keySet.set('version', to)
      return true
    },
  }
}
