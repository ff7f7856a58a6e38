// A stolen database, or a backup of it: whoever reads every byte, without the key file, looks for something that opens the console, an
// account or an app. Here an admin does everything that makes a secret; then the files and the log are searched for each of them, as text
// and as bytes.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fromBase64Url, parsePairingLink } from '@countersign/protocol'
import { makeSetupLink } from '@countersign/server/flows/access/setup'
import { printInvitations } from '@countersign/server/flows/admin/invitations'
import { invite } from '@countersign/server/flows/admin/invite'
import { putMailSettings } from '@countersign/server/flows/admin/mail-settings'
import { exchangeWebhookSecret } from '@countersign/server/flows/admin/webhooks'
import { adminToken } from '../support/admin-token.js'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import { secretIn } from '../support/invited.js'
import { OPERATOR, takeOver } from '../support/onboarding.js'
import { TestServer } from '../support/test-server.js'
import { must } from '../support/test-world.js'

const START_CODE = '91827364'
const PASSWORD = 'mail-Passw0rd-of-nobody'

let folder: string
let server: TestServer
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-'))
  server = await TestServer.start({ config: { 'storage.url': `sqlite:${join(folder, 'stolen.db')}` } })
})
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

test('no secret of the administration is in the database’s files or in the log, in any spelling', async () => {
  const { ports } = server
  const secrets = new Map<string, string | Uint8Array>()
  const { link: setupLink } = must(await makeSetupLink(ports, OPERATOR, {}))
  secrets.set('setup link', bytesIn(setupLink.slice(setupLink.indexOf('=') + 1)))

  const phone = await adminWithPhone(server, 'olga', 'owner')
  const browser = new ConsoleBrowser(server)
  await browser.signIn('olga', phone)
  for (const [name, value] of browser.cookies) secrets.set(`cookie ${name}`, fromBase64Url(value) ?? value)

  const post = async (path: string, body: unknown, key: string) => {
    const reply = await browser.call('POST', path, { body, headers: { 'idempotency-key': key } })
    assert.equal(reply.status, 201, reply.text)
    return reply.json
  }
  const app = await post('/admin/v1/apps', { name: 'Wiki', origins: ['https://wiki.example'] }, 'key-1')
  secrets.set('app key', lastPart(app.apiKey))
  const expiresAtMs = ports.clock.nowMs() + 86_400_000
  const made = { name: 'robot', permissions: ['accounts:read'], expiresAtMs }
  secrets.set('token', lastPart((await post('/admin/v1/tokens', made, 'key-2')).secret))
  secrets.set('token of the command line', lastPart(await adminToken(ports)))
  const hook = { url: 'https://siem.example/hook', description: '', actions: ['*'], state: 'active' }
  const webhook = await post('/admin/v1/webhooks', hook, 'key-3')
  secrets.set('webhook', lastPart(webhook.secret))
  const exchanged = must(await exchangeWebhookSecret(ports, OPERATOR, { id: webhook.id }))
  secrets.set('webhook after the exchange', lastPart(exchanged.secret))

  const url = `smtps://countersign:${PASSWORD}@mail.example.org`
  must(await putMailSettings(ports, OPERATOR, { url, from: 'ACME <id@example.org>', revision: 0 }))
  secrets.set('mail password', PASSWORD)
  const job = await takeOver(ports, [
    'user_id,start_code,email',
    `ada,${START_CODE},ada@example.org`,
    'bob,,bob@example.org',
  ])
  const printed = must(await invite(ports, OPERATOR, { select: { importId: job.id }, channel: 'sheet' }))
  secrets.set('start code', START_CODE)
  for (const { entry, link, startCode } of must(
    await printInvitations(ports, OPERATOR, { ids: printed.ids }),
  )) {
    secrets.set(`link of ${entry.userId}`, secretIn(link))
    secrets.set(`start code of ${entry.userId}`, startCode)
  }
  const { id: accountId } = (await ports.storage.read.accounts.byLoginName('bob')) ?? assert.fail('no bob')
  const pairing = await post(`/admin/v1/accounts/${accountId}/pairings`, undefined, 'key-4')
  secrets.set('ticket', parsePairingLink(pairing.link)?.ticketSecret ?? assert.fail('no ticket'))
  assert.ok(secrets.size > 12, [...secrets.keys()].join())

  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  const places = [...files, Buffer.from(JSON.stringify(server.log))]
  assert.ok(
    places.some((bytes) => bytes.includes('siem.example')),
    'the files are looked through',
  )
  for (const [name, secret] of secrets)
    for (const spelling of spellings(secret))
      assert.ok(!places.some((bytes) => bytes.includes(spelling)), name)
})

function bytesIn(text: string): Uint8Array {
  return fromBase64Url(text) ?? assert.fail('not base64url')
}

/** `cst_<id>_<secret>`: what stands before the last mark is a name. */
function lastPart(text: string): string {
  return /[A-Za-z0-9_+/=-]{40,}$/.exec(text.replace(/^[a-z]+_(?:[0-9a-f-]+_)?/, ''))?.[0] ?? assert.fail(text)
}

function spellings(secret: string | Uint8Array): readonly Buffer[] {
  const bytes = Buffer.from(secret)
  const known = typeof secret === 'string' ? [bytes, Buffer.from(secret, 'base64url')] : [bytes]
  return known
    .filter(({ length }) => length > 7)
    .flatMap((each) => [
      each,
      ...(['base64url', 'base64', 'hex'] as const).map((encoding) => Buffer.from(each.toString(encoding))),
    ])
}
