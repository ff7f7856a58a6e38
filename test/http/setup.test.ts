// The first owner over a real port: a link, one browser, one phone, and then no link any more.
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { parsePairingLink } from '@countersign/protocol'
import { sessionBody, setupBegun, setupPairing } from '@countersign/protocol/admin'
import { makeSetupLink } from '@countersign/server/flows/access/setup'
import { ConsoleBrowser } from '../support/console-browser.js'
import type { RawDevice } from '../support/raw-device.js'
import { acceptBody, lookUpBody, newKey } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'

async function startServer(t: TestContext): Promise<TestServer> {
  const server = await TestServer.start()
  t.after(() => server.stop())
  return server
}

/** What follows `#setup=` in the link that the operator was shown. */
async function setupSecret(server: TestServer): Promise<string> {
  const made = await makeSetupLink(server.ports, { kind: 'operator' }, {})
  assert.ok(made.ok)
  return made.value.link.slice(made.value.link.indexOf('#setup=') + '#setup='.length)
}

const begin = (browser: ConsoleBrowser, secret: string, userId = 'olga') =>
  browser.call('POST', '/admin/v1/setup/begin', {
    body: { secret, userId, displayName: 'Olga Owner', email: 'olga@example.org' },
  })
const confirm = (browser: ConsoleBrowser, confirmation: string) =>
  browser.call('POST', '/admin/v1/setup/confirm', { body: { confirmation } })

async function pairPhone(server: TestServer, link: string): Promise<RawDevice & { readonly digits: string }> {
  const parsed = parsePairingLink(link)
  assert.ok(parsed)
  const key = newKey()
  const found = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(parsed) })
  const accepted = await server.call('POST', '/v1/pairings/accept', {
    body: acceptBody(parsed, found.json, key),
  })
  assert.equal(accepted.status, 201, accepted.text)
  const { deviceId, accountId, confirmation } = accepted.json
  return { ...key, deviceId, accountId, digits: confirmation }
}

test('a link, a phone and six digits make the owner, who is signed in; afterwards the phone alone is enough', async (t) => {
  const server = await startServer(t)
  const browser = new ConsoleBrowser(server)
  const begun = setupBegun.parse((await begin(browser, await setupSecret(server))).json)
  assert.equal(setupPairing.parse((await browser.call('GET', '/admin/v1/setup/pairing')).json).state, 'open')

  const phone = await pairPhone(server, begun.link)
  const waiting = setupPairing.parse((await browser.call('GET', '/admin/v1/setup/pairing')).json)
  assert.deepEqual(waiting, { state: 'accepted', deviceName: 'test phone', confirmation: phone.digits })

  const done = await confirm(browser, phone.digits)
  const session = sessionBody.parse(done.json)
  assert.deepEqual([session.userId, session.displayName, session.role], ['olga', 'Olga Owner', 'owner'])
  assert.equal((await browser.call('GET', '/admin/v1/admins')).json.items.length, 1)
  assert.deepEqual((await server.ports.storage.read.accounts.byId(session.accountId))?.emails, [
    'olga@example.org',
  ])

  const other = new ConsoleBrowser(server)
  assert.equal((await other.signIn('olga', phone)).role, 'owner')
})

test('wrong digits confirm nothing, and the right ones still do', async (t) => {
  const server = await startServer(t)
  const browser = new ConsoleBrowser(server)
  const begun = setupBegun.parse((await begin(browser, await setupSecret(server))).json)
  const { digits } = await pairPhone(server, begun.link)
  const wrong = digits === '000000' ? '000001' : '000000'
  assertProblem(await confirm(browser, wrong), 403, 'forbidden')
  assert.equal((await confirm(browser, digits)).status, 200)
})

test('the browser that began may begin again, with another user ID: the former pairing link is dead', async (t) => {
  const server = await startServer(t)
  const browser = new ConsoleBrowser(server)
  const secret = await setupSecret(server)
  const first = setupBegun.parse((await begin(browser, secret, 'olgaa')).json)
  const second = setupBegun.parse((await begin(browser, secret, 'olga')).json)
  const parsed = parsePairingLink(first.link)
  assert.ok(parsed)
  const look = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(parsed) })
  assertProblem(look, 404, 'ticket_invalid')
  const { digits } = await pairPhone(server, second.link)
  assert.equal((await confirm(browser, digits)).json.userId, 'olga')
  assert.deepEqual(await userIds(server), ['olga'])
})

test('whoever begins again leaves no account behind, also with the same user ID, or in another browser later', async (t) => {
  const server = await startServer(t)
  const browser = new ConsoleBrowser(server)
  const secret = await setupSecret(server)
  for (const userId of ['olgaa', 'olga', 'olga', 'olgb']) await begin(browser, secret, userId)
  assert.deepEqual(await userIds(server), ['olgb'])
  assertProblem(await begin(new ConsoleBrowser(server), secret, 'mallory'), 409, 'conflict')
  assert.deepEqual(await userIds(server), ['olgb'])
  await setupSecret(server)
  assert.deepEqual(await userIds(server), [], 'a new link ends what was begun with the old one')
})

test('an account that was there before the link, or has a phone meanwhile, stays when somebody begins again', async (t) => {
  const server = await startServer(t)
  const browser = new ConsoleBrowser(server)
  const secret = await setupSecret(server)
  await server.addAccount('bert')
  await begin(browser, secret, 'bert')
  await begin(browser, secret, 'clara')
  await server.pairDevice('clara')
  await begin(browser, secret, 'olga')
  assert.deepEqual(await userIds(server), ['bert', 'clara', 'olga'])
})

test('an account that has a phone is not made the owner by a link', async (t) => {
  const server = await startServer(t)
  await server.addAccount('victim')
  await server.pairDevice('victim')
  const reply = await begin(new ConsoleBrowser(server), await setupSecret(server), 'victim')
  assert.equal(assertProblem(reply, 409, 'conflict').fault?.path, 'account')
})

test('an account without a phone may be', async (t) => {
  const server = await startServer(t)
  await server.addAccount('olga')
  const browser = new ConsoleBrowser(server)
  const begun = setupBegun.parse((await begin(browser, await setupSecret(server))).json)
  const { digits } = await pairPhone(server, begun.link)
  assert.equal((await confirm(browser, digits)).status, 200)
})

test('a secret that is none, a bad user ID, a page of another site: refused', async (t) => {
  const server = await startServer(t)
  const browser = new ConsoleBrowser(server)
  assertProblem(await begin(browser, 'A'.repeat(43)), 401, 'unauthorized')
  assertProblem(await begin(browser, 'short'), 422, 'body_invalid')
  assertProblem(await begin(browser, await setupSecret(server), 'with space'), 422, 'body_invalid')
  assertProblem(await browser.call('GET', '/admin/v1/setup/pairing'), 401, 'unauthorized')
  assertProblem(await confirm(browser, '123456'), 401, 'unauthorized')
  const elsewhere = await browser.call('POST', '/admin/v1/setup/begin', {
    body: { secret: 'A'.repeat(43), userId: 'x', displayName: 'x' },
    headers: { origin: 'https://elsewhere.example' },
  })
  assertProblem(elsewhere, 403, 'origin_forbidden')
})

async function userIds({ ports }: TestServer): Promise<readonly string[]> {
  const rows = await ports.storage.read.scim.users(undefined, { offset: 0, limit: 10 })
  return rows.map(({ userId }) => userId)
}
