// Backups while people log in, on either engine: whole, of one moment, nobody refused; and a restore that goes on from there.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { ChallengeId } from '@countersign/protocol'
import type { Config } from '@countersign/server/config'
import { makeBackupAt } from '@countersign/server/flows/admin/backups'
import { sealAudit } from '@countersign/server/flows/seal-audit'
import { verifyAudit } from '@countersign/server/flows/verify-audit'
import type { Restored } from '@countersign/server/restore'
import { restoreDatabase } from '@countersign/server/restore'
import { collectingLog } from '../support/collecting-log.js'
import type { KeptServer } from '../support/kept-server.js'
import { keptConfig, logIn, openKept, samePhone } from '../support/kept-server.js'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'
import type { TestDevice } from '../support/test-device.js'
import { must, pairedDevice } from '../support/test-world.js'

const skip = missingPostgres()
const folder = mkdtempSync(join(tmpdir(), 'countersign-backups-'))
const operator = { kind: 'operator' } as const
const BACKUPS = 3
const PEOPLE = 4
let postgres: TestPostgres | undefined
before(async () => {
  if (skip === undefined) postgres = await startPostgres()
})
after(async () => {
  await postgres?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const engines = {
  sqlite: { skip: undefined, newUrl: async () => `sqlite:${join(folder, `${randomUUID()}.db`)}` },
  postgres: { skip, newUrl: async () => (await postgres?.newDatabase()) ?? assert.fail('no PostgreSQL') },
}

interface Person {
  readonly userId: string
  readonly phone: TestDevice
  /** Acknowledged to the app, oldest first. */
  readonly logins: ChallengeId[]
}

/** People who log in one after the other until told to stop; any refusal fails the test. */
function everybodyLogsIn(server: KeptServer, people: readonly Person[]): () => Promise<void> {
  let going = true
  const all = people.map(async ({ userId, phone, logins }) => {
    while (going) logins.push((await logIn(server, phone, userId)).challengeId)
  })
  return async () => {
    going = false
    await Promise.all(all)
  }
}

function restore(config: Config, file: string): Promise<Restored> {
  return restoreDatabase({ config, file, acceptBrokenAudit: false, log: collectingLog(), nowMs: Date.now() })
}

for (const [name, engine] of Object.entries(engines)) {
  test(`${name}: a backup made while people log in holds whole logins only, and every one that was acknowledged before it`, {
    skip: engine.skip,
  }, async () => {
    const config = keptConfig(folder, await engine.newUrl())
    const server = await openKept(config)
    const people: Person[] = []
    for (let i = 0; i < PEOPLE; i += 1)
      people.push({ userId: `person-${i}`, phone: await pairedDevice(server, `person-${i}`), logins: [] })
    const stop = everybodyLogsIn(server, people)
    const backups: { readonly file: string; readonly before: readonly number[] }[] = []
    for (let i = 0; i < BACKUPS; i += 1) {
      const before = people.map(({ logins }) => logins.length)
      const file = join(folder, `${name}-${i}.db`)
      must(await makeBackupAt(server.ports, operator, { path: file }))
      assert.equal(statSync(file).mode & 0o777, 0o600)
      backups.push({ file, before })
    }
    await stop()
    assert.ok(
      people.every(({ logins }) => logins.length > BACKUPS),
      'people logged in meanwhile',
    )

    for (const { file, before } of backups) {
      const copy = await openKept(keptConfig(folder, `sqlite:${file}`))
      for (const [i, { logins }] of people.entries()) {
        const states = await Promise.all(
          logins.map(async (id) => (await copy.ports.storage.read.challenges.byId(id))?.state),
        )
        const kept = states.filter((state) => state === 'redeemed').length
        assert.ok(kept >= (before[i] ?? 0), 'what was acknowledged before the backup is in it')
        assert.ok(
          states.slice(0, kept).every((state) => state === 'redeemed'),
          'of one moment: nothing later without what was earlier',
        )
      }
      await sealAudit(copy.ports)
      assert.equal((await verifyAudit(copy.ports)).ok, true)
      await copy.close()
    }
    await server.close()
  })

  test(`[CH3] [KS] ${name}: after a restore the same phones log in, and what they saw since does not stand in the way`, {
    skip: engine.skip,
  }, async () => {
    const config = keptConfig(folder, await engine.newUrl())
    const server = await openKept(config)
    const phone = await pairedDevice(server)
    await logIn(server, phone)
    const file = join(folder, `${name}-back.db`)
    must(await makeBackupAt(server.ports, operator, { path: file }))
    await logIn(server, phone)
    const seen = await logIn(server, phone)
    const version = server.ports.vault.keySetVersion()
    await server.close()

    const url = name === 'sqlite' ? config['storage.url'] : await engine.newUrl()
    const there = keptConfig(folder, url)
    const restored = await restore(there, file)
    if (restored.kind !== 'restored') assert.fail(JSON.stringify(restored))
    assert.equal(restored.audit.ok, true)
    const again = await openKept(there)
    const login = await logIn(again, samePhone(again, phone))
    assert.ok(login.sequence > seen.sequence, 'the phone takes the request')
    assert.ok(again.ports.vault.keySetVersion() > version, 'and the key set')
    assert.equal(await again.ports.storage.read.challenges.byId(seen.challengeId), undefined)
    await sealAudit(again.ports)
    assert.equal((await verifyAudit(again.ports)).ok, true)
    await again.close()
  })
}

test('PostgreSQL is restored into an empty database only, while nobody has it open', { skip }, async () => {
  const config = keptConfig(folder, await engines.postgres.newUrl())
  const server = await openKept(config)
  await pairedDevice(server)
  const file = join(folder, 'filled.db')
  must(await makeBackupAt(server.ports, operator, { path: file }))
  const open = await restore(config, file)
  assert.equal(open.kind === 'refused' && open.because, 'database_in_use')
  await server.close()
  const filled = await restore(config, file)
  assert.equal(filled.kind === 'refused' && filled.because, 'database_not_empty')
})
