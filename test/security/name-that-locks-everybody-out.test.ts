// The attack: a stranger types a user ID on a sign-in page that was computed so that its lock in PostgreSQL has the number of another.
//
// A login is kept apart from others of the same name by an advisory lock, whose number is a short hash of the name; anybody can find names
// for any number in a second. Servers hold the lock that says who serves a database for as long as they run. If a name can reach it, each
// such login waits until its time is over, with a connection and with every login that shares its commit: a few a second, and nobody
// gets in. So what is held for long stands among other numbers than what is asked for by name.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Storage } from '@countersign/server/core/ports'
import { claimPostgres } from '@countersign/server/storage/claim-postgres'
import { openPostgresStorage } from '@countersign/server/storage/postgres'
import { lockKey } from '@countersign/server/storage/postgres-scope'
import { StorageFault } from '@countersign/server/storage/storage-fault'
import pg from 'pg'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'

/** First half of the number of each lock of a transaction. */
const LOCKS = 0x436f_756e
/** Found by meeting in the middle: FNV-1a can be run backwards. */
const COMPUTED = { userId: 'mrtbwk3', key: 0x7365_7276 }

const skip = missingPostgres() ?? false
let postgres: TestPostgres | undefined
before(async () => {
  if (skip === false) postgres = await startPostgres()
})
after(() => postgres?.[Symbol.asyncDispose]())

/** One login of each name, all at once, as far as its lock is concerned. */
function login(storage: Storage, name: string): Promise<boolean> {
  return storage.transaction(
    async ({ guards }) => guards.save(await guards.of(randomUUID() as AccountId), 1),
    { one: `login ${name}` },
  )
}

const OTHERS = Array.from({ length: 20 }, (_, i) => `somebody${i}`)

test('no name that somebody can type waits for what servers hold while they run', { skip }, async (t) => {
  assert.equal(lockKey({ one: `login ${COMPUTED.userId}` }), COMPUTED.key)
  assert.ok(postgres)
  const url = await postgres.newDatabase()
  const storage = await openPostgresStorage({ url })
  t.after(() => storage.close())
  t.after(await claimPostgres({ url, tls: undefined }, 'joined', () => undefined))

  const gotIn = await Promise.all([COMPUTED.userId, ...OTHERS].map((name) => login(storage, name)))

  assert.ok(gotIn.every(Boolean))
})

test('whoever shares a commit with a login whose lock is not given gets in, and only that one hears of it', {
  skip,
}, async (t) => {
  assert.ok(postgres)
  const url = await postgres.newDatabase()
  const storage = await openPostgresStorage({ url })
  t.after(() => storage.close())
  const holder = new pg.Client(url)
  await holder.connect()
  t.after(() => holder.end())
  await holder.query('select pg_advisory_lock($1, $2)', [LOCKS, lockKey({ one: 'login held' })])

  const results = await Promise.allSettled([...OTHERS, 'held'].map((name) => login(storage, name)))

  const held = results.at(-1)
  const others = results.slice(0, -1)
  assert.ok(held?.status === 'rejected' && held.reason instanceof StorageFault)
  assert.equal(held.reason.code, 'storage_busy')
  assert.deepEqual(
    others,
    OTHERS.map(() => ({ status: 'fulfilled', value: true })),
  )
})
