// Whether a waiver lets this very login go on without a phone: what the server says, to whom, when and about what ([WV2], [WV3]).
import type { WaiverCause, WaiverClaims } from '@countersign/protocol'
import { WAIVER_TTL_SECONDS, waiverClaimsSchema, waiverHeaderSchema } from '@countersign/protocol'
import type { StatementRejection } from './server-statement.js'
import { readStatement } from './server-statement.js'
import type { AddresseeRejection, ExpectedStatement, LifeRejection } from './statement-for.js'
import { addresseeFault, lifeFault } from './statement-for.js'
import type { VerifiedKeySet } from './verify-key-set.js'

/** What this login expects; every value comes from the app's settings or from its own request. */
export interface ExpectedWaiver extends ExpectedStatement {
  readonly purpose: 'login' | 'stepUp'
  /** The address that the app told: a waiver for the office lets nobody in from elsewhere. */
  readonly address: string
}

export interface VerifiedWaiver {
  readonly ok: true
  readonly userId: string
  readonly accountId: string
  readonly because: WaiverCause
  /** Names this waiver in the server's audit. */
  readonly waiverId: string
  readonly issuedAtMs: number
}

export type WaiverRejection =
  | StatementRejection
  | AddresseeRejection
  | LifeRejection
  | 'address_other'
  | 'life_wrong'

export interface RejectedWaiver {
  readonly ok: false
  readonly reason: WaiverRejection
}

/**
 * Checks a waiver completely. It is the server's word alone: whoever wants a device's signature for each login takes none.
 *
 * @param input.statement the `statement` of the answer to `CountersignClient.request`
 * @param input.nowMs the app's clock; it may differ from the server's by a minute
 * @returns whom it is for and why, or the first reason against it; never throws for what `statement` holds
 * @example
 * const result = verifyWaiver({ statement, keySet, expected, nowMs: Date.now() })
 * if (!result.ok) log.warn('refused', { reason: result.reason })
 */
export function verifyWaiver(input: {
  readonly statement: string
  readonly keySet: VerifiedKeySet
  readonly expected: ExpectedWaiver
  readonly nowMs: number
}): VerifiedWaiver | RejectedWaiver {
  const { statement, keySet, expected, nowMs } = input
  const read = readStatement(statement, WAIVER, keySet)
  if (!read.ok) return read
  const { claims } = read
  const reason = claimsFault(claims, expected) ?? timesFault(claims, nowMs)
  if (reason !== undefined) return { ok: false, reason }
  return {
    ok: true,
    userId: claims.user_id,
    accountId: claims.sub,
    because: claims.because,
    waiverId: claims.jti,
    issuedAtMs: claims.iat * 1000,
  }
}

/** The server's own limit for `approvalWaived.statement`. */
const WAIVER = { maxCharacters: 4_096, header: waiverHeaderSchema, claims: waiverClaimsSchema }

function claimsFault(claims: WaiverClaims, expected: ExpectedWaiver): WaiverRejection | undefined {
  const addressee = addresseeFault(claims, expected)
  if (addressee !== undefined) return addressee
  return claims.address === expected.address ? undefined : 'address_other'
}

function timesFault(claims: WaiverClaims, nowMs: number): WaiverRejection | undefined {
  return claims.exp - claims.iat === WAIVER_TTL_SECONDS ? lifeFault(claims, nowMs) : 'life_wrong'
}
