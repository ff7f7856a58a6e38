// The PostgreSQL storage keeps the contract, on a real server.
import { after, before } from 'node:test'
import { openPostgresStorage } from '@countersign/server/storage/postgres'
import type { TestPostgres } from '../support/postgres.js'
import { startPostgres } from '../support/postgres.js'
import { storeContract } from './store-contract.js'

let postgres: TestPostgres | undefined
before(async () => {
  postgres = await startPostgres()
})
after(() => postgres?.[Symbol.asyncDispose]())

storeContract('postgres', async () => {
  if (postgres === undefined) throw new Error('it runs only while its tests do')
  const storage = await openPostgresStorage({ url: await postgres.newDatabase() })
  return { storage, dispose: () => storage.close() }
})
