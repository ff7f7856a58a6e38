// The stranger's verifier, written from protocol/SPEC.md sections 2 and 10 alone: a key set, then an assertion, check by check.
import { readFileSync } from 'node:fs'
import type { Values } from './stranger-bytes.js'
import { idText, message, prefix, read, sha256, unb64u, verifies } from './stranger-bytes.js'

/** What the app knows when the assertion arrives; ids as in JSON, bytes in base64url. */
export interface Expected {
  readonly nowMs: number
  readonly serverId: string
  readonly appId: string
  readonly accountId: string
  readonly userId: string
  readonly challengeId: string
  readonly appNonce: string
  readonly purpose: string
  readonly transaction?: Readonly<Record<'title' | 'amount' | 'payee' | 'note', string>>
  readonly context: { readonly address: string; readonly browser: string; readonly origin: string }
  readonly match?: Shown
  /** What the browser of this session brought back, in mode link. */
  readonly returnCode?: string
  readonly pinnedDevices?: readonly string[]
}

interface Shown {
  readonly mode: string
  readonly symbolId?: number
  readonly code?: string
  readonly secret?: string
}

export interface KeySetJson {
  readonly rootKey: string
  readonly body: string
  readonly signature: string
}

/** The rule that refuses; undefined: the assertion is good. */
export function faultOfAssertion(assertion: string, keySet: Values, expected: Expected): string | undefined {
  const parts = assertion.split('.')
  const [header = '', payload = '', signature = ''] = parts
  const claims = attempt(() => {
    const { alg, typ, kid, ...more } = parseJson(header)
    const found = parseJson(payload)
    const key = keyAt(keySet, String(kid), Number(found['iat']) * 1000)
    const signed = Buffer.from(`${header}.${payload}`, 'ascii')
    return parts.length === 3 &&
      alg === 'EdDSA' &&
      typ === 'countersign-assertion+jwt' &&
      Object.keys(more).length === 0 &&
      key !== undefined &&
      verifies(key, signed, unb64u(signature)) &&
      hasExactly(found, CLAIMS) &&
      hasExactly(found['evidence'], ['challenge', 'answer', 'signature', 'deviceKey'])
      ? found
      : undefined
  })
  if (claims === undefined) return 'AS1'

  const { iat, exp } = claims
  const nowSeconds = expected.nowMs / 1000
  const fitsSession =
    claims['iss'] === expected.serverId &&
    claims['aud'] === expected.appId &&
    claims['sub'] === expected.accountId &&
    claims['user_id'] === expected.userId &&
    claims['jti'] === expected.challengeId &&
    claims['nonce'] === expected.appNonce &&
    claims['purpose'] === expected.purpose &&
    exp === iat + 60 &&
    iat - 60 <= nowSeconds &&
    nowSeconds <= exp + 60
  if (!fitsSession) return 'AS2'

  const { evidence } = claims
  const evidenceBytes = attempt(() => ({
    deviceKey: unb64u(evidence.deviceKey),
    answer: unb64u(evidence.answer),
    challenge: unb64u(evidence.challenge),
    signature: unb64u(evidence.signature),
  }))
  if (evidenceBytes === undefined || !isAcceptableKey(evidenceBytes.deviceKey)) return 'AS3'
  const answered = message('answer/k1', evidenceBytes.answer)
  if (!verifies(evidenceBytes.deviceKey, answered, evidenceBytes.signature)) return 'AS3'

  const answer = attempt(() => read('answer/k1', evidenceBytes.answer))
  const challenge = attempt(() => read('challenge', evidenceBytes.challenge))
  if (answer === undefined || challenge === undefined) return 'AS4'
  if (!sha256(message('challenge', evidenceBytes.challenge)).equals(answer['challengeHash'])) return 'AS4'

  const fitsEvidence =
    challenge['serverId'].toString('base64url') === expected.serverId &&
    idText(challenge['appId']) === expected.appId &&
    idText(challenge['accountId']) === expected.accountId &&
    idText(challenge['challengeId']) === expected.challengeId &&
    challenge['appNonce'].toString('base64url') === expected.appNonce &&
    challenge['purpose'] === { login: 1, stepUp: 2, transaction: 3 }[expected.purpose] &&
    JSON.stringify(challenge['transaction']) ===
      JSON.stringify(expected.transaction === undefined ? [] : [textsOf(expected.transaction)]) &&
    challenge['context'].address === expected.context.address &&
    challenge['context'].browser === expected.context.browser &&
    challenge['context'].origin === expected.context.origin &&
    ['serverId', 'accountId', 'deviceId', 'challengeId'].every((name) =>
      answer[name].equals(challenge[name]),
    ) &&
    idText(answer['deviceId']) === claims['device_id']
  if (!fitsEvidence) return 'AS5'

  const mode: string = { 1: 'symbol', 2: 'code', 3: 'qr', 4: 'link' }[challenge['mode'] as 1 | 2 | 3 | 4]
  const chosen: Buffer = answer['chosen']
  const fitsMode =
    (mode === 'symbol' && chosen.length === 2 && challenge['options'].includes(chosen.readUInt16BE())) ||
    (mode === 'code' && /^[0-9]{6}$/.test(chosen.toString('latin1'))) ||
    (mode === 'qr' && chosen.length === 16) ||
    (mode === 'link' && chosen.length === 32)
  if (answer['decision'] !== 1 || !fitsMode) return 'AS6'
  const { match } = expected
  if (match !== undefined && (match.mode !== mode || !shownBy(expected, match).equals(chosen))) return 'AS6'
  const verified: number = answer['userVerification']
  const amr = ['pop', 'swk', `mch-${mode}`, ...([[], ['pin'], ['uv-webauthn']][verified] ?? [])]
  if (claims['acr'] !== `countersign:${mode}` || claims['amr'].join() !== amr.join()) return 'AS6'
  const asked: number = challenge['requirements']
  if (asked > 3 || ((asked & 1) === 1 && verified === 0) || ((asked & 2) === 2 && verified !== 2))
    return 'AS6'

  const print = sha256(Buffer.concat([prefix('countersign/v1/device-thumbprint'), evidenceBytes.deviceKey]))
  if (expected.pinnedDevices?.includes(print.toString('base64url')) === false) return 'AS7'
  return undefined
}

/** In the order of the document. */
function textsOf({ title, amount, payee, note }: NonNullable<Expected['transaction']>): Values {
  return { title, amount, payee, note }
}

/** What the right answer holds: what the page showed, and in mode link what came back to the session ([LK5]). */
function shownBy({ returnCode }: Expected, { mode, symbolId = 0, code = '', secret = '' }: Shown): Buffer {
  if (mode === 'symbol') return Buffer.of(symbolId >> 8, symbolId & 255)
  if (mode === 'code') return Buffer.from(code)
  return Buffer.concat([
    unb64u(secret),
    returnCode === undefined ? Buffer.alloc(0) : returnCodeHash(returnCode),
  ])
}

/** [LK3]: 16 bytes. */
export function returnCodeHash(returnCode: string): Buffer {
  return sha256(Buffer.concat([prefix('countersign/v1/return-code'), unb64u(returnCode)])).subarray(0, 16)
}

/** [KS1] in its order; gives the set's values. Throws at the first failure. */
export function checkKeySet(set: KeySetJson, pinnedServerId: Buffer): Values {
  const rootKey = unb64u(set.rootKey)
  const named = sha256(Buffer.concat([prefix('countersign/v1/server-id'), rootKey]))
  if (!named.equals(pinnedServerId)) throw new Error('another root key')
  const body = unb64u(set.body)
  if (!verifies(rootKey, message('keyset', body), unb64u(set.signature))) throw new Error('key set signature')
  const values = read('keyset', body)
  if (!values['serverId'].equals(pinnedServerId)) throw new Error('key set of another server')
  return values
}

/** [KS3]: the public key of that id, if it may have signed at that time. */
export function keyAt(keySet: Values, keyId: string, atMs: number): Buffer | undefined {
  const keys: readonly Values[] = keySet['keys']
  const found = keys.find((key) => idText(key['keyId']) === keyId && key['role'] === 1)
  return found !== undefined && found['notBeforeMs'] <= atMs && atMs <= found['notAfterMs']
    ? found['publicKey']
    : undefined
}

/** [KE2]. */
export function isAcceptableKey(key: Buffer): boolean {
  if (key.length !== 32 || lowOrder.has(key.toString('hex'))) return false
  const y = BigInt(`0x${Buffer.from(key).reverse().toString('hex')}`) & (2n ** 255n - 1n)
  return y < 2n ** 255n - 19n
}

/** Reads one file of protocol/vectors. */
export function vectors(name: string): Values {
  return JSON.parse(readFileSync(new URL(`../../protocol/vectors/${name}.json`, import.meta.url), 'utf8'))
}

const lowOrder = new Set<string>(vectors('ed25519')['lowOrderPublicKeys'])
const CLAIMS = [
  'iss',
  'aud',
  'sub',
  'user_id',
  'jti',
  'nonce',
  'iat',
  'exp',
  'auth_time',
  'amr',
  'acr',
  'device_id',
  'purpose',
  'evidence',
]

function parseJson(part: string): Values {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(unb64u(part)))
}

function hasExactly(value: Values | undefined, names: readonly string[]): boolean {
  return value !== undefined && Object.keys(value).sort().join() === [...names].sort().join()
}

/** What throws is a refusal. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
