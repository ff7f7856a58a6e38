// What comes along into a server with new keys, and that nothing does which lets somebody in: table by table.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { CarriedOver } from '@countersign/server/carry-over'
import { carryOver } from '@countersign/server/carry-over'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import Database from 'better-sqlite3'
import { collectingLog } from '../support/collecting-log.js'
import { keptConfig, openKept } from '../support/kept-server.js'
import { fullFile } from './full-file.js'

const folder = mkdtempSync(join(tmpdir(), 'countersign-anew-'))
after(() => rmSync(folder, { recursive: true }))

/** Of the new server itself: its first key, and the first entry of its record. */
const ITS_OWN = ['audit', 'audit_checkpoint', 'key_set', 'signing_key']

function begin(from: string, to: string): Promise<CarriedOver> {
  const config = keptConfig(folder, `sqlite:${join(folder, to)}`)
  const stopped = new AbortController().signal
  return carryOver({ config, from: `sqlite:${join(folder, from)}`, log: collectingLog(), stopped })
}

test('people, groups, apps, roles and policies come along; phones, codes, keys, tokens and links do not', async () => {
  const path = join(folder, 'old.db')
  await (await openSqliteStorage({ path })).close()
  await fullFile(path, 4)
  const carried = await begin('old.db', 'new.db')
  if (carried.kind !== 'carried') assert.fail(JSON.stringify(carried))
  const db = new Database(join(folder, 'new.db'), { readonly: true })
  const tables = db
    .prepare<[], string>(
      `select name from sqlite_schema where type = 'table' and name <> 'migration' order by name`,
    )
    .pluck()
    .all()
  const filled = tables.filter((name) => db.prepare(`select 1 from "${name}"`).get() !== undefined)
  assert.deepEqual(
    filled.filter((name) => !ITS_OWN.includes(name)),
    [
      ...['account', 'admin', 'app', 'group_member', 'login_name', 'logo', 'member_group', 'policy_set'],
      'scim_removed',
    ],
  )
  const ways = 'active_devices, active_totps, active_passkeys, enrolled_by'
  assert.deepEqual(db.prepare(`select distinct ${ways} from account`).all(), [
    { active_devices: 0, active_totps: 0, active_passkeys: 0, enrolled_by: null },
  ])
  db.close()
})

test('with the keys of before nothing is carried over: what leaked would live on', async () => {
  const server = await openKept(keptConfig(folder, `sqlite:${join(folder, 'own.db')}`))
  await server.close()
  const refused = await begin('own.db', 'own-new.db')
  assert.equal(refused.kind === 'refused' && refused.because, 'keys_not_new')
})
