// A secret that codes are made from is worth every code to come. It leaks where it is kept (a copy of the database), where it is told
// twice (a reply kept for a repeated request, the audit, a notice, a mail), and where it is written down in passing (a log, an error). Here
// secrets are drawn at /me, by an admin and for a phone, confirmed, mistyped, used and removed, at log level info and with repeated
// requests; then every file of the database, every line of the log, the audit's export and every notice are searched for them.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { beginOfflineCode, confirmOfflineCode } from '@countersign/server/flows/codes/offline-code'
import { createLog } from '@countersign/server/telemetry/log'
import { Secret, URI } from 'otpauth'
import { adminOf } from '../support/admin-token.js'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import { approvalBody, TestServer } from '../support/test-server.js'
import { must } from '../support/test-world.js'
import { CodeApp, codeOf } from '../support/totps.js'
import { Secrets } from './secrets.js'

test('[TO6] no secret of codes is in the database, its log, the audit, a notice or a second answer', async (t) => {
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
  const phone = await adminWithPhone(server, 'alice')
  const { accountId } = phone
  const secrets = new Secrets()
  const codes: string[] = []
  const raw: Buffer[] = []
  const keep = (name: string, bytes: Uint8Array): void => {
    const secret = new Secret({ buffer: Uint8Array.from(bytes).buffer })
    raw.push(Buffer.from(bytes))
    secrets.add(name, bytes)
    secrets.add(`${name} in base 32`, secret.base32)
    secrets.add(`${name} in groups`, secret.base32.replace(/(.{4})(?=.)/g, '$1 '))
  }
  const setUp = async (
    call: ConsoleBrowser['call'],
    base: string,
    name: string,
  ): Promise<{ readonly id: string; readonly app: CodeApp }> => {
    const request = { body: { name }, headers: { 'idempotency-key': `begin-${name}` } }
    const begun = await call('POST', base, request)
    assert.equal(begun.status, 201, begun.text)
    keep(name, URI.parse(begun.json.link).secret.bytes)
    // The lost answer of the same browser is told again; that is what is kept of it.
    assert.deepEqual((await call('POST', base, request)).json, begun.json)
    const app = new CodeApp(begun.json.link)
    const code = app.codeAt(Date.now())
    codes.push(code)
    const wrong = app.codeAt(Date.now() + 900_000)
    for (const typed of [wrong, 'not a code', code])
      await call('POST', `${base}/${begun.json.id}/confirm`, { body: { code: typed } })
    return { id: begun.json.id, app }
  }

  const me = new ConsoleBrowser(server, 'person')
  await me.signIn('alice', phone)
  const own = await setUp(me.call.bind(me), '/me/v1/totps', 'own')
  const admin = await adminOf(server)
  const given = await setUp(admin, `/admin/v1/accounts/${accountId}/totps`, 'given')
  const drawn = must(await beginOfflineCode(server.ports, { id: phone.deviceId, accountId }))
  keep('offline', drawn.secret)
  const { totpId } = drawn
  const code = codeOf(drawn, Date.now())
  must(await confirmOfflineCode(server.ports, { id: phone.deviceId, accountId }, { totpId, code }))
  for (const typed of [own.app.codeAt(Date.now() + 30_000), '000000'])
    await server.call('POST', '/v1/codes', { apiKey, body: { ...approvalBody(), code: typed } })
  const listed = [
    await me.call('GET', '/me/v1/codes'),
    await me.call('GET', '/me/v1/notices'),
    await admin('GET', `/admin/v1/accounts/${accountId}/codes`),
    await admin('GET', `/admin/v1/audit?accountId=${accountId}`),
  ]
  for (const reply of listed) {
    assert.equal(reply.status, 200, reply.text)
    assert.deepEqual(secrets.in(reply.text), [])
  }
  assert.equal(listed[0]?.json.totps.length, 3)
  await admin('DELETE', `/admin/v1/accounts/${accountId}/totps/${given.id}`)

  for (const line of [...written, ...handed]) {
    assert.deepEqual(secrets.in(line), [], line)
    for (const typed of codes) assert.doesNotMatch(line, new RegExp(`"${typed}"`))
  }
  assert.ok(handed.some((line) => line.includes('totp_confirmed')))
  assert.equal(raw.length, 3)
  // While it runs, with its log ahead of the file, as a thief of the disk finds it.
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name))
    assert.deepEqual(secrets.in(bytes.toString('latin1')), [], name)
    for (const secret of raw) assert.equal(bytes.includes(secret), false, name)
  }
})
