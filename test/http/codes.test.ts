// /v1/codes and /v1/ways over a real port: what an app sends and gets, and every kind of bad input.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { codeAccepted, waysAnswer } from '@countersign/protocol'
import { BACKUP, giveBackupCodes, giveBypassCode, giveTotp } from '../support/codes-at-hand.js'
import type { Reply } from '../support/test-server.js'
import { approvalBody, TestServer } from '../support/test-server.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

let people = 0
async function person(): Promise<{ readonly userId: string; readonly accountId: AccountId }> {
  people += 1
  const userId = `person-${people}`
  await server.addAccount(userId)
  const account = await server.ports.storage.read.accounts.byUserId(userId)
  return { userId, accountId: account?.id ?? assert.fail() }
}

function type(userId: string, code: unknown, more: object = {}): Promise<Reply> {
  return server.call('POST', '/v1/codes', { apiKey, body: { ...approvalBody({ userId }), code, ...more } })
}

const heard = ({ status, json }: Reply): string => `${status} ${json.code ?? 'in'}`

test('a right code is answered with an assertion and nothing else', async () => {
  const { userId, accountId } = await person()
  const app = await giveTotp(server.ports, accountId)
  const reply = await type(userId, app())
  assert.equal(reply.status, 200)
  codeAccepted.parse(reply.json)
  assert.equal(reply.headers.get('cache-control'), 'no-store')
})

test('[CD2] the ways are told to the app, whoever it asks about', async () => {
  const context = { address: '203.0.113.7', browser: 'Firefox' }
  const { userId } = await person()
  const replies = await Promise.all(
    [userId, 'nobody'].map((each) =>
      server.call('POST', '/v1/ways', { apiKey, body: { userId: each, context } }),
    ),
  )
  for (const reply of replies)
    assert.deepEqual(waysAnswer.parse(reply.json), {
      otherWays: ['totp', 'backup', 'bypass'],
      passkeys: 'offered',
    })
})

test('both want an API key, and a known method', async () => {
  for (const path of ['/v1/codes', '/v1/ways']) {
    assert.equal(heard(await server.call('POST', path, { body: {} })), '401 unauthorized')
    assert.equal(heard(await server.call('POST', path, { apiKey: 'cs_x', body: {} })), '401 unauthorized')
    assert.equal(heard(await server.call('GET', path, { apiKey })), '405 method_not_allowed')
  }
})

test('[CD1] spaces, dashes and full-width digits are forgiven over the wire as well', async () => {
  const { userId, accountId } = await person()
  const app = await giveTotp(server.ports, accountId)
  const digits = app()
  const wide = [...digits].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(' – ')
  assert.equal(heard(await type(userId, wide)), '200 in')
  await giveBackupCodes(server.ports, accountId)
  assert.equal(
    heard(await type(userId, `  ${BACKUP.toLowerCase().replace(/(.{5})/g, '$1\u2011')}\n`)),
    '200 in',
  )
})

test('bodies of another shape are refused by the path of the fault, never by the value', async () => {
  const secret = '4829 1503 3776'
  const bodies: readonly (readonly [object, string])[] = [
    [{ code: 287_082 }, 'code'],
    [{ code: '' }, 'code'],
    [{ code: '1'.repeat(65) }, 'code'],
    [{ code: [secret] }, 'code'],
    [{ code: secret, kind: 'bypass' }, ''],
    [{ code: secret, insteadOf: 'x' }, 'insteadOf'],
    [{ code: secret, purpose: 'pay' }, 'purpose'],
    [{ code: secret, appNonce: 'AAAA' }, 'appNonce'],
    [{ code: secret, context: { address: '203.0.113.7' } }, 'context.browser'],
  ]
  for (const [over, path] of bodies) {
    const reply = await server.call('POST', '/v1/codes', { apiKey, body: { ...approvalBody(), ...over } })
    assert.equal(heard(reply), '422 body_invalid', JSON.stringify(over))
    assert.ok(reply.json.fault.path.includes(path), reply.text)
    assert.ok(!reply.text.includes(secret))
  }
})

test('what has the shape of no code is refused like a wrong one, however often, and uses no try', async () => {
  const { userId, accountId } = await person()
  const app = await giveTotp(server.ports, accountId)
  const shapes = [
    '12345',
    '1234567',
    '123456789',
    '٢٨٧٠٨٢',
    '1e5555',
    '0x1234',
    "' or 1=1",
    '287082\u0000',
    '-',
    '😀😀😀😀😀😀',
    '++++++',
  ]
  for (const shape of [...shapes, ...shapes])
    assert.equal(heard(await type(userId, shape)), '403 code_refused', shape)
  assert.equal(heard(await type(userId, app())), '200 in')
})

test('[CD7] the sixth try says when to come back, in the body and in Retry-After', async () => {
  const { userId, accountId } = await person()
  await giveBypassCode(server.ports, accountId)
  for (let n = 0; n < 5; n++) assert.equal(heard(await type(userId, '000000000000')), '403 code_refused')
  const reply = await type(userId, '482915033776')
  assert.equal(heard(reply), '429 too_many_tries')
  const seconds = Number(reply.headers.get('retry-after'))
  assert.ok(seconds > 3_500 && seconds <= 3_600, String(seconds))
  assert.equal(reply.json.retryAfterSeconds, seconds)
})

test('[CD12] the request that was given up on is withdrawn, and its page hears it', async () => {
  const { userId, accountId } = await person()
  const app = await giveTotp(server.ports, accountId)
  const asked = await server.requestApproval(apiKey, { userId })
  const reply = await type(userId, app(), { appNonce: asked.appNonce, insteadOf: asked.challengeId })
  assert.equal(heard(reply), '200 in')
  const status = await server.call('GET', `/v1/challenges/${asked.challengeId}`, { apiKey })
  assert.deepEqual([status.json.state, status.json.cause], ['cancelled', 'by_app'])
  const mail = (await server.addApp('Mail', ['https://mail.example'])).apiKey
  const body = { ...approvalBody({ userId }), code: app(), insteadOf: asked.challengeId }
  assert.equal(heard(await server.call('POST', '/v1/codes', { apiKey: mail, body })), '404 challenge_unknown')
})

test('the documentation shows both, with what they refuse', async () => {
  const { json } = await server.call('GET', '/v1/openapi.json')
  assert.ok(json.paths['/v1/codes'].post.responses['429'])
  assert.ok(json.paths['/v1/codes'].post.responses['503'])
  assert.ok(json.paths['/v1/ways'].post.responses['200'])
})
