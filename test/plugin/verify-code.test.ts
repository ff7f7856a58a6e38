// The assertion of a typed code: accepted as it is, and refused for each thing that may be wrong with it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { ASSERTION_TTL_SECONDS, WAIVER_TYPE } from '@countersign/protocol'
import type { ExpectedCode } from '@countersign/web-plugin/verify'
import { verifyAssertion, verifyCodeAssertion, verifyKeySet } from '@countersign/web-plugin/verify'
import { expectedOf, makeAssertion, newId, newLogin, newPair, newServerKeys } from './assertion-kit.js'
import type { CodeTwist } from './code-kit.js'
import { makeCodeAssertion } from './code-kit.js'

/** One moment for all of it, however long the tests before this one took. */
const nowMs = Date.now()
const server = newServerKeys(nowMs)
const appId = newId<string>()
const keySet = keysOf(server)
const asked = {
  userId: 'Alice',
  purpose: 'login',
  appNonce: 'A'.repeat(43),
  context: { address: '203.0.113.7', browser: 'Firefox on Linux' },
  accountId: newId<never>(),
  way: 'totp',
} as const
const expected: ExpectedCode = {
  serverId: server.serverId,
  appId,
  userId: ' alice',
  accountId: asked.accountId,
  appNonce: asked.appNonce,
  purpose: 'login',
  address: asked.context.address,
  way: 'totp',
}

test('[CD14] a good assertion of a code says who, how, and which login it was', () => {
  const result = verified({})
  assert.ok(result.ok)
  assert.deepEqual([result.userId, result.accountId, result.way], ['alice', asked.accountId, 'totp'])
  assert.deepEqual([result.amr, result.acr], [['otp', 'way-totp'], 'countersign:totp'])
  assert.match(result.loginId, /^[0-9a-f-]{36}$/)
})

const OTHER_32_BYTES = `${'B'.repeat(42)}A`
const now = Math.floor(nowMs / 1000)
const wrong: readonly (readonly [string, CodeTwist])[] = [
  ['server_other', { claims: { iss: OTHER_32_BYTES } }],
  ['app_other', { claims: { aud: newId() } }],
  ['user_other', { claims: { user_id: 'mallory' } }],
  ['account_other', { claims: { sub: newId() } }],
  ['nonce_other', { claims: { nonce: OTHER_32_BYTES } }],
  ['purpose_other', { claims: { purpose: 'stepUp' } }],
  ['address_other', { claims: { address: '198.51.100.1' } }],
  ['way_other', { claims: { amr: ['otp', 'way-backup'] } }],
  ['way_other', { claims: { acr: 'countersign:bypass' } }],
  ['life_wrong', { claims: { exp: now + ASSERTION_TTL_SECONDS + 5 } }],
  ['life_wrong', { claims: { exp: now + ASSERTION_TTL_SECONDS - 1 } }],
  ['expired', { claims: { iat: now - 300, exp: now - 240, auth_time: now - 300 } }],
  ['not_yet_valid', { claims: { iat: now + 300, exp: now + 360, auth_time: now + 300 } }],
  ['auth_time_wrong', { claims: { auth_time: now + 30 } }],
  ['auth_time_wrong', { claims: { auth_time: now - 600 } }],
  ['claims_malformed', { claims: { amr: ['otp'] } }],
  ['claims_malformed', { claims: { amr: ['pop', 'swk'] } }],
  ['claims_malformed', { claims: { extra: 1 } }],
  ['claims_malformed', { claims: { address: undefined } }],
  ['header_wrong', { header: { alg: 'none' } }],
  ['header_wrong', { header: { typ: WAIVER_TYPE } }],
  ['key_unknown', { header: { kid: newId() } }],
  ['server_signature_wrong', { signer: newPair().privateKey }],
]
for (const [reason, twist] of wrong)
  test(`[CD14] refused as ${reason}: ${Object.keys(twist.claims ?? twist.header ?? twist).join(', ')}`, () => {
    assert.deepEqual(verified(twist), { ok: false, reason })
  })

test('[CD6] an assertion of a code never passes for one of a device, nor the other way round', () => {
  const login = newLogin({ server, nowMs: Date.now() })
  const device = makeAssertion(login)
  assert.deepEqual(verifyCodeAssertion({ assertion: device, keySet, expected, nowMs: Date.now() }), {
    ok: false,
    reason: 'claims_malformed',
  })
  const code = makeCodeAssertion(server, login.appId, { ...asked, ...login, purpose: 'login' })
  assert.deepEqual(
    verifyAssertion({ assertion: code, keySet, expected: expectedOf(login), nowMs: Date.now() }),
    { ok: false, reason: 'claims_malformed' },
  )
})

function verified(twist: CodeTwist) {
  const assertion = makeCodeAssertion(server, appId, asked, twist, nowMs)
  return verifyCodeAssertion({ assertion, keySet, expected, nowMs })
}

function keysOf({ keySet: signed, serverId }: typeof server) {
  const checked = verifyKeySet(signed, serverId)
  assert.ok(checked.ok)
  return checked.keySet
}
