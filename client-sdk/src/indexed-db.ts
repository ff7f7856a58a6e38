// IndexedDB with promises: one database, an object store for each kind of thing, one transaction a call.
import { DeviceError } from './error.js'

/** Where a browser keeps what a device needs. */
export interface BrowserPlace {
  /** One database for each authenticator of an origin; default `countersign`. */
  readonly databaseName?: string
  readonly indexedDB?: IDBFactory
  readonly crypto?: Crypto
}

const STORES = ['key', 'pairing', 'offline_code', 'pin'] as const
export type StoreName = (typeof STORES)[number]

/** Grows with each store that is added: browsers hold databases of every version that was ever released. */
const DATABASE_VERSION = 3

export class Database {
  readonly #open: () => Promise<IDBDatabase>
  #database: Promise<IDBDatabase> | undefined

  constructor({ databaseName = 'countersign', indexedDB = globalThis.indexedDB }: BrowserPlace) {
    this.#open = () => openDatabase(indexedDB, databaseName)
  }

  async get(store: StoreName, id: string): Promise<unknown> {
    return this.#run(store, 'readonly', (records) => records.get(id))
  }

  async all(store: StoreName): Promise<readonly unknown[]> {
    return this.#run(store, 'readonly', (records) => records.getAll())
  }

  /** `record` has its key in `id`. Resolves once it is committed. */
  async put<T extends { readonly id: string }>(store: StoreName, record: T): Promise<void> {
    await this.#run(store, 'readwrite', (records) => records.put(record))
  }

  async remove(store: StoreName, id: string): Promise<void> {
    await this.#run(store, 'readwrite', (records) => records.delete(id))
  }

  async #run<T>(
    store: StoreName,
    mode: IDBTransactionMode,
    work: (records: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    try {
      this.#database ??= this.#open()
      const database = await this.#database
      // A counter must survive a crash of the phone: `strict` waits until the disk has it.
      const transaction = database.transaction(store, mode, { durability: 'strict' })
      return await committed(transaction, work(transaction.objectStore(store)))
    } catch (cause) {
      // iOS closes the databases of a page in the background: the next call opens it again.
      this.#database = undefined
      throw new DeviceError('storage_failed', `IndexedDB could not use its ${store} store`, { cause })
    }
  }
}

function openDatabase(factory: IDBFactory | undefined, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    if (factory === undefined) throw new DeviceError('crypto_unavailable', 'IndexedDB is missing')
    const request = factory.open(name, DATABASE_VERSION)
    request.onupgradeneeded = () => {
      const { objectStoreNames } = request.result
      for (const name of STORES)
        if (!objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath: 'id' })
    }
    request.onsuccess = () => {
      // Another tab with a newer version must not wait for this one.
      request.result.onversionchange = () => request.result.close()
      resolve(request.result)
    }
    request.onerror = () => reject(request.error)
  })
}

function committed<T>(transaction: IDBTransaction, request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
}
