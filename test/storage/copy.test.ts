// A database copied to the other engine and back: every table, awkward values, nothing half, nothing over what is there.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import {
  openPostgresSnapshot,
  openPostgresSource,
  openPostgresTarget,
} from '@countersign/server/storage/copy-postgres'
import type {
  CopySource,
  CopyTarget,
  Row,
  RowsCopied,
  TableShape,
} from '@countersign/server/storage/copy-rows'
import { copyRows } from '@countersign/server/storage/copy-rows'
import { openSqliteSource, openSqliteTarget } from '@countersign/server/storage/copy-sqlite'
import { openPostgresStorage } from '@countersign/server/storage/postgres'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import Database from 'better-sqlite3'
import pg from 'pg'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'
import { fullFile } from './full-file.js'

const skip = missingPostgres()
const folder = mkdtempSync(join(tmpdir(), 'countersign-copy-'))
let postgres: TestPostgres | undefined
before(async () => {
  if (skip === undefined) postgres = await startPostgres()
})
after(async () => {
  await postgres?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const never = new AbortController().signal
let files = 0

async function newFile(): Promise<string> {
  files += 1
  const path = join(folder, `${files}.db`)
  await (await openSqliteStorage({ path })).close()
  return path
}

async function newServerDatabase(): Promise<string> {
  const url = (await postgres?.newDatabase()) ?? assert.fail('no PostgreSQL')
  await (await openPostgresStorage({ url })).close()
  return url
}

async function copy(from: CopySource, to: CopyTarget, stopped = never): Promise<RowsCopied> {
  try {
    return await copyRows({ from, to, tell: () => undefined, stopped })
  } finally {
    await from.close()
    await to.close()
  }
}

function copied(result: RowsCopied): Extract<RowsCopied, { kind: 'copied' }> {
  if (result.kind !== 'copied') assert.fail(JSON.stringify(result))
  return result
}

test('every table and row goes to PostgreSQL and back, value by value', { skip }, async () => {
  const path = await fullFile(await newFile(), 12)
  const url = await newServerDatabase()
  const there = copied(await copy(openSqliteSource(path), await openPostgresTarget({ url, tls: undefined })))
  assert.ok(
    there.tables.every(({ rows }) => rows > 0),
    'every table holds rows',
  )
  const backPath = await newFile()
  const back = copied(
    await copy(await openPostgresSource({ url, tls: undefined }), openSqliteTarget(backPath)),
  )
  assert.deepEqual(back, there)
  const db = new Database(backPath)
  db.prepare('attach ? as old').run(path)
  for (const { table } of there.tables) {
    const missing = db.prepare(
      `select count(*) from (select * from old."${table}" except select * from main."${table}")`,
    )
    assert.equal(missing.pluck().get(), 0, table)
  }
  db.close()
})

test('what is written into the source meanwhile is not in a snapshot, and nobody waits', {
  skip,
}, async () => {
  const url = await newServerDatabase()
  const writer = new pg.Client({ connectionString: url })
  await writer.connect()
  const add = (name: string): Promise<unknown> =>
    writer.query(`insert into setting (name, value, revision, changed_at_ms) values ($1, '\\x00', 1, 1)`, [
      name,
    ])
  await add('before')
  const snapshot = await openPostgresSnapshot({ url, tls: undefined })
  await add('meanwhile')
  await writer.end()
  const path = await newFile()
  copied(await copy(snapshot, openSqliteTarget(path)))
  const db = new Database(path)
  assert.deepEqual(db.prepare('select name from setting').pluck().all(), ['before'])
  db.close()
})

test('a database that anybody has open is neither read nor written', { skip }, async () => {
  const url = await newServerDatabase()
  const storage = await openPostgresStorage({ url })
  await storage.ping()
  await assert.rejects(openPostgresSource({ url, tls: undefined }), { code: 'storage_busy' })
  await storage.close()
  const path = await newFile()
  const open = await openSqliteStorage({ path })
  assert.throws(() => openSqliteSource(path), { code: 'storage_busy' })
  await open.close()
})

test('who comes while a copy holds the database waits, and writes nothing into it', { skip }, async () => {
  const url = await newServerDatabase()
  const source = await openPostgresSource({ url, tls: undefined })
  const late = new pg.Client({ connectionString: url, statement_timeout: 200 })
  await late.connect()
  await assert.rejects(late.query('update key_set set version = 99'), /statement timeout/)
  await late.end()
  await source.close()
  const path = await newFile()
  const held = openSqliteSource(path)
  const impatient = new Database(path, { timeout: 10 })
  assert.throws(() => impatient.exec('update key_set set version = 99'), { code: 'SQLITE_BUSY' })
  impatient.close()
  await held.close()
})

test('a target that holds anything is refused by its tables’ names, and stays as it was', {
  skip,
}, async () => {
  const full = await fullFile(await newFile(), 2)
  const refused = await copy(openSqliteSource(await newFile()), openSqliteTarget(full))
  assert.equal(refused.kind, 'target_not_empty')
  assert.ok(refused.kind === 'target_not_empty' && refused.faults.includes('account'))
  const url = await newServerDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('update key_set set version = 1')
  await client.end()
  const published = await copy(openSqliteSource(full), await openPostgresTarget({ url, tls: undefined }))
  assert.deepEqual(published, { kind: 'target_not_empty', faults: ['key_set'] })
})

test('a copy that is stopped, cut off or fails leaves the target empty, and the next one is whole', {
  skip,
}, async () => {
  const path = await fullFile(await newFile(), 1_200)
  const url = await newServerDatabase()
  const target = (): Promise<CopyTarget> => openPostgresTarget({ url, tls: undefined })
  const stop = new AbortController()
  const from = openSqliteSource(path)
  const to = await target()
  const tell = ({ rows }: { readonly rows: number }): void => {
    if (rows > 500) stop.abort()
  }
  assert.equal((await copyRows({ from, to, tell, stopped: stop.signal })).kind, 'stopped')
  await from.close()
  await to.close()

  const again = openSqliteSource(path)
  const cutOff = await target()
  const killer = new pg.Client({ connectionString: postgres?.url() ?? '' })
  await killer.connect()
  let cut: Promise<unknown> | undefined
  const cutAt = async (): Promise<RowsCopied> =>
    copyRows({
      from: again,
      to: {
        ...cutOff,
        insert: async (table, rows) => {
          cut ??= killer.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'countersign-copy'`,
          )
          await cut
          await cutOff.insert(table, rows)
        },
      },
      tell: () => undefined,
      stopped: never,
    })
  await assert.rejects(cutAt())
  await killer.end()
  await again.close()
  await cutOff.close()
  copied(await copy(openSqliteSource(path), await target()))
})

test('a row that is lost or changed on the way is found, and nothing is kept', { skip }, async () => {
  const path = await fullFile(await newFile(), 30)
  const url = await newServerDatabase()
  const spoils: readonly ((rows: readonly Row[]) => readonly Row[])[] = [
    (rows) => rows.slice(1),
    (rows) => rows.map((row) => row.map((cell) => (cell === 'Zoë 🦊 ﬁ' ? 'Zoe' : cell))),
    (rows) =>
      rows.map((row) => row.map((cell) => (cell === BigInt(Number.MAX_SAFE_INTEGER) ? cell - 1n : cell))),
  ]
  for (const spoil of spoils) {
    const from = openSqliteSource(path)
    const to = await openPostgresTarget({ url, tls: undefined })
    const spoiled = {
      ...to,
      insert: (table: TableShape, rows: readonly Row[]) => to.insert(table, spoil(rows)),
    }
    const result = await copyRows({ from, to: spoiled, tell: () => undefined, stopped: never })
    assert.equal(result.kind, 'differs')
    await from.close()
    await to.close()
  }
  copied(await copy(openSqliteSource(path), await openPostgresTarget({ url, tls: undefined })))
})

test('what PostgreSQL cannot hold is named, not changed', { skip }, async () => {
  const path = await newFile()
  const db = new Database(path)
  db.prepare(
    `insert into member_group (id, name, name_key, created_at_ms, changed_at_ms) values ('1', ?, 'x', 1, 1)`,
  ).run('a\0b')
  db.close()
  const url = await newServerDatabase()
  await assert.rejects(
    copy(openSqliteSource(path), await openPostgresTarget({ url, tls: undefined })),
    /member_group\.name holds a NUL character/,
  )
})

test('a schema that is not the same on both sides is refused', async () => {
  const path = await newFile()
  const other = await newFile()
  const db = new Database(other)
  db.exec('alter table account add column surprise text')
  db.close()
  const refused = await copy(openSqliteSource(path), openSqliteTarget(other))
  assert.equal(refused.kind, 'schema_differs')
})
