// What a command says when PostgreSQL is not reached by TLS: each fault names the setting, or the place, that ends it.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { adviceFor } from '@countersign/server/cli/storage-advice'
import { StorageFault } from '@countersign/server/storage/storage-fault'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'
import { readyPlace } from './terminal.js'

const skip = missingPostgres()
let postgres: TestPostgres | undefined
before(async () => {
  if (skip === undefined) postgres = await startPostgres()
})
after(() => postgres?.[Symbol.asyncDispose]())

const coded = (code: string): StorageFault =>
  new StorageFault('storage_unreachable', undefined, {
    cause: Object.assign(new Error('of TLS'), { code }),
  })

test('a certificate that nobody vouches for, and one for another host, are not taken for a firewall', () => {
  assert.match(adviceFor(coded('SELF_SIGNED_CERT_IN_CHAIN')) ?? '', /COUNTERSIGN_STORAGE_TLS_CA_FILE/)
  assert.match(adviceFor(coded('DEPTH_ZERO_SELF_SIGNED_CERT')) ?? '', /COUNTERSIGN_STORAGE_TLS_CA_FILE/)
  assert.match(adviceFor(coded('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')) ?? '', /COUNTERSIGN_STORAGE_TLS_CA_FILE/)
  assert.match(adviceFor(coded('ERR_TLS_CERT_ALTNAME_INVALID')) ?? '', /name the host/)
  assert.match(adviceFor(coded('ECONNREFUSED')) ?? '', /firewall/)
})

test('what is no fault of the database gets no advice about it', () => {
  assert.equal(adviceFor(new Error('a bug')), undefined)
  assert.equal(adviceFor('nothing'), undefined)
})

test('a wrong password says how one is written, and a server without TLS where it is switched on', {
  skip,
}, async (t) => {
  assert.ok(postgres)
  const place = await readyPlace(t)
  const wrong = new URL(postgres.url())
  wrong.password = 'wrong'
  const refused = await place.runWith({ COUNTERSIGN_STORAGE_URL: wrong.href }, 'account', 'list')
  assert.equal(refused.code, 4)
  assert.match(refused.error, /next: check user, password and database.*%40/)

  const caFile = join(place.folder, 'ca.pem')
  const withCa = { COUNTERSIGN_STORAGE_URL: postgres.url(), COUNTERSIGN_STORAGE_TLS_CA_FILE: caFile }
  assert.match((await place.runWith(withCa, 'account', 'list')).error, /storage\.tlsCaFile cannot be read/)
  await writeFile(caFile, 'a key, or nothing')
  assert.match((await place.runWith(withCa, 'account', 'list')).error, /there is no certificate in /)
  await writeFile(caFile, '-----BEGIN CERTIFICATE-----')
  assert.match((await place.runWith(withCa, 'account', 'list')).error, /next: switch ssl on/)
})
