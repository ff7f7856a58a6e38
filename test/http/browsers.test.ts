// Known browsers over a real port: registered by the app after a login, listed and forgotten at /me and by an admin.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AppId } from '@countersign/protocol'
import { fromBase64Url } from '@countersign/protocol'
import { adminOf } from '../support/admin-token.js'
import type { FixedClock } from '../support/clock.js'
import { fixedClock } from '../support/clock.js'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import { LoginBrowser } from '../support/login-browser.js'
import type { RawDevice } from '../support/raw-device.js'
import { answerFrame, questionOf } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'

const ELSEWHERE = '203.0.113.7'
const origin = 'https://wiki.example'

let clock: FixedClock
let server: TestServer
let app: { readonly apiKey: string; readonly appId: string }
let phone: RawDevice
let me: ConsoleBrowser
/** Where the phone is, as the server sees it. */
let here: string
before(async () => {
  clock = fixedClock()
  server = await TestServer.start({
    storage: 'sqlite',
    overrides: { ports: { clock } },
  })
  app = await server.addApp('Wiki', [origin])
  phone = await adminWithPhone(server, 'alice')
  const { socket, welcome } = await server.connect(phone)
  socket.close()
  here = welcome.address ?? ''
  assert.notEqual(here, '')
  me = new ConsoleBrowser(server, 'person')
  await me.signIn('alice', phone)
})
after(() => server.stop())

/** Asks, approves on the phone and redeems; gives what the session keeps, and what the phone was shown. */
async function login(browser: LoginBrowser | undefined, address: string) {
  const appNonce = new Uint8Array(32).map(() => Math.trunc(clock.nowMs() % 251))
  const nonce = Buffer.from(appNonce).toString('base64url')
  const serverId = fromBase64Url((await server.call('GET', '/v1/server')).json.serverId) ?? assert.fail()
  const signing = { serverId, appId: app.appId as AppId, origin, appNonce }
  clock.advance(1)
  const { socket, nextCounter } = await server.connect(phone)
  const asked = await server.requestApproval(app.apiKey, {
    appNonce: nonce,
    context: { address, browser: 'Firefox on Windows' },
    browserProof: browser === undefined ? null : browser.proof(signing),
  })
  const frame = await socket.take('challenge')
  const chosen = asked.match.mode === 'symbol' ? { symbolId: asked.match.symbolId } : {}
  socket.send(answerFrame(phone, frame, { decision: 'approve', ...chosen, counter: nextCounter }))
  await socket.take('receipt')
  const { challengeId } = asked
  const redeemed = await server.call('POST', `/v1/challenges/${challengeId}/redeem`, {
    apiKey: app.apiKey,
    body: { appNonce: nonce },
  })
  assert.equal(redeemed.status, 200, redeemed.text)
  socket.close()
  return { signing, challengeId, appNonce: nonce, context: questionOf(frame).context }
}

async function register(browser: LoginBrowser, at: Awaited<ReturnType<typeof login>>) {
  const body = { challengeId: at.challengeId, appNonce: at.appNonce, ...browser.registration(at.signing) }
  return server.call('POST', '/v1/browsers', { apiKey: app.apiKey, body })
}

test('[KB3] [KB5] a browser beside the phone is known from its first login on, one elsewhere waits for its owner’s word', async () => {
  const [near, far] = [new LoginBrowser(), new LoginBrowser()]
  const first = await login(undefined, here)
  assert.equal(first.context.browserKnown, 2)
  assert.deepEqual((await register(near, first)).json, { state: 'known' })
  assertProblem(await register(new LoginBrowser(), first), 409, 'browser_refused')
  assert.equal((await login(near, here)).context.browserKnown, 1)
  assert.deepEqual((await register(far, await login(undefined, ELSEWHERE))).json, { state: 'waiting' })

  const { items } = (await me.call('GET', '/me/v1/browsers')).json
  assert.deepEqual(
    items.map(({ state, address, appName }: Record<string, string>) => [state, address, appName]),
    [
      ['waiting', ELSEWHERE, 'Wiki'],
      ['known', here, 'Wiki'],
    ],
  )
  const [waiting] = items
  clock.advance(301_000)
  assertProblem(await me.call('POST', `/me/v1/browsers/${waiting.id}/trust`), 403, 'approval_needed')
  assert.equal((await login(far, ELSEWHERE)).context.browserKnown, 0)
  await me.signIn('alice', phone)
  assert.equal((await me.call('POST', `/me/v1/browsers/${waiting.id}/trust`)).status, 204)
  assert.equal((await login(far, ELSEWHERE)).context.browserKnown, 1)
})

test('[KB7] one is forgotten at /me without an approval, and by an admin; somebody else’s looks like none', async () => {
  const { items } = (await me.call('GET', '/me/v1/browsers')).json
  const [first, second] = items
  const bobs = await adminWithPhone(server, 'bob')
  const bob = new ConsoleBrowser(server, 'person')
  await bob.signIn('bob', bobs)
  assertProblem(await bob.call('DELETE', `/me/v1/browsers/${first.id}`), 404, 'not_found')
  assertProblem(await bob.call('POST', `/me/v1/browsers/${first.id}/trust`), 404, 'not_found')
  clock.advance(301_000)
  assert.equal((await me.call('DELETE', `/me/v1/browsers/${first.id}`)).status, 204)
  assertProblem(await me.call('DELETE', `/me/v1/browsers/${first.id}`), 404, 'not_found')

  const admin = await adminOf(server)
  const path = `/admin/v1/accounts/${phone.accountId}/browsers`
  assert.deepEqual((await admin('GET', path)).json.items, [second])
  assertProblem(
    await admin('DELETE', `/admin/v1/accounts/${bobs.accountId}/browsers/${second.id}`),
    404,
    'not_found',
  )
  assert.equal((await admin('DELETE', `${path}/${second.id}`)).status, 204)
  assert.deepEqual((await admin('GET', path)).json.items, [])
})

test('[KB10] the row of a request says what the phone said of the browser', async () => {
  const admin = await adminOf(server)
  const { items } = (await admin('GET', `/admin/v1/accounts/${phone.accountId}/requests`)).json
  const known = items.map(({ browserKnown }: { readonly browserKnown: string }) => browserKnown)
  for (const each of ['known', 'new', 'undetermined']) assert.ok(known.includes(each), each)
  const mine = (await me.call('GET', '/me/v1/requests')).json.items
  assert.equal(mine[0].place, '')
})
