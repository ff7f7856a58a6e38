// Which accounts this phone is woken for, and what it takes to say so without the page: shared by the page and the worker.
import type { DeviceId } from '@countersign/protocol'
import type { Language } from '../text/language.js'

/** One account whose server wakes this phone. */
export interface RingRecord {
  readonly deviceId: DeviceId
  /** What stands in each of its pushes: base64url of 16 bytes that this phone drew. */
  readonly wake: string
  /** Of the subscription that its server was given. */
  readonly endpoint: string
}

export interface RingRecords {
  all(): Promise<readonly RingRecord[]>
  save(record: RingRecord): Promise<void>
  remove(deviceId: DeviceId): Promise<void>
  /** The language of the app, for notifications; undefined: nothing was said yet. */
  language(): Promise<Language | undefined>
  saveLanguage(language: Language): Promise<void>
}

const ACCOUNTS = 'account'
const SETTINGS = 'setting'

/** In a database of its own: page and worker may be of different releases for a moment. */
export function browserRingRecords(factory: IDBFactory = indexedDB): RingRecords {
  async function run<T>(
    store: string,
    mode: IDBTransactionMode,
    work: (records: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    const database = await open(factory)
    try {
      const transaction = database.transaction(store, mode)
      return await committed(transaction, work(transaction.objectStore(store)))
    } finally {
      // Opened for each call: both the worker and a page in the background may be ended at any time.
      database.close()
    }
  }
  return {
    all: async () => (await run(ACCOUNTS, 'readonly', (store) => store.getAll())).filter(isRingRecord),
    save: async (record) => void (await run(ACCOUNTS, 'readwrite', (store) => store.put(record))),
    remove: async (deviceId) => void (await run(ACCOUNTS, 'readwrite', (store) => store.delete(deviceId))),
    async language() {
      const saved: unknown = await run(SETTINGS, 'readonly', (store) => store.get('language'))
      return saved === 'de' || saved === 'en' ? saved : undefined
    },
    saveLanguage: async (language) =>
      void (await run(SETTINGS, 'readwrite', (store) => store.put(language, 'language'))),
  }
}

/** For tests. */
export function memoryRingRecords(): RingRecords {
  const records = new Map<DeviceId, RingRecord>()
  let language: Language | undefined
  return {
    all: async () => [...records.values()],
    save: async (record) => void records.set(record.deviceId, record),
    remove: async (deviceId) => void records.delete(deviceId),
    language: async () => language,
    async saveLanguage(said) {
      language = said
    },
  }
}

function isRingRecord(value: unknown): value is RingRecord {
  if (typeof value !== 'object' || value === null) return false
  return ['deviceId', 'wake', 'endpoint'].every((name) => typeof Reflect.get(value, name) === 'string')
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open('countersign-ringing', 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ACCOUNTS, { keyPath: 'deviceId' })
      request.result.createObjectStore(SETTINGS)
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function committed<T>(transaction: IDBTransaction, request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error)
  })
}
