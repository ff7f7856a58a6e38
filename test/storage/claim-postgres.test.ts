// Two servers on one PostgreSQL: refused where they cannot know of each other, made right where a fabric joins them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Company } from '@countersign/server/storage/claim-file'
import { claimPostgres } from '@countersign/server/storage/claim-postgres'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'

const skip = missingPostgres() ?? false
let postgres: TestPostgres | undefined
before(async () => {
  if (skip === false) postgres = await startPostgres()
})
after(() => postgres?.[Symbol.asyncDispose]())

async function database(): Promise<(company: Company) => Promise<() => Promise<void>>> {
  assert.ok(postgres)
  const url = await postgres.newDatabase()
  return (company) => claimPostgres({ url, tls: undefined }, company, () => undefined)
}

const shared = { name: 'StorageFault', code: 'storage_shared' }

test('a database that is served by one alone is refused to everybody else, until that one ends', {
  skip,
}, async () => {
  const claim = await database()
  const end = await claim('alone')
  await Promise.all([assert.rejects(claim('alone'), shared), assert.rejects(claim('joined'), shared)])
  await end()
  await (await claim('joined'))()
  await (await claim('alone'))()
})

test('joined servers share a database; one that is alone waits for the last of them', { skip }, async () => {
  const claim = await database()
  const ends = [await claim('joined'), await claim('joined')]
  await assert.rejects(claim('alone'), shared)
  const waiting = claim('alone')
  for (const end of ends) await end()
  await (await waiting)()
})

test('a server that died holds nothing: its connection is gone, and its claim with it', {
  skip,
}, async () => {
  assert.ok(postgres)
  const claim = await database()
  await claim('alone')
  await postgres.restart()
  await (await claim('alone'))()
})
