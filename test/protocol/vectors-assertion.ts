// Assertions that a verifier must accept or refuse: one good of each mode, and one bad for each check of SPEC.md section 10.

import type { AccountId, AppId, ChallengeId } from '@countersign/protocol'
import { idFromBytes, keySetDocument, toBase64Url } from '@countersign/protocol'
import type { Change, Mode } from './vectors-assertion-parts.js'
import {
  answered,
  assemble,
  claim,
  context,
  document,
  goodParts,
  goodTransaction,
  header,
  identity,
  nowMs,
  other,
  paid,
  shown,
  uuid,
} from './vectors-assertion-parts.js'
import {
  appNonce,
  ids,
  issuedAtMs,
  keys,
  linkChosen,
  linkSecret,
  returnCode,
  scanSecret,
  serverId,
  sha256,
  type TestKey,
  transaction,
} from './vectors-input.js'

/** Why it must be refused, the rule, the change to a good assertion of mode symbol. */
const bad: readonly (readonly [why: string, rule: string, change: Change])[] = [
  ['header alg none', 'AS1', header('alg', 'none')],
  ['header alg HS256', 'AS1', header('alg', 'HS256')],
  ['header typ JWT', 'AS1', header('typ', 'JWT')],
  [
    'header with a jwk',
    'AS1',
    header('jwk', { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(keys.challenge.publicKey) }),
  ],
  ['header kid unknown', 'AS1', header('kid', uuid(other(ids.keyId)))],
  ['signed by another key', 'AS1', (p) => ({ ...p, signer: keys.otherDevice })],
  ['signed by the root key', 'AS1', (p) => ({ ...p, signer: keys.root })],
  ['a claim too many', 'AS1', claim('admin', true)],
  [
    'iat outside the key’s validity',
    'AS1',
    (p) =>
      claim(
        'iat',
        Math.floor(issuedAtMs / 1000) + 90_000,
      )(claim('exp', Math.floor(issuedAtMs / 1000) + 90_060)(p)),
  ],
  ['issuer is another server', 'AS2', claim('iss', toBase64Url(other(serverId)))],
  ['audience is another app', 'AS2', claim('aud', uuid(other(ids.appId)))],
  ['subject is another account (session substitution)', 'AS2', claim('sub', uuid(other(ids.accountId)))],
  ['user ID is another', 'AS2', claim('user_id', 'mallory@example.org')],
  ['another challenge', 'AS2', claim('jti', uuid(other(ids.challengeId)))],
  ['another app nonce', 'AS2', claim('nonce', toBase64Url(other(appNonce)))],
  ['purpose differs', 'AS2', claim('purpose', 'stepUp')],
  [
    'expired',
    'AS2',
    (p) => claim('iat', Math.floor(nowMs / 1000) - 300)(claim('exp', Math.floor(nowMs / 1000) - 240)(p)),
  ],
  [
    'from the future',
    'AS2',
    (p) => claim('iat', Math.floor(nowMs / 1000) + 300)(claim('exp', Math.floor(nowMs / 1000) + 360)(p)),
  ],
  ['life of an hour', 'AS2', claim('exp', Math.floor(nowMs / 1000) + 3600)],
  ['device signature broken', 'AS3', (p) => ({ ...p, breakSignature: true })],
  ['device key is not the signer’s', 'AS3', (p) => ({ ...p, shownKey: keys.otherDevice.publicKey })],
  ['device key of low order', 'AS3', (p) => ({ ...p, shownKey: identity })],
  ['answer is to another challenge', 'AS4', answered({ challengeHash: other(serverId) })],
  ['challenge of another server', 'AS5', shown({ serverId: other(serverId) })],
  ['challenge of another app', 'AS5', shown({ appId: other(ids.appId) })],
  ['challenge of another account', 'AS5', shown({ accountId: other(ids.accountId) })],
  ['challenge with another id', 'AS5', shown({ challengeId: other(ids.challengeId) })],
  ['challenge with another app nonce (replayed approval)', 'AS5', shown({ appNonce: other(appNonce) })],
  ['challenge for another purpose', 'AS5', shown({ purpose: 2 })],
  ['phone showed another address', 'AS5', context({ address: '192.0.2.1' })],
  ['phone showed another browser', 'AS5', context({ browser: 'Safari on iOS' })],
  ['phone showed another origin', 'AS5', context({ origin: 'https://evil.example' })],
  ['answer for another account', 'AS5', answered({ accountId: other(ids.accountId) })],
  ['answer by another device', 'AS5', answered({ deviceId: other(ids.deviceId) })],
  ['answer to another server', 'AS5', answered({ serverId: other(serverId) })],
  ['answer names another challenge', 'AS5', answered({ challengeId: other(ids.challengeId) })],
  ['device_id is another', 'AS5', claim('device_id', uuid(other(ids.deviceId)))],
  ['the person denied', 'AS6', answered({ decision: 2, chosen: new Uint8Array(0) })],
  ['the person reported', 'AS6', answered({ decision: 3, chosen: new Uint8Array(0) })],
  ['nothing chosen', 'AS6', answered({ chosen: new Uint8Array(0) })],
  ['chosen is not an option', 'AS6', answered({ chosen: Uint8Array.of(0, 2) })],
  ['chosen is not the access pass shown', 'AS6', answered({ chosen: Uint8Array.of(0, 7) })],
  ['digits in mode symbol', 'AS6', answered({ chosen: new TextEncoder().encode('048213') })],
  ['amr says code', 'AS6', claim('amr', ['pop', 'swk', 'mch-code'])],
  ['acr says code', 'AS6', claim('acr', 'countersign:code')],
  ['amr says link', 'AS6', claim('amr', ['pop', 'swk', 'mch-link'])],
  ['amr says qr', 'AS6', claim('amr', ['pop', 'swk', 'mch-qr'])],
  ['amr says a PIN that the answer has not', 'AS6', claim('amr', ['pop', 'swk', 'mch-symbol', 'pin'])],
  [
    'amr says biometrics where the answer says a PIN',
    'AS6',
    (p) => claim('amr', ['pop', 'swk', 'mch-symbol', 'uv-webauthn'])(answered({ userVerification: 1 })(p)),
  ],
  ['amr leaves out the PIN that the answer has', 'AS6', answered({ userVerification: 1 })],
  ['a PIN was asked for and none given', 'AS6', shown({ requirements: 1 })],
  [
    'biometrics were asked for and a PIN given',
    'AS6',
    (p) =>
      claim('amr', ['pop', 'swk', 'mch-symbol', 'pin'])(
        shown({ requirements: 3 })(answered({ userVerification: 1 })(p)),
      ),
  ],
  ['a requirement that this version does not know', 'AS6', shown({ requirements: 4 })],
  ['a login that says a payment', 'AS5', paid({})],
]

/** The same for a good assertion of mode qr. */
const badScans: readonly (readonly [why: string, rule: string, change: Change])[] = [
  ['qr: another secret', 'AS6', answered({ chosen: other(scanSecret) })],
  ['qr: half the secret', 'AS6', answered({ chosen: scanSecret.subarray(0, 8) })],
  ['qr: an access pass chosen', 'AS6', answered({ chosen: Uint8Array.of(0, 33) })],
  ['qr: amr says link', 'AS6', claim('amr', ['pop', 'swk', 'mch-link'])],
  ['qr: acr says symbol', 'AS6', claim('acr', 'countersign:symbol')],
]

/** The same for a good assertion of a transaction. */
const badTransactions: readonly (readonly [why: string, rule: string, change: Change])[] = [
  ['transaction: the phone showed another amount', 'AS5', paid({ amount: '1.234,65 €' })],
  ['transaction: the phone showed another payee', 'AS5', paid({ payee: 'Graue Wiese' })],
  ['transaction: the phone showed another title', 'AS5', paid({ title: 'Uberweisung' })],
  ['transaction: the phone showed a note', 'AS5', paid({ note: 'x' })],
  ['transaction: the phone showed none', 'AS5', shown({ transaction: [] })],
  ['transaction: approved as a login', 'AS5', shown({ purpose: 1 })],
  ['transaction: the statement says login', 'AS2', claim('purpose', 'login')],
]

/** The same for a good assertion of mode link. */
const badLinks: readonly (readonly [why: string, rule: string, change: Change])[] = [
  ['link: the secret alone', 'AS6', answered({ chosen: linkSecret })],
  [
    'link: another secret',
    'AS6',
    answered({ chosen: Buffer.concat([other(linkSecret), linkChosen.subarray(16)]) }),
  ],
  [
    'link: another return code (approved in another browser)',
    'AS6',
    answered({ chosen: Buffer.concat([linkSecret, other(returnCode)]) }),
  ],
  ['link: an access pass chosen', 'AS6', answered({ chosen: Uint8Array.of(0, 33) })],
  ['link: acr says symbol', 'AS6', claim('acr', 'countersign:symbol')],
]

const withPin: Change = (p) =>
  claim('amr', ['pop', 'swk', 'mch-symbol', 'pin'])(answered({ userVerification: 1 })(p))
const withBiometrics: Change = (p) =>
  claim('amr', ['pop', 'swk', 'mch-symbol', 'uv-webauthn'])(
    shown({ requirements: 3 })(answered({ userVerification: 2 })(p)),
  )

export function assertionVectors(): unknown {
  const keySet = document('keyset')
  const keySetBody = keySetDocument.encode(keySet.values as Parameters<typeof keySetDocument.encode>[0])
  const thumbprint = (key: TestKey) =>
    toBase64Url(
      sha256(
        Buffer.concat([Buffer.from([32]), Buffer.from('countersign/v1/device-thumbprint'), key.publicKey]),
      ),
    )
  const matches = {
    symbol: { mode: 'symbol', symbolId: 33 },
    code: { mode: 'code', code: '048213' },
    qr: { mode: 'qr', secret: toBase64Url(scanSecret) },
    link: { mode: 'link', secret: toBase64Url(linkSecret) },
  }
  const expected = (mode: Mode) => ({
    nowMs,
    serverId: toBase64Url(serverId),
    appId: idFromBytes<AppId>(ids.appId),
    accountId: idFromBytes<AccountId>(ids.accountId),
    userId: 'alice@example.org',
    challengeId: idFromBytes<ChallengeId>(ids.challengeId),
    appNonce: toBase64Url(appNonce),
    purpose: 'login',
    context: { address: '2001:db8::17', browser: 'Firefox on Windows', origin: 'https://pay.example.org' },
    match: matches[mode],
    ...(mode === 'link' ? { returnCode: toBase64Url(returnCode) } : {}),
  })
  return {
    about:
      'Each `assertion` is to be checked with the key set and `expected` (SPEC.md section 10). `valid` says the outcome, `rule` the check that must refuse.',
    keySet: {
      rootKey: toBase64Url(keys.root.publicKey),
      body: toBase64Url(keySetBody),
      signature: toBase64Url(keys.root.sign(keySetDocument.message(keySetBody))),
    },
    cases: [
      {
        why: 'good, mode symbol',
        valid: true,
        expected: expected('symbol'),
        assertion: assemble(goodParts('symbol')),
      },
      {
        why: 'good, mode code',
        valid: true,
        expected: expected('code'),
        assertion: assemble(goodParts('code')),
      },
      {
        why: 'good, mode link',
        valid: true,
        expected: expected('link'),
        assertion: assemble(goodParts('link')),
      },
      {
        why: 'good, mode qr',
        valid: true,
        expected: expected('qr'),
        assertion: assemble(goodParts('qr')),
      },
      {
        why: 'good, with a PIN',
        valid: true,
        expected: expected('symbol'),
        assertion: assemble(withPin(goodParts('symbol'))),
      },
      {
        why: 'good, with biometrics that were asked for',
        valid: true,
        expected: expected('symbol'),
        assertion: assemble(withBiometrics(goodParts('symbol'))),
      },
      {
        why: 'link: the session got no return code',
        rule: 'AS6',
        valid: false,
        expected: { ...expected('link'), returnCode: undefined },
        assertion: assemble(goodParts('link')),
      },
      {
        why: 'link: the session got the return code of another approval',
        rule: 'AS6',
        valid: false,
        expected: { ...expected('link'), returnCode: toBase64Url(other(returnCode)) },
        assertion: assemble(goodParts('link')),
      },
      {
        why: 'link: the page showed an access pass',
        rule: 'AS6',
        valid: false,
        expected: expected('symbol'),
        assertion: assemble(goodParts('link')),
      },
      {
        why: 'good, device pinned',
        valid: true,
        expected: {
          ...expected('symbol'),
          pinnedDevices: [thumbprint(keys.otherDevice), thumbprint(keys.device)],
        },
        assertion: assemble(goodParts('symbol')),
      },
      {
        why: 'device not pinned',
        rule: 'AS7',
        valid: false,
        expected: { ...expected('symbol'), pinnedDevices: [thumbprint(keys.otherDevice)] },
        assertion: assemble(goodParts('symbol')),
      },
      {
        why: 'no device pinned: the list is empty',
        rule: 'AS7',
        valid: false,
        expected: { ...expected('symbol'), pinnedDevices: [] },
        assertion: assemble(goodParts('symbol')),
      },
      {
        why: 'code is not the one shown',
        rule: 'AS6',
        valid: false,
        expected: { ...expected('code'), match: { mode: 'code', code: '048214' } },
        assertion: assemble(goodParts('code')),
      },
      ...bad.map(([why, rule, change]) => ({
        why,
        rule,
        valid: false,
        expected: expected('symbol'),
        assertion: assemble(change(goodParts('symbol'))),
      })),
      ...badScans.map(([why, rule, change]) => ({
        why,
        rule,
        valid: false,
        expected: expected('qr'),
        assertion: assemble(change(goodParts('qr'))),
      })),
      ...badLinks.map(([why, rule, change]) => ({
        why,
        rule,
        valid: false,
        expected: expected('link'),
        assertion: assemble(change(goodParts('link'))),
      })),
    ],
    // For verifiers that know transactions; the others may leave purpose 3 out altogether.
    transactions: [
      {
        why: 'good, a transaction',
        valid: true,
        expected: { ...expected('symbol'), purpose: 'transaction', transaction },
        assertion: assemble(goodTransaction()),
      },
      {
        why: 'transaction: the app asked for a login',
        rule: 'AS2',
        valid: false,
        expected: expected('symbol'),
        assertion: assemble(goodTransaction()),
      },
      ...badTransactions.map(([why, rule, change]) => ({
        why,
        rule,
        valid: false,
        expected: { ...expected('symbol'), purpose: 'transaction', transaction },
        assertion: assemble(change(goodTransaction())),
      })),
    ],
  }
}
