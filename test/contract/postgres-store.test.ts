// The PostgreSQL storage keeps the contract, on a real server.
import { after, before, test } from 'node:test'
import { openPostgresStorage } from '@countersign/server/storage/postgres'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'
import { storeContract } from './store-contract.js'

let postgres: TestPostgres | undefined
const missing = missingPostgres()
before(async () => {
  if (missing === undefined) postgres = await startPostgres()
})
after(() => postgres?.[Symbol.asyncDispose]())

if (missing !== undefined) test('postgres', { skip: missing }, () => undefined)
else
  storeContract('postgres', async () => {
    if (postgres === undefined) throw new Error('it runs only while its tests do')
    const storage = await openPostgresStorage({ url: await postgres.newDatabase() })
    return { storage, dispose: () => storage.close() }
  })
