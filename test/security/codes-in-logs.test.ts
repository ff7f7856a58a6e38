// Codes in logs (SECURITY.md §3.7, ASVS 16.2.5): a one-time code in a log line is a login for whoever reads the log within half a minute,
// and a printed one for as long as the list lasts; a wrong one is often a right one with a typo. Here every kind is typed right, wrong,
// misspelt, too often, at the wrong app and into the wrong field. Then every spelling of each is searched for in all that the server
// logged, answered, audited, told and keeps on its disk.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { formatBackupCode, formatBypassCode } from '@countersign/protocol'
import { BACKUP, BYPASS, giveBackupCodes, giveBypassCode, giveTotp } from '../support/codes-at-hand.js'
import { approvalBody, TestServer } from '../support/test-server.js'

const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
after(() => rmSync(folder, { recursive: true }))

test('no code that was typed is in the log, a reply, the audit, a notice or the database', async () => {
  const database = join(folder, 'codes.db')
  const server = await TestServer.start({ config: { 'storage.url': `sqlite:${database}` } })
  const { apiKey } = await server.addApp()
  await server.addAccount()
  const account = await server.ports.storage.read.accounts.byUserId('alice')
  assert.ok(account)
  const app = await giveTotp(server.ports, account.id)
  await giveBackupCodes(server.ports, account.id)
  await giveBypassCode(server.ports, account.id)

  const codes = new Set<string>()
  const replies: string[] = []
  const type = async (code: string, more: object = {}): Promise<void> => {
    codes.add(code)
    const body = { ...approvalBody(), code, ...more }
    const reply = await server.call('POST', '/v1/codes', { apiKey, body })
    // An assertion is for the app; it is looked at as well, in clear.
    const [, payload = ''] = String(reply.json?.assertion ?? '').split('.')
    replies.push(reply.text, Buffer.from(payload, 'base64url').toString(), JSON.stringify([...reply.headers]))
  }
  // Not six digits: a time in milliseconds may hold any six.
  const TYPO = 'K7QD29XMPT4C8WZNAB3Z'
  const SPOKEN_WRONG = '482915033777'
  await type(formatBackupCode(TYPO))
  await type(BACKUP.toLowerCase())
  await type(BACKUP)
  await type(formatBypassCode(SPOKEN_WRONG))
  await type(BYPASS)
  for (let n = 0; n < 7; n++) await type(`48291503377${n}`)
  await type(app())
  await type('4829 1503 3776 99')
  await type(BACKUP, { userId: 'nobody' })
  await type(BACKUP, { insteadOf: '019aa5c2-7d1e-7c3b-9a54-3f0a6d1b2c4e' })
  // In places where they do not belong: what is refused is not repeated.
  await type(BYPASS, { purpose: BYPASS })
  await type(BYPASS, { why: BACKUP })
  replies.push((await server.call('POST', '/v1/codes', { apiKey, body: `{"code":"${BACKUP}", broken` })).text)
  replies.push((await server.call('GET', '/v1/codes', { apiKey })).text)

  const { read } = server.ports.storage
  const { entries } = await read.audit.page({}, undefined, 500)
  const notices = await read.notices.ofAccount(account.id, 100)
  assert.ok(entries.some(({ entry }) => entry.action === 'login.by_code'))
  assert.ok(entries.some(({ entry }) => entry.action === 'login.codes_blocked'))
  assert.ok(server.log.some((line) => line.event === 'login_by_code'))
  const said = JSON.stringify([server.log, replies, entries, notices])
  await server.stop()
  const kept = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
  assert.ok(kept.join('').length > 10_000)

  for (const spelling of spellings([...codes].filter((code) => code.length > 8))) {
    assert.ok(!said.includes(spelling), `${spelling} was said`)
    for (const file of kept) assert.ok(!file.includes(spelling), `${spelling} was kept`)
  }
  // Six digits stand in every time; as a value of their own they stand nowhere.
  for (const code of [...codes].filter((each) => /^\d{6,8}$/.test(each)))
    assert.doesNotMatch(said, new RegExp(`(?<!\\d)${code}(?!\\d)`))
})

/** As typed, bare, as shown, in lower case, as base64, and the secret part alone. */
function spellings(codes: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>()
  for (const code of codes) {
    const bare = code.replace(/[\s-]/g, '').toUpperCase()
    const shown = bare.length === 20 ? formatBackupCode(bare) : formatBypassCode(bare)
    for (const each of [code, bare, shown, bare.toLowerCase(), bare.slice(4), shown.slice(5)]) {
      all.add(each)
      all.add(Buffer.from(each).toString('base64').replace(/=+$/, ''))
      all.add(Buffer.from(each).toString('hex'))
    }
  }
  return all
}
