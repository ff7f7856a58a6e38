// Waivers that a verifier must accept or refuse: one good for each cause, and one bad for each check of SPEC.md section 10, the waiver.
import type { AccountId, AppId, KeyId } from '@countersign/protocol'
import { idFromBytes, keySetDocument, toBase64Url } from '@countersign/protocol'
import type { TestKey } from './vectors-input.js'
import { appNonce, documents, ids, issuedAtMs, keys, serverId, sha256 } from './vectors-input.js'

const nowMs = issuedAtMs + 5_000
const now = Math.floor(nowMs / 1000)
const WAIVER_ID = '019aa5c2-7d1e-7c3b-9a54-3f0a6d1b2c4e'

type Values = Readonly<Record<string, unknown>>

interface Parts {
  readonly header: Values
  readonly claims: Values
  readonly signer: TestKey
}

const good: Parts = {
  header: { alg: 'EdDSA', typ: 'countersign-waiver+jwt', kid: idFromBytes<KeyId>(ids.keyId) },
  claims: {
    iss: toBase64Url(serverId),
    aud: idFromBytes<AppId>(ids.appId),
    sub: idFromBytes<AccountId>(ids.accountId),
    user_id: 'alice@example.org',
    jti: WAIVER_ID,
    nonce: toBase64Url(appNonce),
    iat: now,
    exp: now + 60,
    purpose: 'login',
    address: '2001:db8::17',
    because: 'not_required',
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

/** Why it must be refused, the rule, the change to a good waiver. */
const bad: readonly (readonly [why: string, rule: string, change: Change])[] = [
  ['header alg none', 'WV2', header({ alg: 'none' })],
  ['header alg HS256', 'WV2', header({ alg: 'HS256' })],
  ['header typ JWT', 'WV2', header({ typ: 'JWT' })],
  ['header typ of an assertion', 'WV2', header({ typ: 'countersign-assertion+jwt' })],
  ['header with a jwk', 'WV2', header({ jwk: { kty: 'OKP' } })],
  ['header kid unknown', 'WV2', header({ kid: idFromBytes<KeyId>(other(ids.keyId)) })],
  ['signed by another key', 'WV2', (parts) => ({ ...parts, signer: keys.otherDevice })],
  ['signed by the root key', 'WV2', (parts) => ({ ...parts, signer: keys.root })],
  ['signed by a device', 'WV2', (parts) => ({ ...parts, signer: keys.device })],
  ['a claim too many', 'WV2', claims({ amr: ['pop'] })],
  ['a cause that is none', 'WV2', claims({ because: 'asked_nicely' })],
  ['without the address', 'WV2', without('address')],
  ['without the nonce', 'WV2', without('nonce')],
  ['iat outside the key’s validity', 'WV2', claims({ iat: now + 90_000, exp: now + 90_060 })],
  ['issuer is another server', 'WV3', claims({ iss: toBase64Url(other(serverId)) })],
  ['audience is another app', 'WV3', claims({ aud: idFromBytes<AppId>(other(ids.appId)) })],
  ['subject is another account', 'WV3', claims({ sub: idFromBytes<AccountId>(other(ids.accountId)) })],
  ['user ID is another', 'WV3', claims({ user_id: 'mallory@example.org' })],
  ['another app nonce (replayed)', 'WV3', claims({ nonce: toBase64Url(other(appNonce)) })],
  ['purpose differs', 'WV3', claims({ purpose: 'stepUp' })],
  ['another address', 'WV3', claims({ address: '192.0.2.1' })],
  ['expired', 'WV3', claims({ iat: now - 300, exp: now - 240 })],
  ['from the future', 'WV3', claims({ iat: now + 300, exp: now + 360 })],
  ['life of an hour', 'WV3', claims({ exp: now + 3_600 })],
  ['life of a second', 'WV3', claims({ exp: now + 1 })],
]

export function waiverVectors(): unknown {
  const entry = documents.find(({ name }) => name === 'keyset')
  if (entry === undefined) throw new Error('no vector named keyset')
  // Sound: the entry's own document and values.
  const body = keySetDocument.encode(entry.values as Parameters<typeof keySetDocument.encode>[0])
  return {
    about:
      'Each `statement` is to be checked with the key set and `expected` (SPEC.md section 10, the waiver). `valid` says the outcome, `rule` the check that must refuse.',
    keySet: {
      rootKey: toBase64Url(keys.root.publicKey),
      body: toBase64Url(body),
      signature: toBase64Url(keys.root.sign(keySetDocument.message(body))),
    },
    cases: [
      ...['not_required', 'trusted_network', 'second_factor_off'].map((because) => ({
        why: `good, ${because}`,
        valid: true,
        expected,
        statement: assemble(claims({ because })(good)),
      })),
      ...bad.map(([why, rule, change]) => ({
        why,
        rule,
        valid: false,
        expected,
        statement: assemble(change(good)),
      })),
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
