// A set-up at a login over a real port: an app's answer, the link, one browser's cookie, codes, a phone, and the way back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { approvalAnswered, parsePairingLink } from '@countersign/protocol'
import { backupCodesMade, pairingBody, totpBegun, totpBody } from '@countersign/protocol/admin'
import { setUpBody, setUpFinished, setUpPairingBegun } from '@countersign/protocol/me'
import { TOTP } from 'otpauth'
import { ConsoleBrowser } from '../support/console-browser.js'
import { acceptBody, lookUpBody, newKey } from '../support/raw-device.js'
import { leadToSetUp } from '../support/set-up-world.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'

const RETURN_TO = 'https://wiki.example/login'
let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
  await leadToSetUp(server)
})
after(() => server.stop())

async function linkFor(userId: string): Promise<string> {
  await server.addAccount(userId)
  const body = approvalBody({ userId, maySetUp: { returnTo: RETURN_TO } })
  const reply = await server.call('POST', '/v1/challenges', { apiKey, body })
  assert.equal(reply.status, 201, reply.text)
  const answer = approvalAnswered.parse(reply.json)
  if (!('link' in answer)) assert.fail(`no link: ${reply.text}`)
  const [page, secret = ''] = answer.link.split('#')
  assert.equal(page, `${server.url}/set-up/`)
  return secret
}

const begin = (browser: ConsoleBrowser, secret: string) =>
  browser.call('POST', '/set-up/v1/begin', { body: { secret } })

test('[SU4] from the login’s answer to the way back: the cookie alone goes on, and every answer has its shape', async () => {
  const browser = new ConsoleBrowser(server)
  const opened = await begin(browser, await linkFor('alice'))
  assert.equal(opened.status, 200, opened.text)
  assert.deepEqual([...browser.cookies.keys()], ['countersign-set-up-local'])
  assert.match(opened.headers.get('set-cookie') ?? '', /; Path=\/; HttpOnly; SameSite=Strict; Max-Age=1800$/)
  const state = setUpBody.parse(opened.json)
  assert.deepEqual([state.userId, state.appName, state.returnTo], ['alice', 'Wiki', RETURN_TO])

  assertProblem(await browser.call('POST', '/set-up/v1/pairing'), 409, 'conflict')
  const made = await browser.call('POST', '/set-up/v1/backup-codes')
  assert.equal(made.status, 201, made.text)
  const { codes } = backupCodesMade.parse(made.json)
  const pairing = setUpPairingBegun.parse((await browser.call('POST', '/set-up/v1/pairing')).json)
  const digits = await answer(pairing.link)
  const waiting = pairingBody.parse((await browser.call('GET', '/set-up/v1/pairing')).json)
  assert.deepEqual([waiting.state, waiting.confirmation], ['accepted', digits])
  const confirm = () => browser.call('POST', '/set-up/v1/pairing/confirm', { body: { confirmation: digits } })
  const done = setUpBody.parse((await confirm()).json)
  assert.equal(done.state, 'done')
  assert.deepEqual((await confirm()).json, done, 'its answer was lost')

  const totp = totpBegun.parse(
    (await browser.call('POST', '/set-up/v1/totps', { body: { name: 'Aegis' } })).json,
  )
  const code = new TOTP({ secret: totp.secret.replaceAll(' ', '') }).generate()
  const confirmed = await browser.call('POST', `/set-up/v1/totps/${totp.id}/confirm`, { body: { code } })
  assert.equal(totpBody.parse(confirmed.json).name, 'Aegis')

  const finished = await browser.call('POST', '/set-up/v1/finish')
  assert.deepEqual(setUpFinished.parse(finished.json), { returnTo: RETURN_TO })
  assert.equal(browser.cookies.size, 0)
  const login = { ...approvalBody(), code: codes[3] }
  assert.equal((await server.call('POST', '/v1/codes', { apiKey, body: login })).status, 200)
})

test('[SU3] without its cookie, with another’s, or with a link that is none, nothing opens', async () => {
  const secret = await linkFor('bob')
  const browser = new ConsoleBrowser(server)
  assert.equal((await begin(browser, secret)).status, 200)
  const other = new ConsoleBrowser(server)
  assertProblem(await begin(other, secret), 404, 'link_invalid')
  assertProblem(await begin(other, 'A'.repeat(43)), 404, 'link_invalid')
  assertProblem(await begin(other, 'short'), 422, 'body_invalid')
  other.cookies.set('countersign-set-up-local', secret)
  for (const [method, path, body] of calls)
    assertProblem(await other.call(method, path, { body }), 404, 'link_invalid')
  other.cookies.delete('countersign-set-up-local')
  for (const [method, path, body] of calls)
    assertProblem(await other.call(method, path, { body }), 404, 'link_invalid')
})

test('[SU3] a page of another origin changes nothing, whatever it sends along', async () => {
  const browser = new ConsoleBrowser(server)
  await begin(browser, await linkFor('carol'))
  const posts = [...calls, ['POST', '/set-up/v1/begin', { secret: 'A'.repeat(43) }] as const]
  for (const [method, path, body] of posts) {
    if (method === 'GET') continue
    for (const headers of [{ origin: 'https://evil.example' }, { origin: '' }, { 'countersign-request': '' }])
      assertProblem(await browser.call(method, path, { body, headers }), 403, 'origin_forbidden')
  }
  const read = await browser.call('GET', '/set-up/v1/state', { headers: { origin: 'https://evil.example' } })
  assert.equal(read.headers.get('access-control-allow-origin'), null)
})

test('[SU2] an address to return to that is not the app’s is a fault of the request', async () => {
  const body = approvalBody({ maySetUp: { returnTo: 'https://evil.example/' } })
  const refused = await server.call('POST', '/v1/challenges', { apiKey, body })
  assert.equal(assertProblem(refused, 422, 'body_invalid').fault?.path, 'maySetUp.returnTo')
  assert.doesNotMatch(refused.text, /evil/)
})

const calls = [
  ['GET', '/set-up/v1/state', undefined],
  ['POST', '/set-up/v1/backup-codes', undefined],
  ['POST', '/set-up/v1/pairing', undefined],
  ['GET', '/set-up/v1/pairing', undefined],
  ['POST', '/set-up/v1/pairing/confirm', { confirmation: '123456' }],
  ['POST', '/set-up/v1/pairing/withdraw', undefined],
  ['POST', '/set-up/v1/totps', { name: 'Aegis' }],
  ['POST', '/set-up/v1/totps/019aa5c4-2b3c-7d4e-8f5a-6b7c8d9e0f1a/confirm', { code: '123456' }],
  ['POST', '/set-up/v1/finish', undefined],
] as const

/** A phone takes the link; the digits that it shows. */
async function answer(link: string): Promise<string> {
  const parsed = parsePairingLink(link) ?? assert.fail('no pairing link')
  const found = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(parsed) })
  const body = acceptBody(parsed, found.json, newKey())
  const accepted = await server.call('POST', '/v1/pairings/accept', { body })
  assert.equal(accepted.status, 201, accepted.text)
  return accepted.json.confirmation
}
