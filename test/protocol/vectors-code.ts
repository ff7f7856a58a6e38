// Typed texts with what is read from them, and assertions of codes that a verifier must accept or refuse (SPEC.md section 9, codes, and 10).
import type { AccountId, AppId, KeyId } from '@countersign/protocol'
import { idFromBytes, keySetDocument, toBase64Url } from '@countersign/protocol'
import type { TestKey } from './vectors-input.js'
import { appNonce, documents, ids, issuedAtMs, keys, serverId, sha256 } from './vectors-input.js'

const nowMs = issuedAtMs + 5_000
const now = Math.floor(nowMs / 1000)
const LOGIN_ID = '019aa5c2-7d1e-7c3b-9a54-3f0a6d1b2c4e'

type Values = Readonly<Record<string, unknown>>

interface Parts {
  readonly header: Values
  readonly claims: Values
  readonly signer: TestKey
}

const good: Parts = {
  header: { alg: 'EdDSA', typ: 'countersign-assertion+jwt', kid: idFromBytes<KeyId>(ids.keyId) },
  claims: {
    iss: toBase64Url(serverId),
    aud: idFromBytes<AppId>(ids.appId),
    sub: idFromBytes<AccountId>(ids.accountId),
    user_id: 'alice@example.org',
    jti: LOGIN_ID,
    nonce: toBase64Url(appNonce),
    iat: now,
    exp: now + 60,
    auth_time: now,
    amr: ['otp', 'way-totp'],
    acr: 'countersign:totp',
    purpose: 'login',
    address: '2001:db8::17',
  },
  signer: keys.challenge,
}

const expected = {
  nowMs,
  serverId: toBase64Url(serverId),
  appId: idFromBytes<AppId>(ids.appId),
  accountId: idFromBytes<AccountId>(ids.accountId),
  userId: 'alice@example.org',
  appNonce: toBase64Url(appNonce),
  purpose: 'login',
  address: '2001:db8::17',
  way: 'totp',
}

type Change = (parts: Parts) => Parts
const claims =
  (change: Values): Change =>
  (parts) => ({ ...parts, claims: { ...parts.claims, ...change } })
const header =
  (change: Values): Change =>
  (parts) => ({ ...parts, header: { ...parts.header, ...change } })
const without =
  (name: string): Change =>
  (parts) => ({
    ...parts,
    claims: Object.fromEntries(Object.entries(parts.claims).filter(([key]) => key !== name)),
  })
const other = (bytes: Uint8Array): Uint8Array => sha256(bytes).subarray(0, bytes.length)
const evidence = { challenge: 'AA', answer: 'AA', signature: 'A'.repeat(86), deviceKey: 'A'.repeat(43) }

/** Why it must be refused, and the change to a good one. */
const bad: readonly (readonly [why: string, change: Change])[] = [
  ['header alg none', header({ alg: 'none' })],
  ['header typ of a waiver', header({ typ: 'countersign-waiver+jwt' })],
  ['header with a jwk', header({ jwk: { kty: 'OKP' } })],
  ['header kid unknown', header({ kid: idFromBytes<KeyId>(other(ids.keyId)) })],
  ['signed by another key', (parts) => ({ ...parts, signer: keys.otherDevice })],
  ['signed by the root key', (parts) => ({ ...parts, signer: keys.root })],
  ['signed by a device', (parts) => ({ ...parts, signer: keys.device })],
  ['with a device', claims({ device_id: LOGIN_ID })],
  ['with evidence', claims({ evidence })],
  ['without the address', without('address')],
  ['without amr', without('amr')],
  ['amr of a phone', claims({ amr: ['pop', 'swk', 'mch-symbol'], acr: 'countersign:symbol' })],
  ['amr in another order', claims({ amr: ['way-totp', 'otp'] })],
  ['amr of a code and of a phone', claims({ amr: ['otp', 'way-totp', 'pop'] })],
  ['amr and acr of different kinds', claims({ acr: 'countersign:backup' })],
  ['of another kind than was typed', claims({ amr: ['otp', 'way-backup'], acr: 'countersign:backup' })],
  ['iat outside the key’s validity', claims({ iat: now + 90_000, exp: now + 90_060 })],
  ['issuer is another server', claims({ iss: toBase64Url(other(serverId)) })],
  ['audience is another app', claims({ aud: idFromBytes<AppId>(other(ids.appId)) })],
  ['subject is another account', claims({ sub: idFromBytes<AccountId>(other(ids.accountId)) })],
  ['user ID is another', claims({ user_id: 'mallory@example.org' })],
  ['another app nonce (replayed)', claims({ nonce: toBase64Url(other(appNonce)) })],
  ['purpose differs', claims({ purpose: 'stepUp' })],
  ['another address', claims({ address: '192.0.2.1' })],
  ['expired', claims({ iat: now - 300, exp: now - 240, auth_time: now - 300 })],
  ['from the future', claims({ iat: now + 300, exp: now + 360, auth_time: now + 300 })],
  ['life of an hour', claims({ exp: now + 3_600 })],
]

/** What is typed, and what is read; no way: it has the shape of no code. */
const typed: readonly (readonly [typed: string, way?: string, code?: string])[] = [
  ['287082', 'totp', '287082'],
  ['287 082', 'totp', '287082'],
  ['  287-082\n', 'totp', '287082'],
  ['2\u20108\u20117\u20130\u2014\u22128\u00b72', 'totp', '287082'],
  ['\uff12\uff18\uff17\uff10\uff18\uff12', 'totp', '287082'],
  ['\u200e287082\u202c\ufeff', 'totp', '287082'],
  ['1234 5678', 'totp', '12345678'],
  ['4829 1503 3776', 'bypass', '482915033776'],
  ['K7QD-29XM-PT4C-8WZN-AB3R', 'backup', 'K7QD29XMPT4C8WZNAB3R'],
  ['k7qd 29xm pt4c 8wzn ab3r', 'backup', 'K7QD29XMPT4C8WZNAB3R'],
  ['o0il-29xm-pt4c-8wzn-ab3r', 'backup', '001129XMPT4C8WZNAB3R'],
  ['01234567890123456789', 'backup', '01234567890123456789'],
  [`${'1-'.repeat(5)}1`, 'totp', '111111'],
  [`${' '.repeat(58)}287082`, 'totp', '287082'],
  [`${' '.repeat(59)}287082`],
  ['12345'],
  ['1234567'],
  ['123456789'],
  ['12345678901'],
  ['1234567890123'],
  ['28708O'],
  ['K7QD-29XM-PT4C-8WZN-AB3'],
  ['K7QD-29XM-PT4C-8WZN-AB3RX'],
  ['K7QD-29XM-PT4C-8WZN-AB3U'],
  ['\u0662\u0668\u0667\u0660\u0668\u0662'],
  ['287,082'],
  ['287082;'],
  ['-'],
]

export function codeVectors(): unknown {
  const entry = documents.find(({ name }) => name === 'keyset')
  if (entry === undefined) throw new Error('no vector named keyset')
  // Sound: the entry's own document and values.
  const body = keySetDocument.encode(entry.values as Parameters<typeof keySetDocument.encode>[0])
  return {
    about:
      'From each `typed` is read `way` and `code`; null: it is no code (SPEC.md section 9, codes). Each `assertion` is to be checked with the key set and `expected` (section 10, the assertion of a code); `valid` says the outcome.',
    typed: typed.map(([text, way = null, code = null]) => ({ typed: text, way, code })),
    keySet: {
      rootKey: toBase64Url(keys.root.publicKey),
      body: toBase64Url(body),
      signature: toBase64Url(keys.root.sign(keySetDocument.message(body))),
    },
    cases: [
      ...['totp', 'backup', 'bypass'].map((way) => ({
        why: `good, ${way}`,
        valid: true,
        expected: { ...expected, way },
        assertion: assemble(claims({ amr: ['otp', `way-${way}`], acr: `countersign:${way}` })(good)),
      })),
      ...bad.map(([why, change]) => ({ why, valid: false, expected, assertion: assemble(change(good)) })),
    ],
  }
}

function assemble({ header: head, claims: said, signer }: Parts): string {
  const input = `${json(head)}.${json(said)}`
  return `${input}.${toBase64Url(signer.sign(Buffer.from(input)))}`
}

function json(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
