// Attack: the sign-in pages ask for a user ID and nothing else, so anybody may try names: to learn who has an account, who is
// an admin, who is suspended, or who has a phone. Answers are compared byte by byte but for what is random; for time, what is
// asserted is its cause: the same calls of storage and of the vault, in the same order, up to the reply.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { suspendAccount } from '@countersign/server/flows/admin/account-standing'
import { systemClock } from '@countersign/server/vault/clock'
import { createVault } from '@countersign/server/vault/vault'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import { countedStorage } from '../support/counted-storage.js'
import { countedVault } from '../support/counted-vault.js'
import { newStorage } from '../support/engine.js'
import type { Reply } from '../support/test-server.js'
import { TestServer } from '../support/test-server.js'

const storage = countedStorage(await newStorage())
let vaultCalls: string[] = []
let server: TestServer

before(async () => {
  const keys = { root: new Uint8Array(randomBytes(32)), master: new Uint8Array(randomBytes(32)) }
  const vault = countedVault(createVault(keys, systemClock), (name) => vaultCalls.push(name))
  server = await TestServer.start({
    config: { proxies: ['127.0.0.1', '::1'] },
    overrides: { ports: { storage, vault } },
  })
  // The row of the server's own app is made by the first who signs in, whoever that is.
  await somewhere('admin').start('first')
})
after(() => server.stop())

let places = 0

/** A browser at an address of its own: what one address may do is another test's matter. */
function somewhere(kind: 'admin' | 'person'): ConsoleBrowser {
  places += 1
  const browser = new ConsoleBrowser(server, kind)
  browser.address = `198.51.100.${places}`
  return browser
}

/** User IDs as long as each other: an admin's, one without a role, a suspended admin's, one without a phone, nobody's. */
async function kinds(name: string): Promise<readonly string[]> {
  const ids = ['admin', 'plain', 'ended', 'blank', 'nobod'].map((kind) => `${kind}-${name}`)
  const [admin = '', plain = '', ended = '', blank = ''] = ids
  await adminWithPhone(server, `owner-${name}`, 'owner')
  await adminWithPhone(server, admin, 'admin')
  await adminWithPhone(server, plain)
  const { accountId } = await adminWithPhone(server, ended, 'admin')
  const suspended = await suspendAccount(server.ports, { kind: 'operator' }, { id: accountId })
  assert.ok(suspended.ok)
  await server.addAccount(blank)
  return ids
}

for (const kind of ['admin', 'person'] as const) {
  test(`the answers at ${kind === 'admin' ? 'the console' : '/me'} differ in what is random and in nothing else`, async () => {
    const heard: unknown[] = []
    for (const userId of await kinds(`shape-${kind}`)) {
      const browser = somewhere(kind)
      const started = await browser.start(userId)
      const { watchToken } = started.json
      const watched = await server.call('GET', '/v1/watch', {
        headers: { authorization: `Watch ${watchToken}`, origin: server.url },
      })
      const early = await browser.finish()
      heard.push([started, watched, early].map(shape))
    }
    for (const each of heard) assert.deepEqual(each, heard[0])
    assert.match(JSON.stringify(heard[0]), /delivery.*push/)
  })

  test(`when all places are taken the refusal at ${kind} is the same for everybody`, async () => {
    const heard: unknown[] = []
    for (const userId of await kinds(`full-${kind}`)) {
      const statuses: number[] = []
      for (let n = 0; n < 4; n += 1) statuses.push((await somewhere(kind).start(userId)).status)
      heard.push(statuses)
      assert.deepEqual(statuses, [201, 201, 201, 429])
    }
    for (const each of heard) assert.deepEqual(each, heard[0])
  })

  test(`the same work is done for each kind at ${kind}, up to the reply`, async () => {
    const works: string[] = []
    for (const userId of await kinds(`work-${kind}`)) {
      const browser = somewhere(kind)
      storage.calls()
      vaultCalls = []
      assert.equal((await browser.start(userId)).status, 201)
      const calls = storage.calls()
      const work = calls.slice(calls.indexOf('apps.byId'), calls.lastIndexOf('guards.save') + 1)
      works.push([...work.filter((call) => !OF_ROUNDS.test(call)), '|', ...vaultCalls].join(' '))
    }
    for (const work of works) assert.equal(work, works[0])
    assert.match(works[0] ?? '', /accounts\.withDevices.*admins\.of.*signIns\.add.*guards\.save/)
  })
}

/** The clock’s own work, which may fall between: it says nothing about a request. */
const OF_ROUNDS =
  /^(?:transaction|imports|outgoing|audit|counts|settings|invitations|webhooks)|overdue|changedSince|purge/

function shape({ status, text, headers }: Reply): unknown {
  const names = [...headers.keys()].filter((name) => name !== 'date').sort()
  return [status, blank(text), names, headers.getSetCookie().map(blank)]
}

/** What is random or a time, by its form. */
function blank(text: string): string {
  return text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/[\w-]{43}/g, '<32 bytes>')
    .replace(/"\d{6}"/g, '<code>')
    .replace(/\d{13}/g, '<time>')
    .replace(/"requestId":"[^"]+"/, '<request>')
}
