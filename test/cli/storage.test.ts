// `countersign storage …` and `restore` on PostgreSQL as a person types them: what is said, what is refused, and no password anywhere.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, POSTGRES_PASSWORD, startPostgres } from '../support/postgres.js'
import type { Said } from './terminal.js'
import { readyPlace } from './terminal.js'

const skip = missingPostgres()
let postgres: TestPostgres | undefined
before(async () => {
  if (skip === undefined) postgres = await startPostgres()
})
after(() => postgres?.[Symbol.asyncDispose]())
const newDatabase = async (): Promise<string> =>
  (await postgres?.newDatabase()) ?? assert.fail('no PostgreSQL')

function withoutPassword(said: Said): Said {
  for (const text of [said.out, said.error])
    for (const secret of [POSTGRES_PASSWORD, encodeURIComponent(POSTGRES_PASSWORD)])
      assert.ok(!text.includes(secret), text)
  return said
}

test('storage copy moves a server to PostgreSQL; its URL is said without the password', {
  skip,
}, async (t) => {
  const place = await readyPlace(t)
  assert.equal((await place.run('account', 'add', 'alice')).code, 0)
  const url = await newDatabase()
  const copied = withoutPassword(await place.run('storage', 'copy', '--to', url))
  assert.equal(copied.code, 0, copied.error)
  assert.match(
    copied.out,
    /^copied sqlite:.* to postgres:\/\/127\.0\.0\.1:\d+\/\w+\n {2}\d+ rows of \d+ tables/,
  )
  assert.match(copied.out, /audit {2}\d+ entries, whole/)
  const again = withoutPassword(await place.run('storage', 'copy', '--to', url, '--json'))
  assert.equal(again.code, 1)
  assert.match(JSON.stringify(again.json), /target_not_empty.*account/)
  assert.match((await place.runWith({ COUNTERSIGN_STORAGE_URL: url }, 'account', 'list')).out, /alice/)
})

test('storage copy refuses what is no URL, and a place that nobody reaches, without saying a password', {
  skip,
}, async (t) => {
  const place = await readyPlace(t)
  const wrong = await place.run('storage', 'copy', '--to', 'mysql://countersign@db/x')
  assert.equal(wrong.code, 2)
  const nowhere = `postgres://countersign:${encodeURIComponent(POSTGRES_PASSWORD)}@127.0.0.1:1/x`
  const away = withoutPassword(await place.run('storage', 'copy', '--to', nowhere))
  assert.equal(away.code, 4, away.error)
})

test('a backup of PostgreSQL is restored into an empty database, and a recovered one is taken up once it is confirmed', {
  skip,
}, async (t) => {
  const first = await newDatabase()
  const place = await readyPlace(t)
  assert.equal((await place.run('account', 'add', 'alice')).code, 0)
  assert.equal((await place.run('storage', 'copy', '--to', first)).code, 0)
  const on = (url: string, ...argv: readonly string[]): Promise<Said> =>
    place.runWith({ COUNTERSIGN_STORAGE_URL: url }, ...argv)
  const file = join(place.folder, 'backup.db')
  assert.equal((await on(first, 'backup', file)).code, 0)
  const second = await newDatabase()
  const asked = withoutPassword(await on(second, 'restore', file))
  assert.match(asked.error, /--yes/)
  const restored = withoutPassword(await on(second, 'restore', file, '--yes'))
  assert.equal(restored.code, 0, restored.error)
  assert.match((await on(second, 'account', 'list')).out, /alice/)
  assert.match(withoutPassword(await on(second, 'restore', file, '--yes')).error, /holds rows already/)
  assert.equal((await on(second, 'storage', 'restored')).code, 2)
  const taken = withoutPassword(await on(second, 'storage', 'restored', '--yes'))
  assert.equal(taken.code, 0, taken.error)
  assert.match(taken.out, /goes on from here\n {2}audit {3}\d+ entries, whole/)
})
