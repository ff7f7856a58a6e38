// Reads outside of transactions: on the connection that writes while it is idle, and never with anything that is not committed.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import { sampleAccount } from '../contract/sample-records.js'

const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
after(() => rmSync(folder, { recursive: true }))

async function opened(name: string) {
  const path = join(folder, name)
  const storage = await openSqliteStorage({ path })
  return { storage, path }
}

test('what a transaction wrote is not read before it is committed, and is read after that', async () => {
  const { storage } = await opened('uncommitted.db')
  const account = sampleAccount()

  await storage.transaction(async ({ accounts }) => {
    await accounts.add(account)
    assert.equal(await storage.read.accounts.byId(account.id), undefined)
    assert.deepEqual(await accounts.byId(account.id), account)
  })

  assert.deepEqual(await storage.read.accounts.byId(account.id), account)
  await storage.close()
})

test('what was rolled back is never read', async () => {
  const { storage } = await opened('rolled-back.db')
  const account = sampleAccount()

  await assert.rejects(
    storage.transaction(async ({ accounts }) => {
      await accounts.add(account)
      throw new Error('no')
    }),
  )

  assert.equal(await storage.read.accounts.byId(account.id), undefined)
  await storage.close()
})

test('what another process committed is read at once', async () => {
  const { storage, path } = await opened('two.db')
  const other = await openSqliteStorage({ path })
  const account = sampleAccount()
  assert.equal(await storage.read.accounts.byId(account.id), undefined)

  await other.transaction(({ accounts }) => accounts.add(account))

  assert.deepEqual(await storage.read.accounts.byId(account.id), account)
  await other.close()
  await storage.close()
})

test('nothing can be written outside of a transaction, not even by a statement that also gives rows', async () => {
  const { storage } = await opened('written.db')
  const account = sampleAccount()

  await assert.rejects(storage.read.accounts.add(account), { code: 'storage_read_only' })
  await assert.rejects(storage.read.challenges.purge(Date.now(), 10), { code: 'storage_read_only' })

  assert.equal(await storage.read.accounts.byId(account.id), undefined)
  await storage.close()
})
