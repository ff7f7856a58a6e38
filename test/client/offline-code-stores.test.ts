// Every place that keeps an offline code keeps the same promises; then what is special to each place.
import 'fake-indexeddb/auto'
import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { OfflineCodeStore, OfflineCodeTerms } from '@countersign/client-sdk'
import { codeOfStep, memoryOfflineCodeStore } from '@countersign/client-sdk'
import { browserOfflineCodeStore, browserPairingStore } from '@countersign/client-sdk/browser'
import { fileOfflineCodeStore } from '@countersign/client-sdk/node'
import type { DeviceId } from '@countersign/protocol'
import { idFromBytes } from '@countersign/protocol'

const phone = idFromBytes<DeviceId>(new Uint8Array(16).fill(1))
const other = idFromBytes<DeviceId>(new Uint8Array(16).fill(2))
const terms: OfflineCodeTerms = {
  totpId: '0190a6e0-3b5c-7d11-8f00-00c0ffee0001',
  algorithm: 'SHA1',
  digits: 6,
  periodSeconds: 30,
  isConfirmed: false,
  provenStep: 0,
  clockAheadMs: -12,
}
/** Of RFC 4226 appendix D: its code of step 1 is 287082. */
const secret = (): Uint8Array => new TextEncoder().encode('12345678901234567890')

let databases = 0
const places: readonly (readonly [string, (directory: string) => OfflineCodeStore])[] = [
  ['memory', () => memoryOfflineCodeStore()],
  ['file', (directory) => fileOfflineCodeStore(directory)],
  ['browser', () => browserOfflineCodeStore({ databaseName: `offline-${databases++}` })],
]

async function directoryFor(context: { after(work: () => Promise<void>): void }): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-codes-'))
  context.after(() => rm(directory, { recursive: true, force: true }))
  return directory
}

for (const [name, open] of places) {
  test(`[OC5] ${name}: what was taken in makes codes, at once and after it is opened again`, async (context) => {
    const store = open(await directoryFor(context))
    const given = secret()
    const taken = await store.take(phone, terms, given)
    assert.ok(given.every((byte) => byte === 0))
    const opened = await store.open(phone)
    assert.deepEqual(opened?.terms, terms)
    for (const kept of [taken, opened]) assert.equal(await codeOfStep(kept.key, 6, 1), '287082')
  })

  test(`${name}: devices are apart, a new one takes the place of the old, and a removed one is gone`, async (context) => {
    const store = open(await directoryFor(context))
    await store.take(phone, terms, secret())
    await store.take(other, terms, secret())
    const next = { ...terms, totpId: '0190a6e0-3b5c-7d11-8f00-00c0ffee0002' }
    await store.take(phone, next, secret())
    assert.deepEqual((await store.open(phone))?.terms, next)
    await store.remove(phone)
    await store.remove(phone)
    assert.equal(await store.open(phone), undefined)
    assert.deepEqual((await store.open(other))?.terms, terms)
  })

  test(`${name}: a change is of the one it names, and of no later one`, async (context) => {
    const store = open(await directoryFor(context))
    await store.update(phone, terms)
    assert.equal(await store.open(phone), undefined)
    await store.take(phone, terms, secret())
    await store.update(phone, { ...terms, isConfirmed: true, clockAheadMs: 5 })
    await store.update(phone, { ...terms, totpId: 'another', isConfirmed: false })
    const kept = await store.open(phone)
    assert.deepEqual(kept?.terms, { ...terms, isConfirmed: true, clockAheadMs: 5 })
    assert.equal(await codeOfStep(kept.key, 6, 1), '287082')
  })
}

test('file: the file is 0600, one that others may read is refused, and one that is no code is named', async (context) => {
  const directory = await directoryFor(context)
  const store = fileOfflineCodeStore(directory)
  await store.take(phone, terms, secret())
  const path = join(directory, `${phone}.offline-code`)
  assert.deepEqual(await readdir(directory), [`${phone}.offline-code`])
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  await chmod(path, 0o640)
  await assert.rejects(store.open(phone), { code: 'key_exposed' })
  for (const text of ['{', '{}', (await readFile(path, 'utf8')).replace('SHA1', 'MD5')]) {
    await writeFile(path, text)
    await chmod(path, 0o600)
    await assert.rejects(store.open(phone), { code: 'storage_failed' })
  }
})

test('browser: a database of the version before keeps its pairings, and takes codes from now on', async () => {
  const databaseName = 'grown'
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(databaseName, 1)
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('key', { keyPath: 'id' }).put({ id: 'k', old: true })
      opening.result.createObjectStore('pairing', { keyPath: 'id' })
    }
    opening.onsuccess = () => {
      opening.result.close()
      resolve()
    }
    opening.onerror = () => reject(opening.error)
  })
  const store = browserOfflineCodeStore({ databaseName })
  await store.take(phone, terms, secret())
  assert.ok(await store.open(phone))
  assert.deepEqual(await browserPairingStore({ databaseName }).all(), [])
  const key = await new Promise((resolve, reject) => {
    const opening = indexedDB.open(databaseName)
    opening.onsuccess = () => {
      const reading = opening.result.transaction('key').objectStore('key').get('k')
      reading.onsuccess = () => {
        opening.result.close()
        resolve(reading.result)
      }
    }
    opening.onerror = () => reject(opening.error)
  })
  assert.deepEqual(key, { id: 'k', old: true })
})
