// Writes and signs what the app gets for a typed code: the same kind of statement as for an approval, without a device to vouch for it ([CD6]).
import type { AccountId, CodeAssertionClaims, CodeLoginBody, CodeWay } from '@countersign/protocol'
import {
  ASSERTION_TTL_SECONDS,
  ASSERTION_TYPE,
  TEXT_MAX_BYTES,
  toBase64Url,
  toSignableText,
} from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import type { App } from '../../core/records.js'
import { signJws } from '../sign-jws.js'

/** One login by a code of a known kind. */
export interface Login {
  /** Names it in the audit and in the assertion. */
  readonly id: string
  readonly app: App
  readonly body: CodeLoginBody
  readonly way: CodeWay
  readonly nowMs: number
}

export interface LoggedIn extends Login {
  readonly accountId: AccountId
  /** In the spelling that is compared. */
  readonly userId: string
}

/** No evidence in it: the app has the server's word, and nothing to check it by. */
export function signCodeAssertion(ports: Ports, { id, app, body, way, accountId, userId }: LoggedIn): string {
  const issuedAt = Math.floor(ports.clock.nowMs() / 1000)
  const claims: CodeAssertionClaims = {
    iss: toBase64Url(ports.vault.serverId),
    aud: app.id,
    sub: accountId,
    user_id: toSignableText(userId, TEXT_MAX_BYTES.userId),
    jti: id,
    nonce: body.appNonce,
    iat: issuedAt,
    exp: issuedAt + ASSERTION_TTL_SECONDS,
    auth_time: issuedAt,
    // RFC 8176 §2: a one-time password; the second names whose.
    amr: ['otp', `way-${way}`],
    acr: `countersign:${way}`,
    purpose: body.purpose,
    address: body.context.address,
  }
  return signJws(ports, ASSERTION_TYPE, claims, issuedAt)
}
