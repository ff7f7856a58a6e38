// The stranger's reading of a typed code and check of its assertion, written from protocol/SPEC.md sections 9 and 10 alone.
import type { Values } from './stranger-bytes.js'
import { unb64u, verifies } from './stranger-bytes.js'
import { keyAt } from './stranger-verifier.js'

/** [CD1]: sign by sign, as the text says it. */
export function readTyped(typed: string): { readonly way: string; readonly code: string } | undefined {
  if (typed.length > 64) return undefined
  const signs = [...typed.normalize('NFKC')]
    .filter((sign) => !isSeparator(sign))
    .map((sign) => sign.toUpperCase())
  const bare = signs.join('')
  if ([...bare].every((sign) => '0123456789'.includes(sign))) {
    if (bare.length === 6 || bare.length === 8) return { way: 'totp', code: bare }
    if (bare.length === 12) return { way: 'bypass', code: bare }
  }
  const code = [...bare].map((sign) => ({ O: '0', I: '1', L: '1' })[sign] ?? sign).join('')
  const isBackup = code.length === 20 && [...code].every((sign) => CROCKFORD.includes(sign))
  return isBackup ? { way: 'backup', code } : undefined
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const RANGES = [
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2069],
] as const

function isSeparator(sign: string): boolean {
  const point = sign.codePointAt(0) ?? 0
  if (/\s|\p{Pd}/u.test(sign)) return true
  if (['\u2212', '.', '_', '\u00b7', '\ufeff'].includes(sign)) return true
  return RANGES.some(([first, last]) => first <= point && point <= last)
}

/** What the app knows when the assertion arrives. */
export interface ExpectedCode {
  readonly nowMs: number
  readonly serverId: string
  readonly appId: string
  readonly accountId?: string
  readonly userId: string
  readonly appNonce: string
  readonly purpose: string
  readonly address: string
  /** The kind that was typed. */
  readonly way: string
}

/** [CD14]: whether the assertion lets this session in. */
export function isGoodCodeAssertion(assertion: string, keySet: Values, expected: ExpectedCode): boolean {
  const claims = readClaims(assertion, keySet)
  if (claims === undefined) return false
  const { iat, exp } = claims
  const nowSeconds = expected.nowMs / 1000
  return (
    claims['iss'] === expected.serverId &&
    claims['aud'] === expected.appId &&
    claims['user_id'] === expected.userId &&
    (expected.accountId === undefined || claims['sub'] === expected.accountId) &&
    claims['nonce'] === expected.appNonce &&
    claims['purpose'] === expected.purpose &&
    claims['address'] === expected.address &&
    JSON.stringify(claims['amr']) === JSON.stringify(['otp', `way-${expected.way}`]) &&
    claims['acr'] === `countersign:${expected.way}` &&
    exp === iat + 60 &&
    iat - 60 <= nowSeconds &&
    nowSeconds <= exp + 60
  )
}

const CLAIMS = 'acr,address,amr,aud,auth_time,exp,iat,iss,jti,nonce,purpose,sub,user_id'

/** What throws is a refusal. */
function readClaims(assertion: string, keySet: Values): Values | undefined {
  try {
    const parts = assertion.split('.')
    const [header = '', payload = '', signature = ''] = parts
    const { alg, typ, kid, ...more } = parse(header)
    const claims = parse(payload)
    const key = keyAt(keySet, String(kid), Number(claims['iat']) * 1000)
    const good =
      parts.length === 3 &&
      alg === 'EdDSA' &&
      typ === 'countersign-assertion+jwt' &&
      Object.keys(more).length === 0 &&
      Object.keys(claims).sort().join() === CLAIMS &&
      key !== undefined &&
      verifies(key, Buffer.from(`${header}.${payload}`, 'ascii'), unb64u(signature))
    return good ? claims : undefined
  } catch {
    return undefined
  }
}

function parse(part: string): Values {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(unb64u(part)))
}
