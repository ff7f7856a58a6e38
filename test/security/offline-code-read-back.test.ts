// Attack: a script that runs once in the authenticator's origin (a hostile extension, a mistake of ours) reads the secret of the
// offline code out of the browser's storage and makes codes elsewhere for ever. Held off: the secret is there as an HMAC key that
// WebCrypto signs with and does not hand out; its bytes are in no record, no event, no object that the app can reach.
import 'fake-indexeddb/auto'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { browserOfflineCodeStore } from '@countersign/client-sdk/browser'
import { toBase64Url } from '@countersign/protocol'
import { ClientWorld } from '../support/client-world.js'
import { until } from '../support/socket-pair.js'

const databaseName = 'read-back'
const secret = Uint8Array.from({ length: 20 }, (_, i) => 0xa1 + i)
const totpId = '0190a6e0-3b5c-7d11-8f00-00c0ffee0001'

test('[OC5] nothing that a script can reach holds the secret of an offline code', async () => {
  const world = await ClientWorld.create({ offlineCodes: browserOfflineCodeStore({ databaseName }) })
  const pair = await world.online({ mayHaveOfflineCode: true })
  const asked = world.device.offlineCode.ask()
  pair.deliver({
    type: 'offline_code',
    totpId,
    secret: toBase64Url(secret),
    algorithm: 'SHA1',
    digits: 6,
    periodSeconds: 30,
  })
  await until('it is proven', () => pair.sent('confirm_offline_code').length === 1)
  pair.deliver({ type: 'offline_code_state', totpId, state: 'active' })
  await asked
  assert.match((await world.device.offlineCode.now())?.code ?? '', /^[0-9]{6}$/)

  const records = await everything()
  assert.equal(records.length, 1)
  for (const record of records) {
    const key: unknown = Reflect.get(Object(record), 'key')
    assert.ok(key instanceof CryptoKey)
    assert.equal(key.extractable, false)
    await assert.rejects(crypto.subtle.exportKey('raw', key))
    await assert.rejects(crypto.subtle.exportKey('jwk', key))
    assert.ok(!holdsSecret(structuredCloneWithoutKeys(record)), inspect(record))
  }
  assert.ok(!holdsSecret([world.events, world.device.pairing]))
})

/** In any spelling: bytes, base64url, hex. */
function holdsSecret(value: unknown): boolean {
  const text = inspect(value, { depth: 20, maxArrayLength: 1000, maxStringLength: 10_000 }).toLowerCase()
  const hex = Buffer.from(secret).toString('hex')
  return [toBase64Url(secret).toLowerCase(), hex, [...secret].join(', ')].some((each) => text.includes(each))
}

function structuredCloneWithoutKeys(record: unknown): unknown {
  return Object.entries(Object(record)).filter(([, value]) => !(value instanceof CryptoKey))
}

/** Every record of every store of the database. */
function everything(): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(databaseName)
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const names = [...opening.result.objectStoreNames]
      const transaction = opening.result.transaction(names)
      const found: unknown[] = []
      for (const name of names) {
        const reading = transaction.objectStore(name).getAll()
        reading.onsuccess = () => found.push(...reading.result)
      }
      transaction.oncomplete = () => {
        opening.result.close()
        resolve(found)
      }
    }
  })
}
