// A printed code, or one that the help desk told, leaks where it is kept (a copy of the database), where it is told twice (a reply kept
// for a repeated request, the audit, a notice, a mail), and where it is written down in passing (a log, an error). Here both are made
// at /me and by an admin, typed right, wrong and twice, revoked and removed, at log level info and with repeated requests; then every
// file of the database, every line of the log, and every answer about them is searched for them.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLog } from '@countersign/server/telemetry/log'
import { adminOf } from '../support/admin-token.js'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import { approvalBody, TestServer } from '../support/test-server.js'
import { Secrets } from './secrets.js'

test('[BC3] [BY2] no printed or spoken code is in the database, its log, the audit, a notice or a second answer', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
  const written: string[] = []
  const handed: string[] = []
  const pino = createLog('info', { write: (line) => void written.push(line) })
  const both =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      handed.push(JSON.stringify([event, fields]))
      pino[level](event, fields)
    }
  const server = await TestServer.start({
    config: { 'storage.url': `sqlite:${join(folder, 'codes.db')}` },
    overrides: { ports: { log: { info: both('info'), warn: both('warn'), error: both('error') } } },
  })
  t.after(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })
  const { apiKey } = await server.addApp()
  const { accountId, ...phone } = await adminWithPhone(server, 'alice')
  const secrets = new Secrets()
  let codes = 0
  /** As it is shown, as it is compared, and what of it is secret: its name may be anywhere. */
  const keep = (shown: string): string => {
    codes += 1
    const bare = shown.replace(/[- ]/g, '')
    for (const [name, spelling] of Object.entries({
      shown,
      bare,
      secret: bare.slice(4),
      grouped: shown.slice(5),
    }))
      secrets.add(`code ${codes}, ${name}`, spelling)
    return shown
  }
  const typed = (code: string) =>
    server.call('POST', '/v1/codes', { apiKey, body: { ...approvalBody(), userId: 'alice', code } })

  const me = new ConsoleBrowser(server, 'person')
  await me.signIn('alice', { accountId, ...phone })
  const admin = await adminOf(server)
  const base = `/admin/v1/accounts/${accountId}`
  const own = await me.call('POST', '/me/v1/backup-codes', { headers: { 'idempotency-key': 'own' } })
  assert.equal(own.status, 201, own.text)
  for (const code of own.json.codes) keep(code)
  const given = await admin('POST', `${base}/backup-codes`, { headers: { 'idempotency-key': 'given' } })
  assert.equal(given.status, 201, given.text)
  const [first, second] = given.json.codes.map(keep)
  const told = await admin('POST', `${base}/bypass-codes`, {
    headers: { 'idempotency-key': 'told' },
    body: { reason: 'phone lost' },
  })
  assert.equal(told.status, 201, told.text)
  const bypass = keep(told.json.code)

  const tried = [
    await typed(first),
    await typed(first),
    await typed(keep(`${second.slice(0, -1)}${second.endsWith('Z') ? 'Y' : 'Z'}`)),
    await typed(own.json.codes[0]),
    await typed(bypass),
    await typed(bypass),
    await server.call('POST', '/v1/codes', { apiKey, body: { code: second, nonsense: bypass } }),
    await server.call('GET', `/v1/nothing-here/${encodeURIComponent('x')}`),
  ]
  assert.deepEqual(
    tried.map(({ status }) => status),
    [200, 403, 403, 403, 200, 403, 422, 404],
  )
  const listed = [
    await me.call('GET', '/me/v1/codes'),
    await me.call('GET', '/me/v1/notices'),
    await admin('GET', `${base}/codes`),
    await admin('GET', `/admin/v1/audit?accountId=${accountId}`),
  ]
  for (const reply of [...tried, ...listed]) assert.deepEqual(secrets.in(reply.text), [], reply.text)
  assert.equal(listed[0]?.json.backupCodes.left, 9)
  await admin('DELETE', `${base}/bypass-codes/${told.json.id}`)

  for (const line of [...written, ...handed]) assert.deepEqual(secrets.in(line), [], line)
  assert.ok(handed.some((line) => line.includes('code_refused')))
  // While it runs, with its log ahead of the file, as a thief of the disk finds it.
  for (const name of readdirSync(folder))
    assert.deepEqual(secrets.in(readFileSync(join(folder, name)).toString('latin1')), [], name)
})
