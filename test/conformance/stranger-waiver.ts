// The stranger's check of a waiver, written from protocol/SPEC.md section 10 alone.
import type { Values } from './stranger-bytes.js'
import { unb64u, verifies } from './stranger-bytes.js'
import { keyAt } from './stranger-verifier.js'

/** What the app knows when the waiver arrives. */
export interface ExpectedWaiver {
  readonly nowMs: number
  readonly serverId: string
  readonly appId: string
  readonly accountId?: string
  readonly userId: string
  readonly appNonce: string
  readonly purpose: string
  readonly address: string
}

/** The rule that refuses; undefined: the waiver is good. */
export function faultOfWaiver(
  statement: string,
  keySet: Values,
  expected: ExpectedWaiver,
): string | undefined {
  const claims = readWaiver(statement, keySet)
  if (claims === undefined) return 'WV2'
  const { iat, exp } = claims
  const nowSeconds = expected.nowMs / 1000
  const fits =
    claims['iss'] === expected.serverId &&
    claims['aud'] === expected.appId &&
    claims['user_id'] === expected.userId &&
    (expected.accountId === undefined || claims['sub'] === expected.accountId) &&
    claims['nonce'] === expected.appNonce &&
    claims['purpose'] === expected.purpose &&
    claims['address'] === expected.address &&
    exp === iat + 60 &&
    iat - 60 <= nowSeconds &&
    nowSeconds <= exp + 60
  return fits ? undefined : 'WV3'
}

const CLAIMS = 'address,aud,because,exp,iat,iss,jti,nonce,purpose,sub,user_id'
const CAUSES = ['not_required', 'trusted_network', 'second_factor_off']

/** [WV2]: what throws is a refusal. */
function readWaiver(statement: string, keySet: Values): Values | undefined {
  try {
    const parts = statement.split('.')
    const [header = '', payload = '', signature = ''] = parts
    const { alg, typ, kid, ...more } = parse(header)
    const claims = parse(payload)
    const key = keyAt(keySet, String(kid), Number(claims['iat']) * 1000)
    const good =
      parts.length === 3 &&
      alg === 'EdDSA' &&
      typ === 'countersign-waiver+jwt' &&
      Object.keys(more).length === 0 &&
      Object.keys(claims).sort().join() === CLAIMS &&
      CAUSES.includes(claims['because']) &&
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
