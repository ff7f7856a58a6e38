// Whether an assertion of a typed code lets this very login in: the server's word for this app, person, address and request ([CD6], [CD14]).
import type { CodeAssertionClaims, CodeWay } from '@countersign/protocol'
import {
  ASSERTION_TTL_SECONDS,
  assertionHeaderSchema,
  codeAssertionClaimsSchema,
} from '@countersign/protocol'
import type { StatementRejection } from './server-statement.js'
import { readStatement } from './server-statement.js'
import type { AddresseeRejection, ExpectedStatement, LifeRejection } from './statement-for.js'
import { addresseeFault, lifeFault } from './statement-for.js'
import type { VerifiedKeySet } from './verify-key-set.js'

/** What this login expects; every value comes from the app's settings or from its own request. */
export interface ExpectedCode extends ExpectedStatement {
  readonly purpose: 'login' | 'stepUp'
  /** The address that the app told. */
  readonly address: string
  /** The kind that was typed, as `readCode` reads it off the shape. */
  readonly way: CodeWay
}

export interface VerifiedCode {
  readonly ok: true
  readonly userId: string
  readonly accountId: string
  readonly way: CodeWay
  /** Names this login in the server's audit. Take each once. */
  readonly loginId: string
  readonly amr: readonly string[]
  readonly acr: string
  readonly authTimeMs: number
}

export type CodeRejection =
  | StatementRejection
  | AddresseeRejection
  | LifeRejection
  | 'address_other'
  | 'way_other'
  | 'life_wrong'
  | 'auth_time_wrong'

export interface RejectedCode {
  readonly ok: false
  readonly reason: CodeRejection
}

/**
 * Checks an assertion of a code completely. It has no evidence of a device: it is the server's word alone, so whoever has pinned
 * a person's devices takes none for them.
 *
 * @param input.assertion the `assertion` of the answer to `CountersignClient.code`
 * @param input.nowMs the app's clock; it may differ from the server's by a minute
 * @returns whom it is for and what was typed, or the first reason against it; never throws for what `assertion` holds
 * @example
 * const result = verifyCodeAssertion({ assertion, keySet, expected, nowMs: Date.now() })
 * if (!result.ok) log.warn('refused', { reason: result.reason })
 */
export function verifyCodeAssertion(input: {
  readonly assertion: string
  readonly keySet: VerifiedKeySet
  readonly expected: ExpectedCode
  readonly nowMs: number
}): VerifiedCode | RejectedCode {
  const { assertion, keySet, expected, nowMs } = input
  const read = readStatement(assertion, CODE_ASSERTION, keySet)
  if (!read.ok) return read
  const { claims } = read
  const reason = claimsFault(claims, expected) ?? timesFault(claims, nowMs)
  if (reason !== undefined) return { ok: false, reason }
  return {
    ok: true,
    userId: claims.user_id,
    accountId: claims.sub,
    way: expected.way,
    loginId: claims.jti,
    amr: claims.amr,
    acr: claims.acr,
    authTimeMs: claims.auth_time * 1000,
  }
}

/** The server's own limit for `codeAccepted.assertion`. The strict claims keep the assertion of a device out, and this one out of its place. */
const CODE_ASSERTION = {
  maxCharacters: 4_096,
  header: assertionHeaderSchema,
  claims: codeAssertionClaimsSchema,
}

function claimsFault(claims: CodeAssertionClaims, expected: ExpectedCode): CodeRejection | undefined {
  const addressee = addresseeFault(claims, expected)
  if (addressee !== undefined) return addressee
  if (claims.address !== expected.address) return 'address_other'
  // The app knows what was typed: a server that calls it something else is wrong or lies.
  if (claims.amr[1] !== `way-${expected.way}` || claims.acr !== `countersign:${expected.way}`)
    return 'way_other'
  return undefined
}

/** A code counts at the moment it is checked, so `auth_time` lies within the life too. */
function timesFault(claims: CodeAssertionClaims, nowMs: number): CodeRejection | undefined {
  const { iat, exp, auth_time: authTime } = claims
  if (exp - iat !== ASSERTION_TTL_SECONDS) return 'life_wrong'
  const life = lifeFault(claims, nowMs)
  if (life !== undefined) return life
  if (authTime > iat || authTime < iat - ASSERTION_TTL_SECONDS) return 'auth_time_wrong'
  return undefined
}
