// Whether an assertion lets this very login in: the server's statement first, then the device's signature inside it.
import type { AssertionClaims, MatchShown, TransactionText } from '@countersign/protocol'
import { ASSERTION_TTL_SECONDS, assertionClaimsSchema, assertionHeaderSchema } from '@countersign/protocol'
import type { StatementRejection } from './server-statement.js'
import { readStatement } from './server-statement.js'
import type { AddresseeRejection, ExpectedStatement, LifeRejection } from './statement-for.js'
import { addresseeFault, lifeFault } from './statement-for.js'
import type { EvidenceRejection } from './verify-evidence.js'
import { verifyEvidence } from './verify-evidence.js'
import type { VerifiedKeySet } from './verify-key-set.js'

export { deviceThumbprint } from './device-thumbprint.js'
export type { PasskeyEvidenceRejection } from './passkey-evidence.js'
export { passkeyThumbprint } from './passkey-evidence.js'
export type { CodeRejection, ExpectedCode, RejectedCode, VerifiedCode } from './verify-code-assertion.js'
export { verifyCodeAssertion } from './verify-code-assertion.js'
export type { EvidenceRejection } from './verify-evidence.js'
export type { KeySetRejection, KeySetResult, VerifiedKeySet } from './verify-key-set.js'
export { verifyKeySet } from './verify-key-set.js'
export type {
  ExpectedPasskey,
  PasskeyRejection,
  RejectedPasskey,
  VerifiedPasskey,
} from './verify-passkey-assertion.js'
export { verifyPasskeyAssertion } from './verify-passkey-assertion.js'
export type { ExpectedWaiver, RejectedWaiver, VerifiedWaiver, WaiverRejection } from './verify-waiver.js'
export { verifyWaiver } from './verify-waiver.js'

/** What this login expects; every value comes from the app's settings or from its own server-side session. */
export interface Expected extends ExpectedStatement {
  readonly challengeId: string
  /** With purpose `transaction`: the very text the app asked with. */
  readonly transaction?: TransactionText | undefined
  /** What the app's page showed: the choice the device signed must be this one. */
  readonly match: MatchShown
  /** Mode link: what the authenticator sent back with this browser, base64url of 16 bytes. Without it nothing fits. */
  readonly returnCode?: string | undefined
  /** What the app told about the login browser, and who the app is. */
  readonly context: {
    readonly address: string
    readonly browser: string
    readonly origin: string
    readonly appName?: string | undefined
  }
  /** Thumbprints of the devices this user linked. Undefined: any device of the account. Empty: none. */
  readonly pinnedDevices?: readonly string[] | undefined
}

export interface Verified {
  readonly ok: true
  readonly userId: string
  readonly accountId: string
  readonly challengeId: string
  readonly deviceId: string
  /** 32 raw bytes. */
  readonly deviceKey: Uint8Array
  readonly deviceThumbprint: string
  readonly amr: readonly string[]
  readonly acr: string
  readonly authTimeMs: number
  /** The phone showed the login as one from a browser that was known. */
  readonly isBrowserKnown: boolean
}

export type Rejection =
  | StatementRejection
  | AddresseeRejection
  | LifeRejection
  | 'challenge_other'
  | 'life_too_long'
  | 'auth_time_wrong'
  | 'method_wrong'
  | EvidenceRejection

/** For the log of the app; a browser hears only that the login was not approved. */
export interface Rejected {
  readonly ok: false
  readonly reason: Rejection
}

/**
 * Checks an assertion completely: JWS header, the server's signature, each claim, then the evidence that lets the app
 * believe the device and not the server. With `pinnedDevices` not even a compromised server can log anyone in.
 *
 * @param input.assertion the compact JWS of `POST /v1/challenges/{id}/redeem`
 * @param input.keySet from `verifyKeySet` or `CountersignClient.keySet()`
 * @param input.expected what this login expects
 * @param input.nowMs the app's clock, milliseconds since 1970; it may differ from the server's by a minute
 * @returns who was proven, or the first reason against it; never throws for what `assertion` holds
 * @example
 * const result = verifyAssertion({ assertion, keySet, expected, nowMs: Date.now() })
 * if (!result.ok) log.warn('refused', { reason: result.reason })
 */
export function verifyAssertion(input: {
  readonly assertion: string
  readonly keySet: VerifiedKeySet
  readonly expected: Expected
  readonly nowMs: number
}): Verified | Rejected {
  const { assertion, keySet, expected, nowMs } = input
  const no = (reason: Rejection): Rejected => ({ ok: false, reason })

  const read = readStatement(assertion, ASSERTION, keySet)
  if (!read.ok) return read
  const { claims } = read

  const fault = claimsFault(claims, expected) ?? timesFault(claims, nowMs)
  if (fault !== undefined) return no(fault)
  const evidence = verifyEvidence(claims, expected, nowMs)
  if (!evidence.ok) return evidence
  return {
    ok: true,
    userId: claims.user_id,
    accountId: claims.sub,
    challengeId: claims.jti,
    deviceId: claims.device_id,
    deviceKey: evidence.deviceKey,
    deviceThumbprint: evidence.deviceThumbprint,
    amr: claims.amr,
    acr: claims.acr,
    authTimeMs: claims.auth_time * 1000,
    isBrowserKnown: evidence.isBrowserKnown,
  }
}

/** The server's own limit for `redeemed.assertion`. */
const ASSERTION = {
  maxCharacters: 16_384,
  header: assertionHeaderSchema,
  claims: assertionClaimsSchema,
}

function claimsFault(claims: AssertionClaims, expected: Expected): Rejection | undefined {
  if (claims.jti !== expected.challengeId) return 'challenge_other'
  const addressee = addresseeFault(claims, expected)
  if (addressee !== undefined) return addressee
  // The list is exact: a method this version does not know must not slip in beside those it does. What follows the match is
  // compared with what the device signed, in the evidence.
  const [pop, swk, match] = claims.amr
  if (pop !== 'pop' || swk !== 'swk' || match !== `mch-${expected.match.mode}`) return 'method_wrong'
  if (claims.acr !== `countersign:${expected.match.mode}`) return 'method_wrong'
  return undefined
}

/** Rule [AS2]. */
function timesFault(claims: AssertionClaims, nowMs: number): Rejection | undefined {
  const { iat, exp, auth_time: authTime } = claims
  if (exp <= iat || exp - iat > ASSERTION_TTL_SECONDS) return 'life_too_long'
  const life = lifeFault(claims, nowMs)
  if (life !== undefined) return life
  return authTime > iat ? 'auth_time_wrong' : undefined
}
