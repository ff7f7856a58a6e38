// The record at the command line: what happened is shown, exported and verified, copied and put back; webhooks come and go.
import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import type { Io } from '@countersign/server/cli/io'
import { makeReport } from '@countersign/server/cli/report'
import { eachTenth } from '@countersign/server/cli/tenths'
import Database from 'better-sqlite3'
import { readyPlace } from './terminal.js'

const codeOf = ({ json }: { readonly json: Readonly<Record<string, unknown>> }): unknown =>
  (json['error'] as { code?: string } | undefined)?.code

const SILENT: Io = {
  out: () => undefined,
  error: () => undefined,
  readLine: () => Promise.resolve(undefined),
  interactive: false,
  environment: {},
  directory: '/',
  stopped: new AbortController().signal,
  nowMs: () => 0,
}

const databaseOf = ({ folder }: { readonly folder: string }): string => join(folder, 'data', 'countersign.db')

test('how far the verification of a long audit got is said at each tenth; of a short one never, and to no program', () => {
  const said = (all: number, json: boolean): string => {
    let text = ''
    const add = (more: string): void => {
      text += more
    }
    const io = { ...SILENT, out: add, error: add }
    const tell = eachTenth(makeReport(io, json), 'entries')
    for (let read = 500; read <= all; read += 500) tell(read, all)
    return text
  }
  assert.deepEqual(
    said(20_000, false).trimEnd().split('\n'),
    [10, 20, 30, 40, 50, 60, 70, 80, 90].map((part) => `${part} % of 20000 entries read`),
  )
  assert.equal(said(9_500, false), '')
  assert.equal(said(20_000, true), '')
})

test('what was done is shown by audit tail, one entry a line, the newest last', async (t) => {
  const place = await readyPlace(t)
  await place.run('webhook', 'add', 'https://siem.example/hook', '--action', 'login.*')
  const shown = await place.run('audit', 'tail', '--action', 'webhook.*')
  assert.equal(shown.code, 0, shown.error)
  assert.match(
    shown.out,
    /UTC {2}webhook\.added {2}operator {2}- {2}webhookId=\S+ {2}origin=https:\/\/siem\.example /,
  )
  const one = await place.run('audit', 'tail', '--lines', '1', '--action', 'webhook.*', '--json')
  assert.equal(one.json['action'], 'webhook.added')
  const nobody = await place.run('audit', 'tail', '--account', 'nobody', '--json')
  assert.equal(codeOf(nobody), 'account_unknown')
})

test('audit verify says that the audit is whole, and from its printed end that nothing was cut off', async (t) => {
  const place = await readyPlace(t)
  await place.run('webhook', 'add', 'https://siem.example/hook')
  const whole = await place.run('audit', 'verify', '--json')
  assert.equal(whole.code, 0, whole.out)
  // Sound: the shape of AuditVerification.
  const end = whole.json['end'] as { readonly sequence: number; readonly hash: string }
  assert.equal((await place.run('audit', 'verify', '--noted', `${end.sequence}:${end.hash}`)).code, 0)
  const later = await place.run('audit', 'verify', '--noted', `${end.sequence + 99}:${end.hash}`, '--json')
  assert.equal(later.code, 1)
  assert.equal((await place.run('audit', 'verify', '--noted', 'yesterday')).code, 2)
})

test('audit verify ends with 1 and names the entry that somebody changed', async (t) => {
  const place = await readyPlace(t)
  await place.run('webhook', 'add', 'https://siem.example/hook')
  await place.run('audit', 'verify')
  const db = new Database(databaseOf(place))
  db.exec(`drop trigger audit_unchanged; update audit set actor = 'nobody' where sequence = 1`)
  const id = db.prepare('select id from audit where sequence = 1').pluck().get()
  db.close()
  const { code, error } = await place.run('audit', 'verify')
  assert.equal(code, 1)
  assert.ok(error.includes(String(id)), error)
  assert.match(error, /changed: entry 1/)
})

test('audit export writes a new private file, as JSON Lines with a checkpoint or as CSV', async (t) => {
  const place = await readyPlace(t)
  await place.run('webhook', 'add', 'https://siem.example/hook')
  const file = join(place.folder, 'audit.jsonl')
  const exported = await place.run('audit', 'export', file, '--json')
  assert.equal(exported.code, 0, exported.out)
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const last: unknown = JSON.parse(lines.at(-1) ?? '')
  assert.ok(typeof last === 'object' && last !== null && 'checkpoint' in last)
  assert.equal(lines.length, exported.json['lines'])
  assert.equal((await place.run('audit', 'export', file)).code, 4, 'a file that is there is not replaced')
  const csv = join(place.folder, 'audit.csv')
  await place.run('audit', 'export', csv)
  assert.match(await readFile(csv, 'utf8'), /^"sequence","time","action"/)
})

test('a webhook is added with a secret, listed without it, and removed', async (t) => {
  const place = await readyPlace(t)
  const added = await place.run(
    'webhook',
    'add',
    'https://siem.example/hook',
    '--action',
    'login.*',
    '--json',
  )
  assert.equal(added.code, 0, added.out)
  const secret = String(added.json['secret'])
  assert.match(secret, /^whsec_[\w+/]{43}=$/)
  const listed = await place.run('webhook', 'list')
  assert.match(listed.out, /https:\/\/siem\.example\/hook +login\.\*/)
  assert.ok(!listed.out.includes(secret))
  const id = String(added.json['id'])
  assert.equal((await place.run('webhook', 'remove', id)).code, 0)
  assert.equal(codeOf(await place.run('webhook', 'remove', id, '--json')), 'not_found')
  assert.match((await place.run('webhook', 'list')).out, /no webhooks/)
})

test('a webhook into the own network is refused, and so is an action that is none', async (t) => {
  const place = await readyPlace(t)
  const inside = await place.run('webhook', 'add', 'https://169.254.169.254/latest', '--json')
  assert.equal(inside.code, 1)
  assert.equal(codeOf(inside), 'value_invalid')
  assert.equal(
    (await place.run('webhook', 'add', 'https://siem.example/', '--action', 'Everything!')).code,
    2,
  )
})

test('a backup is restored: what happened since is undone, and the database before is kept', async (t) => {
  const place = await readyPlace(t)
  await place.run('account', 'add', 'alice')
  await place.run('app', 'add', 'Shop', '--origin', 'https://shop.example.org')
  await place.run('token', 'add', 'CI', '--permission', 'accounts:read')
  const file = join(place.folder, 'backup.db')
  const made = await place.run('backup', file, '--json')
  assert.equal(made.code, 0, made.out)
  assert.equal((await place.run('backup', file)).code, 1, 'no backup replaces a file')
  await place.run('account', 'add', 'bob')

  assert.equal(codeOf(await place.run('restore', file, '--json')), 'not_confirmed')
  const restored = await place.run('restore', file, '--yes', '--json')
  assert.equal(restored.code, 0, restored.out)
  assert.deepEqual(restored.json['returned'], {
    admins: 0,
    tokens: 1,
    appKeys: 1,
    backupCodes: 0,
    invitations: 0,
    held: 0,
  })
  const again = await place.run('restore', file, '--yes')
  assert.match(again.out, /API tokens +1: countersign token list\n +keys of apps +1: countersign app list/)
  assert.match((await place.run('account', 'list')).out, /alice/)
  assert.doesNotMatch((await place.run('account', 'list')).out, /bob/)
  assert.ok((await stat(String(restored.json['previous']))).size > 0)
  assert.equal((await place.run('audit', 'verify')).code, 0)
})

test('a file that is no backup is refused', async (t) => {
  const place = await readyPlace(t)
  const file = join(place.folder, 'letter.txt')
  await writeFile(file, 'Dear admin, this is not a database.')
  const refused = await place.run('restore', file, '--yes', '--json')
  assert.equal(refused.code, 1)
  assert.equal(codeOf(refused), 'backup_damaged')
  assert.equal((await place.run('account', 'list')).code, 0)
})

test('the overview shows accounts, and what wants to be looked at', async (t) => {
  const place = await readyPlace(t)
  await place.run('account', 'add', 'alice')
  const { out, code } = await place.run('overview')
  assert.equal(code, 0)
  assert.match(out, /accounts {2}1, 1 without a phone, 0 suspended/)
  assert.match(out, /backup missing/)
})

test('the overview of a command says nothing of a Redis that only servers know', async (t) => {
  const place = await readyPlace(t)
  const { json, code } = await place.runWith(
    { COUNTERSIGN_FABRIC_URL: 'redis://127.0.0.1:1' },
    'overview',
    '--json',
  )
  assert.equal(code, 0)
  const kinds = (json['alerts'] as readonly { readonly kind: string }[]).map(({ kind }) => kind)
  assert.deepEqual(kinds, ['backup_missing'])
})

test('nothing is on its way on a new server, and what is not there is not tried again', async (t) => {
  const place = await readyPlace(t)
  assert.match((await place.run('outgoing', 'list')).out, /nothing is on its way/)
  assert.equal(codeOf(await place.run('outgoing', 'retry', 'nothing', '--json')), 'not_found')
  assert.equal((await place.run('outgoing', 'list', '--state', 'lost')).code, 2)
})
