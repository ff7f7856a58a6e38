// verify.ts against one good assertion of each mode and against every way to be wrong; each row dies with one check.
import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { test } from 'node:test'
import type { AccountId, AppId, ChallengeId, DeviceId } from '@countersign/protocol'
import {
  challengeDocument,
  chosenBytes,
  decision,
  idToBytes,
  keySetDocument,
  matchMode,
  purpose,
  serverIdPreimage,
  toBase64Url,
} from '@countersign/protocol'
import type { Expected, Rejection, VerifiedKeySet } from '@countersign/web-plugin/verify'
import { deviceThumbprint, verifyAssertion, verifyKeySet } from '@countersign/web-plugin/verify'
import type { Login, Twist } from './assertion-kit.js'
import {
  expectedOf,
  makeAssertion,
  newId,
  newLogin,
  newPair,
  newServerKeys,
  plusOrder,
  sha256,
  signJws,
  signKeySet,
} from './assertion-kit.js'

const login = newLogin()
const stranger = newPair()
const seconds = Math.floor(login.nowMs / 1000)
/** The identity point: under it R = identity, S = 0 fits every message in node:crypto, Chromium and tweetnacl. */
const IDENTITY = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0))
const IDENTITY_SIGNATURE = Uint8Array.from({ length: 64 }, (_, i) => (i === 0 ? 1 : 0))
const other = new Uint8Array(32).fill(77)
const otherId = idToBytes(newId<ChallengeId>())

test('a good assertion says who, with which device, and how', () => {
  const result = verify(login, {})

  assert.ok(result.ok)
  assert.equal(result.userId, 'alice')
  assert.equal(result.accountId, login.accountId)
  assert.equal(result.challengeId, login.challengeId)
  assert.equal(result.deviceId, login.deviceId)
  assert.equal(result.deviceThumbprint, deviceThumbprint(login.device.publicKey))
  assert.deepEqual(result.deviceKey, login.device.publicKey)
  assert.deepEqual(result.amr, ['pop', 'swk', 'mch-symbol'])
  assert.equal(result.acr, 'countersign:symbol')
  assert.equal(result.authTimeMs, (seconds - 1) * 1000)
})

test('a good assertion of mode code is accepted with the code the page showed', () => {
  const typed = newLogin({ match: { mode: 'code', code: '482913' } })

  assert.ok(verify(typed, {}).ok)
})

test('[AS7] the thumbprint is SHA-256 over its domain and the key, and the pinned device is accepted', () => {
  const key = new Uint8Array(32).fill(5)
  const preimage = Buffer.concat([Buffer.from(' countersign/v1/device-thumbprint'), key])

  assert.equal(preimage[0], 0x20)
  assert.equal(deviceThumbprint(key), Buffer.from(sha256(preimage)).toString('base64url'))
  assert.ok(verify(login, {}, { pinnedDevices: [deviceThumbprint(login.device.publicKey)] }).ok)
})

test('a user ID in another spelling of the same name is the same person', () => {
  assert.ok(verify(login, {}, { userId: ' Alice' }).ok)
})

type Row = readonly [
  what: string,
  reason: Rejection,
  twist: Twist,
  expected?: Partial<Expected>,
  nowMs?: number,
]
const rows: readonly Row[] = [
  // The statement of the server.
  ['an algorithm of the attacker', 'header_wrong', { header: { alg: 'none' } }],
  ['another type of token', 'header_wrong', { header: { typ: 'JWT' } }],
  ['a header that names more than it should', 'header_wrong', { header: { crit: ['exp'] } }],
  ['a key id that is no id', 'header_wrong', { header: { kid: '../key' } }],
  ['a key that the set does not name', 'key_unknown', { header: { kid: newId() } }],
  ['a statement from before the key was in force', 'key_unknown', { claims: { iat: seconds - 3700 } }],
  ['a statement from after the key ended', 'key_unknown', { claims: { iat: seconds + 3700 } }],
  ['a statement signed by a stranger', 'server_signature_wrong', { signer: stranger.privateKey }],
  ['a statement whose signature is spelled S + L', 'server_signature_wrong', { signature: plusOrder }],
  ['a claim that nobody knows', 'claims_malformed', { claims: { admin: true } }],
  ['a statement without a nonce', 'claims_malformed', { claims: { nonce: undefined } }],
  ['another server', 'server_other', {}, { serverId: toBase64Url(other) }],
  ['another server in the statement', 'server_other', { claims: { iss: toBase64Url(other) } }],
  ['another app', 'app_other', {}, { appId: newId<AppId>() }],
  ['another app in the statement', 'app_other', { claims: { aud: newId() } }],
  ['another user', 'user_other', {}, { userId: 'bob' }],
  ['another user in the statement', 'user_other', { claims: { user_id: 'bob' } }],
  ['another account than the linked one', 'account_other', {}, { accountId: newId<AccountId>() }],
  ['another challenge', 'challenge_other', {}, { challengeId: newId<ChallengeId>() }],
  ['another challenge in the statement', 'challenge_other', { claims: { jti: newId() } }],
  ['the nonce of another browser', 'nonce_other', {}, { appNonce: toBase64Url(other) }],
  ['another nonce in the statement', 'nonce_other', { claims: { nonce: toBase64Url(other) } }],
  ['another purpose', 'purpose_other', {}, { purpose: 'stepUp' }],
  ['a method that was not used', 'method_wrong', { claims: { amr: ['pop', 'swk', 'mch-code'] } }],
  ['one method more', 'method_wrong', { claims: { amr: ['pop', 'swk', 'mch-symbol', 'hwk'] } }],
  ['another class', 'method_wrong', { claims: { acr: 'countersign:code' } }],
  ['a statement that lives too long', 'life_too_long', { claims: { exp: seconds + 61 } }],
  ['a statement that ends before it begins', 'life_too_long', { claims: { exp: seconds } }],
  ['an expired statement', 'expired', {}, {}, (seconds + 120) * 1000 + 1],
  ['a statement from the future', 'not_yet_valid', {}, {}, (seconds - 60) * 1000 - 1],
  ['a decision after the statement', 'auth_time_wrong', { claims: { auth_time: seconds + 1 } }],
  // The device's key and signature.
  [
    'the identity key, under which every message verifies',
    'device_key_refused',
    { deviceKey: IDENTITY, answerSignature: () => IDENTITY_SIGNATURE },
  ],
  ['a device signature spelled S + L', 'device_signature_malformed', { answerSignature: plusOrder }],
  ['an answer signed by a stranger', 'device_signature_wrong', { answerSigner: stranger.privateKey }],
  ['the key of a stranger beside the answer', 'device_signature_wrong', { deviceKey: stranger.publicKey }],
  [
    'a stranger with key and signature of their own, where devices are pinned',
    'device_not_pinned',
    { deviceKey: stranger.publicKey, answerSigner: stranger.privateKey },
    { pinnedDevices: [deviceThumbprint(login.device.publicKey)] },
  ],
  ['any device, where none is pinned', 'device_not_pinned', {}, { pinnedDevices: [] }],
  // What was asked and answered.
  ['an answer with a byte too many', 'answer_malformed', { answerBody: oneMore }],
  ['a challenge with a byte too many', 'challenge_malformed', { challengeBody: oneMore }],
  ['an answer to another question', 'challenge_hash_wrong', { answer: { challengeHash: other } }],
  ['a denial', 'decision_not_approve', { answer: { decision: decision.deny } }],
  ['a report', 'decision_not_approve', { answer: { decision: decision.report } }],
  [
    'the wrong access pass',
    'choice_wrong',
    { answer: { chosen: chosenBytes({ mode: 'symbol', symbolId: 11 }) } },
  ],
  ['no access pass', 'choice_wrong', { answer: { chosen: new Uint8Array(0) } }],
  ['a pass that was not on the phone', 'choice_not_offered', { challenge: { options: [3, 11, 19] } }],
  ['the other mode', 'mode_wrong', { challenge: { mode: matchMode.code } }],
  ['a requirement this version cannot check', 'requirements_unknown', { challenge: { requirements: 4 } }],
  ['an answer for another server', 'evidence_server', { answer: { serverId: other } }],
  ['a question of another server', 'evidence_server', { challenge: { serverId: other } }],
  ['an answer to another challenge', 'evidence_challenge', { answer: { challengeId: otherId } }],
  ['a question with another id', 'evidence_challenge', { challenge: { challengeId: otherId } }],
  ['the nonce of an older login in the question', 'evidence_nonce', { challenge: { appNonce: other } }],
  ['an answer for another account', 'evidence_account', { answer: { accountId: otherId } }],
  ['a question to another account', 'evidence_account', { challenge: { accountId: otherId } }],
  ['a subject other than the account that signed', 'evidence_account', { claims: { sub: newId() } }],
  ['an answer of another device', 'evidence_device', { answer: { deviceId: otherId } }],
  ['a question to another device', 'evidence_device', { challenge: { deviceId: otherId } }],
  ['another device in the statement', 'evidence_device', { claims: { device_id: newId<DeviceId>() } }],
  ['a question of another app', 'evidence_app', { challenge: { appId: otherId } }],
  ['a question for another purpose', 'evidence_purpose', { challenge: { purpose: purpose.stepUp } }],
  ['a question about another user', 'evidence_user', { context: { userId: 'bob' } }],
  ['another app name on the phone', 'context_app_name', { context: { appName: 'Your bank' } }],
  ['another origin on the phone', 'context_origin', { context: { origin: 'https://evil.example' } }],
  ['another address on the phone', 'context_address', { context: { address: '198.51.100.1' } }],
  ['another browser on the phone', 'context_browser', { context: { browser: 'Chrome on Android' } }],
  [
    'a question that lives too long',
    'challenge_life_too_long',
    { challenge: { expiresAtMs: login.issuedAtMs + 600_001 } },
  ],
  [
    'a question that ends before it begins',
    'challenge_life_too_long',
    { challenge: { expiresAtMs: login.issuedAtMs } },
  ],
  ['a decision before the question', 'decided_outside_life', { claims: { auth_time: seconds - 12 } }],
  [
    'a decision after the end',
    'decided_outside_life',
    { challenge: { expiresAtMs: (seconds - 1) * 1000 }, claims: { auth_time: seconds - 1 } },
  ],
  [
    'a question that ended too long ago',
    'challenge_too_old',
    {
      challenge: { issuedAtMs: login.nowMs - 800_000, expiresAtMs: login.nowMs - 660_001 },
      claims: { auth_time: seconds - 700 },
    },
  ],
]

for (const [what, reason, twist, expected, nowMs] of rows) {
  test(`${ruleOf(reason)} refused as ${reason}: ${what}`, () => {
    const result = verify(login, twist, expected, nowMs)

    assert.deepEqual(result, { ok: false, reason })
  })
}

test('in mode code a wrong code is refused, whatever the server says', () => {
  const typed = newLogin({ match: { mode: 'code', code: '482913' } })
  const chosen = chosenBytes({ mode: 'code', code: '482914' })

  assert.deepEqual(verify(typed, { answer: { chosen } }), { ok: false, reason: 'choice_wrong' })
})

test('the last and first accepted millisecond of a statement are one minute of clock difference away', () => {
  assert.ok(verify(login, {}, {}, (seconds + 120) * 1000).ok)
  assert.ok(verify(login, {}, {}, (seconds - 60) * 1000).ok)
})

test('text that is no JWS is refused without a throw', () => {
  const good = makeAssertion(login)
  const [header = '', claims = '', signature = ''] = good.split('.')
  const texts: readonly (readonly [string, Rejection])[] = [
    ['', 'not_a_jws'],
    ['..', 'header_wrong'],
    [`${header}.${claims}`, 'not_a_jws'],
    [`${good}.x`, 'not_a_jws'],
    [`${header}.${claims}.${signature}=`, 'not_a_jws'],
    [`${header}.${claims}.`, 'server_signature_wrong'],
    [`${header}.${toBase64Url(Uint8Array.of(0xff))}.${signature}`, 'claims_malformed'],
    [`${header}.${toBase64Url(Buffer.from('null'))}.${signature}`, 'claims_malformed'],
    ['x'.repeat(16_385), 'too_long'],
  ]
  for (const [text, reason] of texts)
    assert.deepEqual(check(text, expectedOf(login), login.nowMs), { ok: false, reason }, text.slice(0, 40))
})

test('the same statement with one character changed is refused, wherever the change is', () => {
  const good = makeAssertion(login)
  for (let at = 0; at < good.length; at += 7) {
    const character = good[at] === 'A' ? 'B' : 'A'
    const result = check(good.slice(0, at) + character + good.slice(at + 1), expectedOf(login), login.nowMs)
    assert.equal(result.ok, false, `character ${at}`)
  }
})

test('a challenge signed by the server never passes for an assertion', () => {
  const body = challengeDocument.encode(challengeForConfusion())
  const message = challengeDocument.message(body)

  assert.ok((message[0] ?? 0) < 64)
  const forged = signJws({ alg: 'EdDSA' }, {}, login.server.signing.privateKey)
  assert.equal(forged.charCodeAt(0), 101)
})

test('[KE2] a low-order key in the key set, or as the root itself, stands for nobody', () => {
  const { server } = login
  const good = verifyKeySet(server.keySet, server.serverId)
  assert.ok(good.ok)
  const keys = good.keySet.keys.map((key) => ({ ...key, publicKey: IDENTITY }))
  const weak = verifyKeySet(signKeySet(server.root, { ...good.keySet, keys }), server.serverId)
  assert.ok(weak.ok)
  const assertion = makeAssertion(login, { signature: () => IDENTITY_SIGNATURE })
  const result = verifyAssertion({
    assertion,
    keySet: weak.keySet,
    expected: expectedOf(login),
    nowMs: login.nowMs,
  })
  const rootId = toBase64Url(sha256(serverIdPreimage(IDENTITY)))
  const weakRoot = {
    ...server.keySet,
    rootKey: toBase64Url(IDENTITY),
    signature: toBase64Url(IDENTITY_SIGNATURE),
  }

  assert.deepEqual(result, { ok: false, reason: 'server_signature_wrong' })
  assert.deepEqual(verifyKeySet(weakRoot, rootId), { ok: false, reason: 'signature_wrong' })
})

test('a key set that the root signed but that does not parse is refused', () => {
  const { root, serverId } = login.server
  const body = new Uint8Array([1, 2, 3])
  const signature = toBase64Url(sign(null, keySetDocument.message(body), root.privateKey))
  const signed = { rootKey: toBase64Url(root.publicKey), body: toBase64Url(body), signature }

  assert.deepEqual(verifyKeySet(signed, serverId), { ok: false, reason: 'malformed' })
})

test('a key set of another root, of another server, changed or older is refused', () => {
  const { server } = login
  const evil = newServerKeys(login.nowMs)
  const signed = server.keySet
  const flipped = Buffer.from(signed.body, 'base64url')
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
  const swapped = verifyKeySet({ ...evil.keySet, rootKey: signed.rootKey }, server.serverId)
  const parsed = verifyKeySet(signed, server.serverId)
  assert.ok(parsed.ok)
  const foreign = signKeySet(server.root, { ...parsed.keySet, serverId: other })
  const lowOrder = { ...signed, rootKey: toBase64Url(IDENTITY), signature: toBase64Url(IDENTITY_SIGNATURE) }

  assert.deepEqual(verifyKeySet(evil.keySet, server.serverId), { ok: false, reason: 'server_other' })
  assert.deepEqual(swapped, { ok: false, reason: 'signature_wrong' })
  assert.deepEqual(verifyKeySet({ ...signed, body: toBase64Url(flipped) }, server.serverId), {
    ok: false,
    reason: 'signature_wrong',
  })
  assert.deepEqual(verifyKeySet(foreign, server.serverId), { ok: false, reason: 'server_other' })
  assert.deepEqual(verifyKeySet(lowOrder, server.serverId), { ok: false, reason: 'server_other' })
  assert.deepEqual(verifyKeySet(signed, server.serverId, 4), { ok: false, reason: 'version_fell' })
  assert.deepEqual(verifyKeySet(signed, 'short'), { ok: false, reason: 'malformed' })
  assert.ok(verifyKeySet(signed, server.serverId, 3).ok)
})

/** The rule of SPEC.md that a reason enforces. */
function ruleOf(reason: Rejection): string {
  if (reason === 'device_not_pinned') return '[AS7]'
  if (/^(header|key_unknown|server_signature|claims_malformed)/.test(reason)) return '[AS1]'
  if (reason.startsWith('device_')) return '[AS3]'
  if (/_malformed$|hash/.test(reason)) return '[AS4]'
  if (/^(evidence|context)_/.test(reason)) return '[AS5]'
  if (/^(decision_not|choice|mode|method|requirements)/.test(reason)) return '[AS6]'
  return '[AS2]'
}

function verify(of: Login, twist: Twist, expected: Partial<Expected> = {}, nowMs = of.nowMs) {
  return verifyAssertion({
    assertion: makeAssertion(of, twist),
    keySet: keySetOf(of),
    expected: { ...expectedOf(of), ...expected },
    nowMs,
  })
}

function check(assertion: string, expected: Expected, nowMs: number) {
  return verifyAssertion({ assertion, keySet: keySetOf(login), expected, nowMs })
}

function keySetOf(of: Login): VerifiedKeySet {
  const result = verifyKeySet(of.server.keySet, of.server.serverId)
  assert.ok(result.ok)
  return result.keySet
}

function challengeForConfusion() {
  const assertion = makeAssertion(login)
  const claims = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString())
  const parsed = challengeDocument.parse(Buffer.from(claims.evidence.challenge, 'base64url'))
  assert.ok(parsed.ok)
  return parsed.value
}

function oneMore(body: Uint8Array): Uint8Array {
  return Buffer.concat([body, Uint8Array.of(0)])
}
