// Two versions side by side: a program goes on working on a newer schema for as long as that says it may, on either engine.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { after, before, describe, test } from 'node:test'
import type { Storage } from '@countersign/server/core/ports'
import type { MigrateWhen, Migration } from '@countersign/server/storage/migrate'
import { allMigrations } from '@countersign/server/storage/migrations/all'
import { openPostgresStorage } from '@countersign/server/storage/postgres'
import { migratePostgres } from '@countersign/server/storage/postgres-migrate'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import { migrateSqlite } from '@countersign/server/storage/sqlite-migrate'
import { sampleAccount } from '../contract/sample-records.js'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'

const KNOWN = allMigrations.length

/** The next release: a column more, which programs of this one neither read nor write. */
const gentle: Migration = {
  name: 'made-up-gentle',
  servesFrom: KNOWN,
  up: async ({ schema }) => schema.alterTable('account').addColumn('favourite_colour', 'text').execute(),
}
/** The one after it: programs of this release would miss what it needs. */
const harsh: Migration = {
  name: 'made-up-harsh',
  up: async ({ schema }) =>
    schema
      .alterTable('account')
      .addColumn('shoe_size', 'integer', (column) => column.notNull().defaultTo(42))
      .execute(),
}
const nextRelease = [...allMigrations, gentle]
const oneAfter = [...nextRelease, harsh]

interface Place {
  open(when?: MigrateWhen): Promise<Storage>
  /** As the program does that knows these. */
  migrate(known: readonly Migration[], options?: { readonly dryRun: boolean }): Promise<readonly string[]>
}

function versions(newPlace: (context: TestContext) => Promise<Place>): void {
  test('the next release migrates while this one runs: both start, and both read and write', async (t) => {
    const place = await newPlace(t)
    const running = await place.open()

    assert.deepEqual(await place.migrate(nextRelease), ['made-up-gentle'])
    const starting = await place.open()

    for (const storage of [running, starting]) {
      const account = sampleAccount()
      await storage.transaction(({ accounts }) => accounts.add(account))
      assert.deepEqual(await storage.read.accounts.byId(account.id), account)
      await storage.ping()
    }
    await running.close()
    await starting.close()
  })

  test('the release after it is too new: this one starts no more, and one that runs is not ready any more', async (t) => {
    const place = await newPlace(t)
    const running = await place.open()

    assert.deepEqual(await place.migrate(oneAfter), ['made-up-gentle', 'made-up-harsh'])

    await assert.rejects(place.open(), {
      code: 'storage_too_new',
      message: new RegExp(`schema ${KNOWN + 2}, this program knows up to ${KNOWN}`),
    })
    await assert.rejects(running.ping(), { code: 'storage_too_new' })
    await running.close()
  })

  test('a newer program that is older than the schema, but not too old, refuses nothing', async (t) => {
    const place = await newPlace(t)
    await place.migrate(oneAfter)
    assert.deepEqual(await place.migrate(oneAfter), [])
    await assert.rejects(place.migrate(nextRelease), { code: 'storage_too_new' })
  })

  test('a dry run names what would run and changes nothing', async (t) => {
    const place = await newPlace(t)
    const all = allMigrations.map(({ name }) => name)
    assert.deepEqual(await place.migrate(allMigrations, { dryRun: true }), all)
    assert.deepEqual(await place.migrate(allMigrations), all)
    assert.deepEqual(await place.migrate(nextRelease, { dryRun: true }), ['made-up-gentle'])
    assert.deepEqual(await place.migrate(nextRelease), ['made-up-gentle'])
  })

  test('where only the command migrates, a server does not start before it was run', async (t) => {
    const place = await newPlace(t)
    await assert.rejects(place.open('command'), { code: 'storage_too_old', message: /first-login/ })
    await place.migrate(allMigrations)
    await (await place.open('command')).close()
  })
}

describe('sqlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-versions-'))
  after(() => rmSync(folder, { recursive: true }))
  let files = 0
  versions(async () => {
    files += 1
    const path = join(folder, `${files}.db`)
    return {
      open: (when) => openSqliteStorage({ path, ...(when === undefined ? {} : { migrate: when }) }),
      migrate: (known, options) => migrateSqlite(path, known, options),
    }
  })
})

describe('postgres', { skip: missingPostgres() ?? false }, () => {
  let postgres: TestPostgres | undefined
  before(async () => {
    postgres = await startPostgres()
  })
  after(() => postgres?.[Symbol.asyncDispose]())
  versions(async () => {
    const url = (await postgres?.newDatabase()) ?? ''
    const settings = { url, tls: undefined, statementTimeoutMs: 10_000, readOnly: false }
    return {
      open: (when) => openPostgresStorage({ url, ...(when === undefined ? {} : { migrate: when }) }),
      migrate: (known, options) => migratePostgres(settings, known, options),
    }
  })

  test('two servers that start at once on an empty database bring up one schema', async () => {
    const url = (await postgres?.newDatabase()) ?? ''
    const opened = await Promise.all([1, 2, 3].map(() => openPostgresStorage({ url })))
    for (const storage of opened) await storage.ping()
    for (const storage of opened) await storage.close()
  })
})
