// Attack: a script that may write to the browser's database, but has no key, puts the sealed secret of one entry under the name of
// another, so that a person reads out "the code of the forum" to a stranger, and it is the bank's; or copies key and entries away.
// Held off: each seal is bound to its entry and its part; the key is not extractable; what does not open is told, and not shown.
import 'fake-indexeddb/auto'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOtpLink } from '@countersign/authenticator/codes/read-link'
import { openVault } from '@countersign/authenticator/codes/vault'

const databaseName = 'moved'

test('a seal under another name, or in another place, does not open; the key cannot leave', async () => {
  const vault = await openVault(indexedDB, databaseName)
  for (const [name, key] of [
    ['Bank', 'JBSWY3DPEHPK3PXP'],
    ['Forum', 'GEZDGNBVGY3TQOJQ'],
  ]) {
    const entry = readOtpLink(`otpauth://totp/${name}:ann?secret=${key}`)
    assert.ok(typeof entry === 'object')
    await vault.add(entry)
  }
  const { entries } = await vault.entries()
  const [bank, forum] = entries
  assert.ok(bank && forum)

  const { records, keys } = await everything()
  assert.equal(keys.length, 1)
  for (const key of keys) {
    assert.equal(key.extractable, false)
    await assert.rejects(crypto.subtle.exportKey('raw', key))
  }
  assert.doesNotMatch(JSON.stringify(records), /Bank|Forum|ann/)

  const recordOf = (id: string) => records.find((record) => record.id === id)
  await put({ ...recordOf(forum.id), secret: recordOf(bank.id)?.secret })
  assert.equal(await vault.secretOf(forum.id), undefined)
  await put({ ...recordOf(forum.id), facts: recordOf(bank.id)?.facts })
  assert.deepEqual(await vault.entries(), { entries: [bank], unreadable: 1 })
  await put({ ...recordOf(forum.id), facts: recordOf(forum.id)?.secret })
  assert.equal((await vault.entries()).unreadable, 1)
})

interface Found {
  readonly records: readonly { readonly id: string; readonly facts?: unknown; readonly secret?: unknown }[]
  readonly keys: readonly CryptoKey[]
}

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(databaseName)
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
}

async function everything(): Promise<Found> {
  const db = await database()
  const all = (name: string): Promise<never[]> =>
    new Promise((resolve, reject) => {
      const reading = db.transaction(name).objectStore(name).getAll()
      // Sound for a test: what is not so fails in its own assertions.
      reading.onsuccess = () => resolve(reading.result as never[])
      reading.onerror = () => reject(reading.error)
    })
  const found = { records: await all('entry'), keys: await all('key') }
  db.close()
  return found
}

async function put(record: object): Promise<void> {
  const db = await database()
  await new Promise<void>((resolve, reject) => {
    const transaction = db.transaction('entry', 'readwrite')
    transaction.objectStore('entry').put(record)
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
  db.close()
}
