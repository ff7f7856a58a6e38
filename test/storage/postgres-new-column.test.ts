// The next release's migration adds a column while programs of this one run: PostgreSQL refuses each statement that was prepared for
// the old rows ("cached plan must not change result type"), once a connection. Nobody may notice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Storage } from '@countersign/server/core/ports'
import { openPostgresStorage } from '@countersign/server/storage/postgres'
import pg from 'pg'
import { id, sampleAccount } from '../contract/sample-records.js'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'

const skip = missingPostgres() ?? false
let postgres: TestPostgres | undefined
before(async () => {
  if (skip === false) postgres = await startPostgres()
})
after(() => postgres?.[Symbol.asyncDispose]())

test('reads and transactions go on, on every connection, when a table got a column', { skip }, async () => {
  assert.ok(postgres)
  const url = await postgres.newDatabase()
  const storage = await openPostgresStorage({ url })
  try {
    const account = sampleAccount()
    await storage.transaction(({ accounts }) => accounts.add(account))
    await useAll(storage, account.userId)
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    await admin.query('alter table account add column made_up text')
    await admin.end()
    await useAll(storage, account.userId)
    await useAll(storage, account.userId)
  } finally {
    await storage.close()
  }
})

/** As many at once as there are connections, and more. */
async function useAll(storage: Storage, userId: string): Promise<void> {
  const name = `work-${id()}`
  const found = await Promise.all(
    Array.from({ length: 24 }, async (_, i) => {
      const read = await storage.read.accounts.byUserId(userId)
      const inside = await storage.transaction(
        async ({ accounts, leases }) => {
          await leases.save({ name: `${name}-${i}`, holder: 'a', revision: 0 })
          return accounts.byUserId(userId)
        },
        { one: `${name}-${i}` },
      )
      return [read?.userId, inside?.userId]
    }),
  )
  assert.deepEqual(new Set(found.flat()), new Set([userId]))
}
