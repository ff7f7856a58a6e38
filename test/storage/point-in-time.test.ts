// PostgreSQL brought back to a moment, as docs/operations/backup.md says: archived log, a base copy under load, recovery, and logins that go on.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  appendFileSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { takeUpBroughtBack } from '@countersign/server/brought-back'
import { addAccount } from '@countersign/server/flows/accounts'
import { sealAudit } from '@countersign/server/flows/seal-audit'
import { verifyAudit } from '@countersign/server/flows/verify-audit'
import pg from 'pg'
import { collectingLog } from '../support/collecting-log.js'
import { keptConfig, logIn, openKept, samePhone } from '../support/kept-server.js'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'
import { must, pairedDevice } from '../support/test-world.js'
import { until } from '../support/until.js'

const skip = missingPostgres()
const folder = mkdtempSync(join(tmpdir(), 'countersign-pitr-'))
after(() => rmSync(folder, { recursive: true }))
const run = promisify(execFile)

async function ask<R extends pg.QueryResultRow>(postgres: TestPostgres, sql: string): Promise<R> {
  const client = new pg.Client({ connectionString: postgres.url() })
  await client.connect()
  const { rows } = await client.query<R>(sql)
  await client.end()
  return rows[0] ?? assert.fail(sql)
}

/** What pg_basebackup does, which the tests' PostgreSQL does not bring: the folder is copied while it is written. */
async function baseCopy(postgres: TestPostgres, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url() })
  await client.connect()
  await client.query(`select pg_backup_start('countersign', true)`)
  await run('cp', ['-a', postgres.folder, to]).catch((error: unknown) => {
    // A file that went meanwhile is in the log.
    if (!existsIn(to, 'PG_VERSION')) throw error
  })
  const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
  await client.end()
  writeFileSync(join(to, 'backup_label'), rows[0]?.labelfile ?? assert.fail('no label'))
  rmSync(join(to, 'postmaster.pid'), { force: true })
}

const existsIn = (place: string, name: string): boolean => readdirSync(place).includes(name)

test('a PostgreSQL that was destroyed comes back as it was at a moment, and the same phones log in', {
  skip,
}, async () => {
  const archive = join(folder, 'archive')
  await run('mkdir', [archive])
  await using postgres = await startPostgres({
    archive_mode: 'on',
    archive_command: `cp %p ${archive}/%f`,
    wal_level: 'replica',
  })
  const { uid, gid } = statSync(postgres.folder)
  // Whoever PostgreSQL runs as reaches it.
  for (const place of [folder, archive]) chownSync(place, uid, gid)
  const config = keptConfig(folder, await postgres.newDatabase())
  const server = await openKept(config)
  const phone = await pairedDevice(server)
  await logIn(server, phone)

  let going = true
  const load = (async () => {
    while (going) await logIn(server, phone)
  })()
  await baseCopy(postgres, join(folder, 'base'))
  going = false
  await load
  const kept = await logIn(server, phone)
  await sealAudit(server.ports)
  const { moment } = await ask<{ moment: string }>(postgres, 'select clock_timestamp()::text as moment')
  await new Promise((resolve) => setTimeout(resolve, 50))
  must(await addAccount(server.ports, { userId: 'mallory', displayName: 'Mallory' }))
  const lost = await logIn(server, phone)
  await server.close()
  const { last } = await ask<{ last: string }>(postgres, 'select pg_walfile_name(pg_switch_wal()) as last')
  // Its file has its name before it is whole.
  const archived = `select last_archived_wal >= '${last}' as done from pg_stat_archiver`
  await until(async () => (await ask<{ done: boolean | null }>(postgres, archived)).done === true)

  await postgres.stop('immediate')
  renameSync(postgres.folder, join(folder, 'destroyed'))
  await run('cp', ['-a', join(folder, 'base'), postgres.folder])
  appendFileSync(
    join(postgres.folder, 'postgresql.auto.conf'),
    `restore_command = 'cp ${archive}/%f %p'\nrecovery_target_time = '${moment}'\nrecovery_target_action = 'promote'\n`,
  )
  writeFileSync(join(postgres.folder, 'recovery.signal'), '')
  for (const name of ['backup_label', 'recovery.signal']) chownSync(join(postgres.folder, name), uid, gid)
  await postgres.start()
  await until(
    async () => !(await ask<{ busy: boolean }>(postgres, 'select pg_is_in_recovery() as busy')).busy,
  )

  const made = await takeUpBroughtBack({ config, acceptBrokenAudit: false, log: collectingLog() })
  if (made.kind !== 'present') assert.fail(JSON.stringify(made))
  const again = await openKept(config)
  const { challenges, accounts } = again.ports.storage.read
  assert.equal((await challenges.byId(kept.challengeId))?.state, 'redeemed')
  assert.equal(await challenges.byId(lost.challengeId), undefined)
  assert.equal(await accounts.byUserId('mallory'), undefined)
  const login = await logIn(again, samePhone(again, phone))
  assert.ok(login.sequence > lost.sequence, '[CH3] the phone takes what comes after the recovery')
  await sealAudit(again.ports)
  assert.equal((await verifyAudit(again.ports)).ok, true)
  await again.close()
})
