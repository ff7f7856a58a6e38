// Where entries of other services are kept: each sealed for itself under a key of this browser that no script can read out.
import type { Entry, EntryNames, NewEntry } from './entry.js'
import { readFacts } from './stored-facts.js'

/** Made and kept by the vault. */
export interface Vault {
  /** In their order. `unreadable`: so many could not be opened; they stay where they are. */
  entries(): Promise<{ readonly entries: readonly Entry[]; readonly unreadable: number }>
  /** At the end of the list. */
  add(entry: NewEntry): Promise<Entry>
  /** The secret in the clear, for the moment in which it is used; the caller overwrites it. */
  secretOf(id: string): Promise<Uint8Array | undefined>
  rename(entry: Entry, names: EntryNames): Promise<Entry>
  /** The list stands in this order from now on. */
  arrange(ids: readonly string[]): Promise<void>
  /** Gone from the disk; what is returned brings it back. */
  remove(id: string): Promise<(() => Promise<void>) | undefined>
}

interface Sealed {
  readonly iv: Uint8Array
  readonly bytes: Uint8Array
}

interface EntryRecord {
  readonly id: string
  readonly order: number
  /** Names and form. */
  readonly facts: Sealed
  readonly secret: Sealed
}

const KEY_ID = 'sealing'

export async function openVault(
  factory: IDBFactory = indexedDB,
  databaseName = 'countersign-codes',
): Promise<Vault> {
  const db = await openDatabase(factory, databaseName)
  const key = await sealingKey(db)
  const records = async (): Promise<readonly EntryRecord[]> => {
    // Sound: only this file writes to this store.
    const found = (await read(db, 'entry', (store) => store.getAll())) as EntryRecord[]
    return found.sort((a, b) => a.order - b.order)
  }
  const recordOf = (id: string): Promise<EntryRecord | undefined> =>
    read(db, 'entry', (store) => store.get(id))
  const sealFacts = (id: string, { issuer, account, form }: Omit<Entry, 'id'>): Promise<Sealed> =>
    seal(key, new TextEncoder().encode(JSON.stringify({ issuer, account, form })), `${id}/facts`)

  return {
    async entries() {
      const entries: Entry[] = []
      const all = await records()
      for (const { id, facts } of all) {
        const plain = await unseal(key, facts, `${id}/facts`)
        const known = plain && readFacts(new TextDecoder().decode(plain))
        if (known) entries.push({ id, ...known })
      }
      return { entries, unreadable: all.length - entries.length }
    },
    async add({ issuer, account, form, secret }) {
      const id = crypto.randomUUID()
      const order = ((await records()).at(-1)?.order ?? 0) + 1
      const record: EntryRecord = {
        id,
        order,
        facts: await sealFacts(id, { issuer, account, form }),
        secret: await seal(key, secret, `${id}/secret`),
      }
      await write(db, (store) => store.put(record))
      return { id, issuer, account, form }
    },
    async secretOf(id) {
      const record = await recordOf(id)
      return record && unseal(key, record.secret, `${id}/secret`)
    },
    async rename(entry, names) {
      const record = await recordOf(entry.id)
      const renamed = { ...entry, ...names }
      const facts = await sealFacts(entry.id, renamed)
      if (record) await write(db, (store) => store.put({ ...record, facts }))
      return renamed
    },
    async arrange(ids) {
      const all = await records()
      const place = (id: string): number => (ids.includes(id) ? ids.indexOf(id) + 1 : ids.length + 1)
      await write(db, (store) => {
        for (const record of all) store.put({ ...record, order: place(record.id) })
      })
    },
    async remove(id) {
      const record = await recordOf(id)
      if (record === undefined) return undefined
      await write(db, (store) => store.delete(id))
      return () => write(db, (store) => store.put(record))
    },
  }
}

function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('key')
      request.result.createObjectStore('entry', { keyPath: 'id' })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Not extractable: it seals and opens in this browser, and is no bytes anywhere that a script could copy. */
async function sealingKey(db: IDBDatabase): Promise<CryptoKey> {
  const kept: unknown = await read(db, 'key', (store) => store.get(KEY_ID))
  if (kept instanceof CryptoKey) return kept
  const algorithm = { name: 'AES-GCM', length: 256 }
  const key = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt'])
  await write(db, (store) => store.put(key, KEY_ID), 'key')
  return key
}

async function seal(key: CryptoKey, plain: Uint8Array, boundTo: string): Promise<Sealed> {
  // NIST SP 800-38D §8.2.2: 96 random bits; one key seals far fewer than the 2^32 it allows.
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const bytes = await crypto.subtle.encrypt(aesGcm(iv, boundTo), key, plain.slice())
  return { iv, bytes: new Uint8Array(bytes) }
}

/** Undefined: changed, moved to another entry, or sealed under a key that this browser has lost. */
async function unseal(
  key: CryptoKey,
  { iv, bytes }: Sealed,
  boundTo: string,
): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(aesGcm(iv, boundTo), key, bytes.slice()))
  } catch {
    return undefined
  }
}

const aesGcm = (iv: Uint8Array, boundTo: string): AesGcmParams => ({
  name: 'AES-GCM',
  iv: iv.slice(),
  additionalData: new TextEncoder().encode(boundTo),
})

function read<T>(
  db: IDBDatabase,
  name: 'key' | 'entry',
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = work(db.transaction(name).objectStore(name))
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Resolves once it is committed. */
function write(
  db: IDBDatabase,
  work: (store: IDBObjectStore) => void,
  name: 'key' | 'entry' = 'entry',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(name, 'readwrite', { durability: 'strict' })
    work(transaction.objectStore(name))
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('vault: the write was aborted'))
  })
}
