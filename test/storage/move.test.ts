// A whole server moved to the other engine and back: the same phones, keys and record, and logins that go on.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Config } from '@countersign/server/config'
import type { StorageCopied } from '@countersign/server/copy-storage'
import { copyStorage } from '@countersign/server/copy-storage'
import { addApp, authenticateApp } from '@countersign/server/flows/apps'
import { sealAudit } from '@countersign/server/flows/seal-audit'
import { verifyAudit } from '@countersign/server/flows/verify-audit'
import { collectingLog } from '../support/collecting-log.js'
import { keptConfig, logIn, openKept, samePhone } from '../support/kept-server.js'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, POSTGRES_PASSWORD, startPostgres } from '../support/postgres.js'
import { must, pairedDevice } from '../support/test-world.js'

const skip = missingPostgres()
const folder = mkdtempSync(join(tmpdir(), 'countersign-move-'))
let postgres: TestPostgres | undefined
before(async () => {
  if (skip === undefined) postgres = await startPostgres()
})
after(async () => {
  await postgres?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const newDatabase = async (): Promise<string> =>
  (await postgres?.newDatabase()) ?? assert.fail('no PostgreSQL')

function move(config: Config, from: string, to: string): Promise<StorageCopied> {
  return copyStorage({
    config,
    from,
    to,
    log: collectingLog(),
    tell: () => undefined,
    stopped: new AbortController().signal,
  })
}

const because = (moved: StorageCopied): string => (moved.kind === 'refused' ? moved.because : 'copied')

test('[CH3] phones, apps and the record go on after a move to PostgreSQL, and after one back', {
  skip,
}, async () => {
  const file = `sqlite:${join(folder, 'whole.db')}`
  const before = await openKept(keptConfig(folder, file))
  const { apiKey } = must(await addApp(before.ports, { name: 'Shop', origins: ['https://shop.example'] }))
  let phone = await pairedDevice(before)
  let last = await logIn(before, phone)
  await sealAudit(before.ports)
  const entries = (await verifyAudit(before.ports)).entries
  await before.close()

  const places = [file, await newDatabase(), `sqlite:${join(folder, 'back.db')}`]
  for (const [at, from] of places.slice(0, -1).entries()) {
    const to = places[at + 1] ?? assert.fail()
    const moved = await move(keptConfig(folder, file), from, to)
    if (moved.kind !== 'copied') assert.fail(JSON.stringify(moved))
    assert.equal(moved.audit.ok, true)
    const server = await openKept(keptConfig(folder, to))
    phone = samePhone(server, phone)
    const login = await logIn(server, phone)
    const ahead = login.sequence - last.sequence
    assert.ok(ahead > 0 && ahead < 10, `what the phone counts goes on, ${ahead} further`)
    last = login
    must(await authenticateApp(server.ports, apiKey))
    await sealAudit(server.ports)
    const audit = await verifyAudit(server.ports)
    assert.deepEqual([audit.ok, audit.entries > entries], [true, true])
    const { entries: noted } = await server.ports.storage.read.audit.page(
      { action: 'storage.copied' },
      undefined,
      1,
    )
    assert.doesNotMatch(JSON.stringify(noted), new RegExp(POSTGRES_PASSWORD))
    assert.match(JSON.stringify(noted), /"from":"(?:sqlite|postgres):/)
    await server.close()
  }
})

test('a move is refused while a server runs, onto itself, into what is not empty, from nothing, and with other keys', {
  skip,
}, async () => {
  const source = `sqlite:${join(folder, 'refused.db')}`
  const config = keptConfig(folder, source)
  const server = await openKept(config)
  await pairedDevice(server)
  const url = await newDatabase()
  assert.equal(because(await move(config, source, url)), 'source_in_use')
  await server.close()
  assert.equal(because(await move(config, source, source)), 'same_database')
  assert.equal(because(await move(config, `sqlite:${join(folder, 'nowhere.db')}`, url)), 'source_missing')
  assert.equal(existsSync(join(folder, 'nowhere.db')), false)
  assert.equal(because(await move(config, 'memory:', url)), 'nothing_kept')
  const others = keptConfig(folder, source, { 'keys.master': 'CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk' })
  assert.equal(because(await move(others, source, url)), 'source_of_another_server')
  assert.equal(because(await move(config, source, url)), 'copied')
  assert.equal(because(await move(config, source, url)), 'target_not_empty')
  const there = await openKept(keptConfig(folder, url))
  assert.equal(because(await move(config, url, `sqlite:${join(folder, 'third.db')}`)), 'source_in_use')
  await there.close()
})
