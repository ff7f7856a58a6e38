// What this app remembers beside the SDK's pairings and keys: the history, and numbers that still wait to be confirmed.
import type { HistoryEntry } from './history-log.js'

export interface Database {
  history(): Promise<readonly HistoryEntry[]>
  saveHistory(entries: readonly HistoryEntry[]): Promise<void>
  /** The number on both screens by device id, until the pairing is confirmed: a reload in between must not lose it. */
  confirmations(): Promise<ReadonlyMap<string, string>>
  saveConfirmation(deviceId: string, digits: string): Promise<void>
  forgetConfirmation(deviceId: string): Promise<void>
}

/** Opens or makes the database. Throws where the browser keeps nothing (private windows of some browsers). */
export async function openDatabase(factory: IDBFactory = indexedDB): Promise<Database> {
  const opening = factory.open('countersign-authenticator', 1)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('history', { keyPath: 'id' })
    opening.result.createObjectStore('confirmation')
  }
  const db = await settled(opening)
  const store = (name: string, mode: IDBTransactionMode): IDBObjectStore =>
    db.transaction(name, mode).objectStore(name)

  return {
    async history() {
      // Sound: only `saveHistory` writes to this store. An update of the app may add fields, never rename them.
      const entries = (await settled(store('history', 'readonly').getAll())) as HistoryEntry[]
      return entries.sort((a, b) => b.issuedAtMs - a.issuedAtMs)
    },
    async saveHistory(entries) {
      const target = store('history', 'readwrite')
      target.clear()
      for (const entry of entries) target.put(entry)
      await finished(target.transaction)
    },
    async confirmations() {
      const source = store('confirmation', 'readonly')
      const [keys, values] = await Promise.all([settled(source.getAllKeys()), settled(source.getAll())])
      return new Map(keys.map((key, i) => [String(key), String(values[i])]))
    },
    saveConfirmation: (deviceId, digits) => written(store('confirmation', 'readwrite').put(digits, deviceId)),
    forgetConfirmation: (deviceId) => written(store('confirmation', 'readwrite').delete(deviceId)),
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('storage: the request failed'))
  })
}

/** A write counts when its transaction is complete, not when the request succeeded. */
function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('storage: the write was aborted'))
  })
}

function written(request: IDBRequest): Promise<void> {
  return request.transaction ? finished(request.transaction) : settled(request).then(() => undefined)
}
