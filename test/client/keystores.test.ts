// Every keystore and every pairing store keeps the same promises; then what is special to each place.
import 'fake-indexeddb/auto'
import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { DeviceKey, Keystore, PairingStore } from '@countersign/client-sdk'
import { memoryKeystore, memoryPairingStore, openDevice } from '@countersign/client-sdk'
import { browserPairingStore, openBrowserKeystore } from '@countersign/client-sdk/browser'
import { fileKeystore, filePairingStore, nodeVerify } from '@countersign/client-sdk/node'
import { idFromBytes } from '@countersign/protocol'
import { START_MS } from '../support/clock.js'
import { FakeServer } from '../support/fake-server.js'
import { FakeNetwork } from '../support/socket-pair.js'

const MESSAGE = new TextEncoder().encode('to be signed')

/** WebCrypto as a browser without Ed25519 has it. */
function cryptoWithout(refused: 'generateKey' | 'none', algorithm = 'Ed25519'): Crypto {
  const subtle: SubtleCrypto = new Proxy(crypto.subtle, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...args: readonly unknown[]) => {
        const isEd25519 = args.some((arg) => arg === algorithm)
        if (isEd25519 && refused === 'generateKey')
          return Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
        return Reflect.apply(member, target, args)
      }
    },
  })
  return new Proxy(crypto, {
    get(target, name) {
      if (name === 'subtle') return subtle
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

async function directoryFor(context: { after(work: () => Promise<void>): void }): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-keys-'))
  context.after(() => rm(directory, { recursive: true, force: true }))
  return directory
}

let databases = 0
const places: readonly {
  readonly name: string
  readonly kind: Keystore['kind']
  readonly open: (directory: string) => Promise<Keystore>
}[] = [
  { name: 'memory', kind: 'memory', open: async () => memoryKeystore() },
  { name: 'file', kind: 'file', open: async (directory) => fileKeystore(directory) },
  {
    name: 'browser with WebCrypto Ed25519',
    kind: 'webcrypto',
    open: () => openBrowserKeystore({ databaseName: `keys-${databases++}` }),
  },
  {
    name: 'browser without Ed25519',
    kind: 'sealed-tweetnacl',
    open: () =>
      openBrowserKeystore({ databaseName: `keys-${databases++}`, crypto: cryptoWithout('generateKey') }),
  },
]

for (const { name, kind, open } of places) {
  test(`${name}: a key that was created signs, and signs again when it is opened`, async (context) => {
    const keystore = await open(await directoryFor(context))
    assert.equal(keystore.kind, kind)
    const created = await keystore.create('phone')
    const opened = await keystore.open('phone')
    assert.ok(opened)
    assert.deepEqual(opened.publicKey, created.publicKey)
    for (const key of [created, opened])
      assert.ok(await nodeVerify(created.publicKey, MESSAGE, await key.sign(MESSAGE)))
    assert.ok(!(await nodeVerify(created.publicKey, new Uint8Array(3), await opened.sign(MESSAGE))))
  })

  test(`${name}: keys are apart, and one that was removed has vanished`, async (context) => {
    const keystore = await open(await directoryFor(context))
    const one = await keystore.create('one')
    const two = await keystore.create('two')
    assert.notDeepEqual(one.publicKey, two.publicKey)
    await keystore.remove('one')
    await keystore.remove('one')
    assert.equal(await keystore.open('one'), undefined)
    assert.ok(await keystore.open('two'))
  })

  test(`${name}: an id that could be a path is refused`, async (context) => {
    const keystore = await open(await directoryFor(context))
    for (const id of ['', '../up', 'a/b', 'a\0', 'x'.repeat(65)])
      await assert.rejects(async () => keystore.create(id), RangeError)
  })

  test(`${name}: keys that vanished are a clear error of openDevice`, async (context) => {
    const keystore = await open(await directoryFor(context))
    const pairing = new FakeServer(() => START_MS).pairing({ keyId: 'gone' })
    const { webSocket } = new FakeNetwork()
    const opening = openDevice({ pairing, keystore, store: memoryPairingStore(), webSocket })
    await assert.rejects(opening, { code: 'keys_vanished' })
  })
}

test('file: the directory is 0700 and the key 0600, whatever the umask', async (context) => {
  const directory = join(await directoryFor(context), 'new', 'deeper')
  const before = process.umask(0)
  context.after(() => {
    process.umask(before)
  })
  await fileKeystore(directory).create('phone')
  assert.equal((await stat(directory)).mode & 0o777, 0o700)
  assert.deepEqual(await readdir(directory), ['phone.key'])
  assert.equal((await stat(join(directory, 'phone.key'))).mode & 0o777, 0o600)
  assert.match(await readFile(join(directory, 'phone.key'), 'utf8'), /^-----BEGIN PRIVATE KEY-----\n/)
})

test('file: a key that others may read is not used', async (context) => {
  const directory = await directoryFor(context)
  const keystore = fileKeystore(directory)
  await keystore.create('phone')
  await chmod(join(directory, 'phone.key'), 0o640)
  await assert.rejects(keystore.open('phone'), { code: 'key_exposed' })
})

test('file: a directory that others may write in is refused before a key is made', async (context) => {
  const directory = join(await directoryFor(context), 'shared')
  await mkdir(directory)
  await chmod(directory, 0o777)
  await assert.rejects(fileKeystore(directory).create('phone'), { code: 'key_exposed' })
  assert.deepEqual(await readdir(directory), [])
})

test('file: a key of another kind, or no key at all, is an error and not a vanished key', async (context) => {
  const directory = await directoryFor(context)
  await writeFile(join(directory, 'phone.key'), 'not a key', { mode: 0o600 })
  await assert.rejects(fileKeystore(directory).open('phone'), { code: 'storage_failed' })
})

test('browser: the private key cannot be read out of the database', async () => {
  const databaseName = 'not-extractable'
  for (const crypto of [cryptoWithout('none'), cryptoWithout('generateKey')])
    await (await openBrowserKeystore({ databaseName, crypto })).create(`key-${databases++}`)
  const records = await allRecords(databaseName)
  const keys = records.flatMap((record) =>
    Object.values(record).filter((value) => value instanceof CryptoKey),
  )
  assert.equal(records.length, 2)
  assert.equal(keys.length, 2)
  for (const key of keys) {
    assert.equal(key.extractable, false)
    await assert.rejects(crypto.subtle.exportKey('jwk', key))
  }
})

test('browser: the self-test leaves nothing behind', async () => {
  const databaseName = 'self-test-only'
  await openBrowserKeystore({ databaseName })
  await openBrowserKeystore({ databaseName, crypto: cryptoWithout('generateKey') })
  assert.deepEqual(await allRecords(databaseName), [])
})

test('browser: keys that can be made but not stored (Firefox before 136) are found out by the self-test', async () => {
  // structuredClone of a CryptoKey fails there; here the store refuses the record that holds an Ed25519 key.
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (value, key) {
    if (value?.privateKey instanceof CryptoKey)
      throw new DOMException('could not be cloned', 'DataCloneError')
    return put.call(this, value, key)
  }
  try {
    const keystore = await openBrowserKeystore({ databaseName: 'no-clone' })
    assert.equal(keystore.kind, 'sealed-tweetnacl')
    assert.ok(await keystore.create('phone'))
  } finally {
    IDBObjectStore.prototype.put = put
  }
})

test('browser: a key made the one way opens after an update that prefers the other', async () => {
  const databaseName = 'updated'
  const before = await openBrowserKeystore({ databaseName, crypto: cryptoWithout('generateKey') })
  const old = await before.create('old')
  const after = await openBrowserKeystore({ databaseName })
  assert.equal(after.kind, 'webcrypto')
  const opened: DeviceKey | undefined = await after.open('old')
  assert.deepEqual(opened?.publicKey, old.publicKey)
})

test('browser: a sealed key does not open under another id', async () => {
  const databaseName = 'moved'
  const keystore = await openBrowserKeystore({ databaseName, crypto: cryptoWithout('generateKey') })
  await keystore.create('phone')
  const [record] = await allRecords(databaseName)
  await putRecord(databaseName, { ...record, id: 'elsewhere' })
  await assert.rejects(keystore.open('elsewhere'))
})

test('browser: a page over plain http is told so', async () => {
  const { subtle, ...insecure } = { subtle: undefined, getRandomValues: crypto.getRandomValues.bind(crypto) }
  assert.equal(subtle, undefined)
  // What a page without a secure context has: a Crypto without `subtle`.
  await assert.rejects(openBrowserKeystore({ crypto: insecure as unknown as Crypto }), {
    code: 'crypto_unavailable',
  })
})

const stores: readonly { readonly name: string; readonly open: (directory: string) => PairingStore }[] = [
  { name: 'memory', open: () => memoryPairingStore() },
  { name: 'file', open: (directory) => filePairingStore(directory) },
  { name: 'browser', open: () => browserPairingStore({ databaseName: `pairings-${databases++}` }) },
]

for (const { name, open } of stores)
  test(`${name} pairing store: saves, replaces, lists the oldest first, removes`, async (context) => {
    const store = open(join(await directoryFor(context), 'pairings'))
    const server = new FakeServer(() => START_MS)
    assert.deepEqual(await store.all(), [])
    const newer = server.pairing({ pairedAtMs: 2_000 })
    const older = server.pairing({ deviceId: idFromBytes(new Uint8Array(16)), pairedAtMs: 1_000 })
    await store.save(newer)
    await store.save(older)
    assert.deepEqual(await store.all(), [older, newer])
    const seen = [
      {
        challengeId: idFromBytes<never>(new Uint8Array(16)),
        hash: 'A'.repeat(43),
        expiresAtMs: 5,
        sequence: 3,
      },
    ]
    const changed = { ...older, nextCounter: 7, seen }
    await store.save(changed)
    assert.deepEqual(await store.all(), [changed, newer])
    await store.remove(older.deviceId)
    await store.remove(older.deviceId)
    assert.deepEqual(await store.all(), [newer])
  })

test('file pairing store: 0600, nothing half-written left, and a file that is no pairing is named', async (context) => {
  const directory = await directoryFor(context)
  const store = filePairingStore(directory)
  const server = new FakeServer(() => START_MS)
  const pairing = server.pairing()
  await Promise.all(Array.from({ length: 20 }, (_, i) => store.save({ ...pairing, nextCounter: i })))
  const name = `${pairing.deviceId}.pairing.json`
  assert.deepEqual(await readdir(directory), [name])
  assert.equal((await stat(join(directory, name))).mode & 0o777, 0o600)

  const faults = [
    '{',
    '[]',
    '{}',
    JSON.stringify({ ...pairing, more: 1 }),
    JSON.stringify({ ...pairing, nextCounter: -1 }),
  ]
  for (const text of faults) {
    await writeFile(join(directory, name), text)
    await assert.rejects(
      store.all(),
      (error: Error) => error.message.includes(name) && !error.message.includes('more'),
    )
  }
})

async function withStore<T>(name: string, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name)
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const request = work(opening.result.transaction('key', 'readwrite').objectStore('key'))
      request.onerror = () => reject(request.error)
      request.onsuccess = () => {
        opening.result.close()
        resolve(request.result)
      }
    }
  })
}

const allRecords = (name: string): Promise<Record<string, unknown>[]> =>
  withStore(name, (store) => store.getAll())
const putRecord = (name: string, record: object): Promise<unknown> =>
  withStore(name, (store) => store.put(record))
