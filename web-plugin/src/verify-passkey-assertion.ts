// Whether an assertion of a passkey lets this very login in: the server's statement first, then the authenticator's signature in it ([PK12], [PK13]).
import type { PasskeyAssertionClaims } from '@countersign/protocol'
import {
  ASSERTION_TTL_SECONDS,
  passkeyAssertionClaimsSchema,
  passkeyAssertionHeaderSchema,
} from '@countersign/protocol'
import type { PasskeyEvidenceRejection } from './passkey-evidence.js'
import { verifyPasskeyEvidence } from './passkey-evidence.js'
import type { StatementRejection } from './server-statement.js'
import { readStatement } from './server-statement.js'
import type { AddresseeRejection, ExpectedStatement, LifeRejection } from './statement-for.js'
import { addresseeFault, lifeFault } from './statement-for.js'
import type { VerifiedKeySet } from './verify-key-set.js'

/** What this login expects; every value comes from the app's settings or from its own request. */
export interface ExpectedPasskey extends ExpectedStatement {
  readonly purpose: 'login' | 'stepUp'
  /** The address that the app told. */
  readonly address: string
  /** The app's own origin, where the login page is. */
  readonly origin: string
  /** The name that the server's passkeys are made for, from the app's settings: never from the server's answer. */
  readonly rpId: string
  /** Thumbprints of the passkeys this user linked. Undefined: any of the account. Empty: none. */
  readonly pinnedPasskeys?: readonly string[] | undefined
}

export interface VerifiedPasskey {
  readonly ok: true
  readonly userId: string
  readonly accountId: string
  /** Names this login in the server's audit. Take each once. */
  readonly loginId: string
  /** Keep it to pin the passkey. */
  readonly passkeyThumbprint: string
  readonly amr: readonly string[]
  readonly acr: string
  readonly authTimeMs: number
}

export type PasskeyRejection =
  | StatementRejection
  | AddresseeRejection
  | LifeRejection
  | 'address_other'
  | 'life_wrong'
  | 'auth_time_wrong'
  | PasskeyEvidenceRejection

export interface RejectedPasskey {
  readonly ok: false
  readonly reason: PasskeyRejection
}

/**
 * Checks an assertion of a passkey completely. Its evidence is the authenticator's own signature over this login on this origin: with
 * `pinnedPasskeys` not even a compromised server can log anyone in.
 *
 * @param input.assertion the `assertion` of the answer to `CountersignClient.passkey`
 * @param input.nowMs the app's clock; it may differ from the server's by a minute
 * @returns whom it is for, or the first reason against it; never throws for what `assertion` holds
 * @example
 * const result = verifyPasskeyAssertion({ assertion, keySet, expected, nowMs: Date.now() })
 * if (!result.ok) log.warn('refused', { reason: result.reason })
 */
export function verifyPasskeyAssertion(input: {
  readonly assertion: string
  readonly keySet: VerifiedKeySet
  readonly expected: ExpectedPasskey
  readonly nowMs: number
}): VerifiedPasskey | RejectedPasskey {
  const { assertion, keySet, expected, nowMs } = input
  const read = readStatement(assertion, PASSKEY_ASSERTION, keySet)
  if (!read.ok) return read
  const { claims } = read
  const reason = claimsFault(claims, expected) ?? timesFault(claims, nowMs)
  if (reason !== undefined) return { ok: false, reason }
  const evidence = verifyPasskeyEvidence(claims, expected, nowMs)
  if (!evidence.ok) return evidence
  return {
    ok: true,
    userId: claims.user_id,
    accountId: claims.sub,
    loginId: claims.jti,
    passkeyThumbprint: evidence.thumbprint,
    amr: claims.amr,
    acr: claims.acr,
    authTimeMs: claims.auth_time * 1000,
  }
}

/** The server's own limit for `passkeyAccepted.assertion`. Its `typ` keeps every other assertion out, and this one out of their places. */
const PASSKEY_ASSERTION = {
  maxCharacters: 16_384,
  header: passkeyAssertionHeaderSchema,
  claims: passkeyAssertionClaimsSchema,
}

function claimsFault(
  claims: PasskeyAssertionClaims,
  expected: ExpectedPasskey,
): PasskeyRejection | undefined {
  const addressee = addresseeFault(claims, expected)
  if (addressee !== undefined) return addressee
  return claims.address === expected.address ? undefined : 'address_other'
}

/** A passkey counts at the moment it is checked. */
function timesFault(
  { iat, exp, auth_time: authTime }: PasskeyAssertionClaims,
  nowMs: number,
): PasskeyRejection | undefined {
  if (exp - iat !== ASSERTION_TTL_SECONDS) return 'life_wrong'
  const life = lifeFault({ iat, exp }, nowMs)
  if (life !== undefined) return life
  return authTime === iat ? undefined : 'auth_time_wrong'
}
