// A statement of one kind is shown where another is expected: the assertion of a passkey as a phone's or a code's, theirs as a passkey's,
// one of a waiver; and a server that was taken over writes an assertion of its own, with the evidence of another login, or with a key of
// its own, to an app that has pinned the person's passkey.
import assert from 'node:assert/strict'
import test from 'node:test'
import { PASSKEY_ASSERTION_TYPE, passkeyLoginDocument, toBase64Url } from '@countersign/protocol'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import { signJws } from '@countersign/server/flows/sign-jws'
import {
  verifyAssertion,
  verifyCodeAssertion,
  verifyPasskeyAssertion,
  verifyWaiver,
} from '@countersign/web-plugin/verify'
import { giveTotp } from '../support/codes-at-hand.js'
import {
  answerTo,
  BROWSER,
  keySetOf,
  optionsBody,
  passkeyWorld,
  verified,
  WIKI,
} from '../support/passkey-world.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'
import { bytesOf, must } from '../support/test-world.js'

type Claims = Record<string, unknown> & { evidence: Record<string, string> }

function claimsOf(assertion: string): Claims {
  return JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString())
}

async function loggedIn() {
  const passkeys = await passkeyWorld()
  const over = optionsBody()
  const { assertion } = must(await passkeys.login({ over }))
  const { world } = passkeys
  /** What the app says to claims that this very server signed, as it would under somebody else's hand. */
  const said = (
    claims: object,
    expected: Parameters<typeof verified>[2] = {},
    type: string = PASSKEY_ASSERTION_TYPE,
  ): string => {
    const jws = signJws(world.ports, type, claims, Number(claimsOf(assertion)['iat']))
    const result = verified(world, jws, { appNonce: over.appNonce, ...expected })
    return result.ok ? 'ok' : result.reason
  }
  const expected = {
    ...{ serverId: toBase64Url(world.ports.vault.serverId), appId: world.app.id, userId: 'alice' },
    ...{ appNonce: over.appNonce, purpose: 'login' as const, address: BROWSER.address },
  }
  const given = { keySet: keySetOf(world), nowMs: world.clock.nowMs() }
  return { ...passkeys, over, assertion, claims: claimsOf(assertion), said, expected, given }
}

test('[PK12] no kind of assertion passes for another', async () => {
  const { world, accountId, assertion, expected, given, over, said, claims } = await loggedIn()
  const totp = await giveTotp(world.ports, accountId)
  const { origin: _, ...facts } = over
  const code = must(await loginWithCode(world.ports, world.app, { ...facts, code: totp() }))
  const here = { ...expected, origin: WIKI, rpId: 'id.example' }
  const asPasskey = verifyPasskeyAssertion({ ...given, assertion: code.assertion, expected: here })
  assert.deepEqual(asPasskey, { ok: false, reason: 'header_wrong' })
  const asCode = verifyCodeAssertion({ ...given, assertion, expected: { ...expected, way: 'totp' } })
  assert.deepEqual(asCode, { ok: false, reason: 'header_wrong' })
  const asWaiver = verifyWaiver({ ...given, statement: assertion, expected })
  assert.deepEqual(asWaiver, { ok: false, reason: 'header_wrong' })
  const asPhone = verifyAssertion({
    ...{ ...given, assertion },
    expected: {
      ...{ ...expected, challengeId: String(claims['jti']), match: { mode: 'code', code: '000000' } },
      context: { ...BROWSER, origin: WIKI },
    },
  })
  assert.deepEqual(asPhone, { ok: false, reason: 'header_wrong' })
  assert.equal(said(claims, {}, 'countersign-assertion+jwt'), 'header_wrong')
  assert.equal(said(claims), 'ok')
})

test('[PK12] every claim and every part of the evidence is of this login, or it is refused', async () => {
  const { world, claims, said, ask, key, over } = await loggedIn()
  const { evidence } = claims
  const other = must(await ask(optionsBody()))
  const stale = answerTo(other, key, { origin: WIKI })
  const withEvidence = (over: Record<string, string>) => ({ ...claims, evidence: { ...evidence, ...over } })
  const of = (ceremony: object) => {
    const asked = {
      request: evidence['request'] ?? '',
      challenge: challengeOf(world, evidence['request']),
      rpId: '',
      timeoutMs: 1,
    }
    const { credentialId: _, ...answer } = answerTo(asked, key, { origin: WIKI, ...ceremony })
    return withEvidence(answer)
  }
  const changed: readonly (readonly [string, object])[] = [
    ['claims_malformed', { ...claims, more: 1 }],
    ['claims_malformed', { ...claims, amr: ['pop', 'swk', 'mch-symbol'] }],
    ['claims_malformed', { ...claims, acr: 'countersign:code' }],
    ['life_wrong', { ...claims, exp: Number(claims['exp']) + 1 }],
    ['auth_time_wrong', { ...claims, auth_time: Number(claims['iat']) - 1 }],
    ['address_other', { ...claims, address: '198.51.100.9' }],
    ['request_other', withEvidence({ request: other.request })],
    ['challenge_other', withEvidence({ clientDataJson: stale.clientDataJson })],
    ['signature_wrong', withEvidence({ signature: stale.signature })],
    ['method_wrong', { ...claims, amr: ['pop', 'swk', 'uv-webauthn', 'phr'] }],
    ['evidence_malformed', withEvidence({ request: 'AAAA' })],
    ['key_unusable', withEvidence({ publicKey: toBase64Url(new Uint8Array(91).fill(1)) })],
    ['client_data_malformed', withEvidence({ clientDataJson: toBase64Url(new TextEncoder().encode('[')) })],
    ['origin_other', of({ origin: 'https://wiki.example.evil' })],
    ['framed', of({ crossOrigin: true })],
    ['rp_other', of({ rpId: 'evil.example' })],
    ['person_not_verified', of({ userVerified: false })],
    ['ok', of({})],
  ]
  for (const [reason, forged] of changed) assert.equal(said(forged), reason)
  assert.equal(said(claims, { appNonce: optionsBody().appNonce }), 'nonce_other')
  assert.equal(said(claims, { userId: 'bob' }), 'user_other')
  assert.equal(said(claims, { purpose: 'stepUp' }), 'purpose_other')
  assert.equal(said(claims, { origin: 'https://other.example' }), 'request_other')
  assert.equal(said({ ...claims, user_id: 'bob' }, { userId: 'bob' }), 'request_other')
  assert.ok(over.appNonce)
})

test('[PK13] a server that was taken over signs with a key of its own: with a pinned passkey nobody gets in', async () => {
  const { world, claims, said, assertion, over } = await loggedIn()
  const first = verified(world, assertion, { appNonce: over.appNonce })
  assert.ok(first.ok)
  const pinnedPasskeys = [first.passkeyThumbprint]
  assert.equal(said(claims, { pinnedPasskeys }), 'ok')
  assert.equal(said(claims, { pinnedPasskeys: [] }), 'passkey_not_pinned')

  const own = new SoftAuthenticator()
  const request = claims.evidence['request'] ?? ''
  const asked = { request, challenge: challengeOf(world, request), rpId: '', timeoutMs: 1 }
  const { credentialId: _, ...answer } = answerTo(asked, own, { origin: WIKI })
  const spki = await world.ports.webAuthn.spkiOf(must(await registered(world, own)))
  const forged = { ...claims, evidence: { request, ...answer, publicKey: toBase64Url(spki) } }
  assert.equal(said(forged), 'ok', 'without a pin the server’s word counts')
  assert.equal(said(forged, { pinnedPasskeys }), 'passkey_not_pinned')
})

type World = Awaited<ReturnType<typeof passkeyWorld>>['world']

function challengeOf({ ports }: World, request = ''): string {
  return toBase64Url(ports.vault.sha256(passkeyLoginDocument.message(bytesOf(request))))
}

async function registered({ ports }: World, key: SoftAuthenticator) {
  const challenge = new Uint8Array(32)
  const at = { rpId: 'id.example', origins: ['https://id.example'] }
  const read = await ports.webAuthn.readRegistration(key.create(challenge), challenge, at)
  assert.ok(read.ok)
  return { ok: true, value: read.value.publicKey } as const
}
