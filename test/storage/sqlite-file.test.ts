// The SQLite file in a rough world: other processes, other versions, wrong files, full disks, curious neighbours.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { AccountId, TicketId } from '@countersign/protocol'
import { allMigrations } from '@countersign/server/storage/migrations/all'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import { openReader, openWriter } from '@countersign/server/storage/sqlite-file'
import { toStorageFault } from '@countersign/server/storage/storage-fault'
import { id, NOW_MS, sampleAccount } from '../contract/sample-records.js'
import { startChild } from './child.js'

const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
after(() => rmSync(folder, { recursive: true }))

test('two processes that count up one row at the same time lose no count', async () => {
  const path = join(folder, 'two.db')
  const storage = await openSqliteStorage({ path })
  const accountId = id<AccountId>()
  const children = [1, 2].map(() => startChild('guard-writer.ts', [path, accountId, '300']))
  const countUp = () =>
    storage.transaction(async ({ guards }) => {
      const guard = await guards.of(accountId)
      assert.ok(await guards.save({ ...guard, consecutiveWrong: guard.consecutiveWrong + 1 }, NOW_MS))
    })
  for (let i = 0; i < 300; i += 1) await countUp()

  for (const child of children) assert.equal((await child.ended()).errors, '')

  assert.equal((await storage.read.guards.of(accountId)).consecutiveWrong, 900)
  await storage.close()
})

test('what another process commits is read at once', async () => {
  const path = join(folder, 'seen.db')
  const [server, command] = [await openSqliteStorage({ path }), await openSqliteStorage({ path })]
  const account = sampleAccount()
  await command.transaction(({ accounts }) => accounts.add(account))

  assert.deepEqual(await server.read.accounts.byId(account.id), account)
  await command.close()
  await server.close()
})

test('a disk that takes no more bytes gives a clear fault; all that was acknowledged stays, and nothing by half', async () => {
  const path = join(folder, 'disk.db')
  // The limit on a file's size stands in for a full disk: the write fails in the same place, and any user may set it.
  const limited = (command: readonly string[]) => ['sh', '-c', 'ulimit -f 3000; exec "$@"', 'sh', ...command]
  const { lines, errors } = await startChild('disk-writer.ts', [path], limited).ended()
  assert.equal(errors, '')
  const kept = lines.slice(0, -1)
  assert.match(lines.at(-1) ?? '', /^storage_(io|full)$/)
  assert.ok(kept.length > 0)

  const storage = await openSqliteStorage({ path })
  // The program prints ticket ids before the fault.
  for (const line of kept)
    assert.equal((await storage.read.tickets.byId(line as TicketId))?.state, 'withdrawn')
  await storage.close()
  const reader = openReader(path)
  assert.equal(reader.pragma('integrity_check', { simple: true }), 'ok')
  assert.equal(reader.prepare('select count(*) from ticket').pluck().get(), kept.length)
  reader.close()
})

test('a database of a newer program is refused, and left as it was', async () => {
  const path = join(folder, 'newer.db')
  await (await openSqliteStorage({ path })).close()
  const newer = openWriter(path)
  newer.exec("insert into migration (number, name, serves_from) values (99, 'from-the-future', 99)")
  newer.close()

  await assert.rejects(openSqliteStorage({ path }), { code: 'storage_too_new', message: /schema 99/ })

  const reader = openReader(path)
  assert.equal(reader.prepare('select max(number) from migration').pluck().get(), 99)
  reader.close()
})

test('a second start finds the schema done and the rows in place', async () => {
  const path = join(folder, 'again.db')
  const account = sampleAccount()
  const first = await openSqliteStorage({ path })
  await first.transaction(({ accounts }) => accounts.add(account))
  await first.close()

  const second = await openSqliteStorage({ path })

  assert.deepEqual(await second.read.accounts.byId(account.id), account)
  await second.close()
})

test('programs that start at once on no file bring up one schema', async () => {
  const path = join(folder, 'at-once.db')
  const children = [1, 2, 3].map(() => startChild('guard-writer.ts', [path, id<AccountId>(), '1']))
  for (const child of children) assert.equal((await child.ended()).errors, '')

  const reader = openReader(path)
  assert.deepEqual(
    reader.prepare('select number from migration').pluck().all(),
    allMigrations.map((_, at) => at + 1),
  )
  reader.close()
})

test('a file that is no database, a folder, and a database in memory are refused in clear words', async () => {
  const text = join(folder, 'notes.txt')
  writeFileSync(text, 'these are not the tables you are looking for\n'.repeat(100))

  const unreadable = { name: 'StorageFault', code: 'storage_unreadable' }
  await assert.rejects(openSqliteStorage({ path: text }), unreadable)
  await assert.rejects(openSqliteStorage({ path: folder }), unreadable)
  await assert.rejects(openSqliteStorage({ path: ':memory:' }), unreadable)
  await assert.rejects(openSqliteStorage({ path: '' }), unreadable)
})

test('a write to a database that cannot be written is a clear fault', async () => {
  const path = join(folder, 'read-only.db')
  await (await openSqliteStorage({ path })).close()
  const reader = openReader(path)
  let fault: unknown
  try {
    reader.exec('update key_set set version = 5')
  } catch (error) {
    fault = toStorageFault(error)
  }
  reader.close()

  assert.ok(fault instanceof Error && 'code' in fault)
  assert.equal(fault.code, 'storage_read_only')
})

test('only the owner may read the database and what SQLite keeps beside it', async () => {
  const path = join(folder, 'new-folder', 'private.db')
  const storage = await openSqliteStorage({ path })
  await storage.transaction(({ accounts }) => accounts.add(sampleAccount()))

  for (const file of [path, `${path}-wal`, `${path}-shm`])
    assert.equal(statSync(file).mode & 0o777, 0o600, file)
  assert.equal(statSync(join(folder, 'new-folder')).mode & 0o777, 0o700)
  await storage.close()
})

test('the mode of a database that is there already is its operator’s choice', async () => {
  const path = join(folder, 'chosen.db')
  await (await openSqliteStorage({ path })).close()
  chmodSync(path, 0o640)
  await (await openSqliteStorage({ path })).close()

  assert.equal(statSync(path).mode & 0o777, 0o640)
})

test('a closed storage refuses work and pings', async () => {
  const storage = await openSqliteStorage({ path: join(folder, 'closed.db') })
  await storage.close()

  await assert.rejects(
    storage.transaction(async () => undefined),
    { code: 'storage_closed' },
  )
  await assert.rejects(storage.ping(), { code: 'storage_closed' })
})
