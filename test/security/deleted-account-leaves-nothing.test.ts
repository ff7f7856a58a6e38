// A deleted account that is still there: a name or address that stays in some table is found by whoever gets at the database, and a
// user ID that is free again must not inherit anything of its former owner: no phone, no group, no role, no open request.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { deleteAccount } from '@countersign/server/flows/admin/account-standing'
import { addAccountByAdmin, editAccount } from '@countersign/server/flows/admin/accounts'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import { addGroup } from '@countersign/server/flows/admin/groups'
import { openReader } from '@countersign/server/storage/sqlite-file'
import { giveBackupCodes, giveBypassCode } from '../support/codes-at-hand.js'
import { TestServer } from '../support/test-server.js'
import { must } from '../support/test-world.js'
import { Phone } from './phone.js'

const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
const path = join(folder, 'deleted.db')
let server: TestServer
before(async () => {
  server = await TestServer.start({ config: { 'storage.url': `sqlite:${path}` } })
})
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const operator = { kind: 'operator' } as const
/** Each occurs in nothing but this person's data. */
const personal = ['Quxana', 'quxana', 'zedmail', 'frobnote', 'Blorphone', 'xternal-77']

async function person() {
  const { ports } = server
  const group = must(await addGroup(ports, operator, { name: 'Staff' }))
  const account = must(
    await addAccountByAdmin(ports, operator, {
      userId: 'quxana@corp.example',
      displayName: 'Quxana Person',
      emails: ['quxana@zedmail.example'],
      aliases: ['quxana'],
      notes: 'frobnote',
      externalId: 'xternal-77',
      groupIds: [group.id],
    }),
  )
  return { account, group }
}

test('after the deletion no table but the audit, and what waits for its retention, names the person', async () => {
  const { ports } = server
  const { account } = await person()
  must(await putAdmin(ports, operator, { accountId: account.id, role: 'auditor' }))
  const { apiKey } = await server.addApp()
  const phone = await Phone.paired(server, 'quxana')
  const asked = await server.requestApproval(apiKey, { userId: 'quxana' })
  await phone.deny(asked.challengeId)
  await giveBackupCodes(ports, account.id)
  await giveBypassCode(ports, account.id)
  const edit = { emails: ['other@zedmail.example'] }
  const { revision } = must(
    await editAccount(ports, operator, { id: account.id, revision: await current(account.id), edit }),
  )
  assert.ok(revision > 1)
  must(await deleteAccount(ports, operator, { id: account.id }))

  assert.deepEqual(
    tablesThatHold([account.id]).filter((table) => /code|totp/.test(table)),
    [],
  )
  const left = tablesThatHold(personal)
  // What the phones were asked is evidence until the retention is over; then the sweep removes it.
  assert.deepEqual(
    left,
    ['audit', 'challenge', 'delivery'].filter((table) => left.includes(table)),
  )
  const facts = auditFacts(account.id)
  for (const word of ['zedmail', 'Person', 'frobnote', 'xternal-77']) assert.ok(!facts.includes(word), word)
  assert.match(facts, /quxana@corp\.example/)
})

test('the user ID and its aliases are free, and whoever gets them begins with nothing', async () => {
  const { ports } = server
  const again = must(
    await addAccountByAdmin(ports, operator, { userId: 'quxana@corp.example', aliases: ['quxana'] }),
  )
  assert.deepEqual([again.devices, again.groups, again.emails, again.revision > 0], [[], [], [], true])
  assert.equal(await ports.storage.read.admins.of(again.id), undefined)
  const { directory } = ports.storage.read
  const everyone = await directory.list({
    words: ['quxana'],
    state: undefined,
    device: undefined,
    groupId: undefined,
    sort: 'userId',
    order: 'asc',
    after: undefined,
    limit: 9,
  })
  assert.deepEqual(
    everyone.map(({ account }) => account.id),
    [again.id],
  )
})

test('deleting twice, or changing what is deleted, finds nothing', async () => {
  const { ports } = server
  const made = must(await addAccountByAdmin(ports, operator, { userId: 'gone' }))
  must(await deleteAccount(ports, operator, { id: made.id }))
  const again = await deleteAccount(ports, operator, { id: made.id })
  assert.ok(!again.ok && again.refusal.reason === 'not_found')
  const edited = await editAccount(ports, operator, {
    id: made.id,
    revision: 2,
    edit: { displayName: 'back' },
  })
  assert.ok(!edited.ok && edited.refusal.reason === 'not_found')
})

async function current(id: Parameters<typeof server.ports.storage.read.accounts.byId>[0]): Promise<number> {
  return (await server.ports.storage.read.accounts.byId(id))?.revision ?? 0
}

function tablesThatHold(words: readonly string[]): readonly string[] {
  const db = openReader(path)
  const tables = db.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[]
  const found = tables.filter((table) => {
    const rows = db.prepare(`select * from "${table}"`).all() as Record<string, unknown>[]
    const text = rows.map((row) => Object.values(row).map(asText).join('\n')).join('\n')
    return words.some((word) => text.includes(word))
  })
  db.close()
  return found.toSorted()
}

function asText(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)
}

function auditFacts(accountId: string): string {
  const db = openReader(path)
  const facts = db.prepare('select facts from audit where account_id = ?').pluck().all(accountId) as string[]
  db.close()
  return facts.join('\n')
}
