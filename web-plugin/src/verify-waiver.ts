// Whether a waiver lets this very login go on without a phone: what the server says, to whom, when and about what ([WV2], [WV3]).
import type { WaiverCause, WaiverClaims } from '@countersign/protocol'
import {
  CLOCK_SKEW_SECONDS,
  sameUserId,
  WAIVER_TTL_SECONDS,
  waiverClaimsSchema,
  waiverHeaderSchema,
} from '@countersign/protocol'
import type { StatementRejection } from './server-statement.js'
import { readStatement } from './server-statement.js'
import type { VerifiedKeySet } from './verify-key-set.js'

/** What this login expects; every value comes from the app's settings or from its own request. */
export interface ExpectedWaiver {
  /** The pinned server, base64url of 32 bytes. */
  readonly serverId: string
  readonly appId: string
  /** The user ID of the person who passed the first factor. */
  readonly userId: string
  /** The account seen at linking, when the app keeps it. */
  readonly accountId?: string | undefined
  /** Base64url of the 32 bytes that the app drew for this request. Use them once. */
  readonly appNonce: string
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
  | 'server_other'
  | 'app_other'
  | 'user_other'
  | 'account_other'
  | 'nonce_other'
  | 'purpose_other'
  | 'address_other'
  | 'life_wrong'
  | 'expired'
  | 'not_yet_valid'

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
  if (claims.iss !== expected.serverId) return 'server_other'
  if (claims.aud !== expected.appId) return 'app_other'
  if (!sameUserId(claims.user_id, expected.userId)) return 'user_other'
  if (expected.accountId !== undefined && claims.sub !== expected.accountId) return 'account_other'
  if (claims.nonce !== expected.appNonce) return 'nonce_other'
  if (claims.purpose !== expected.purpose) return 'purpose_other'
  if (claims.address !== expected.address) return 'address_other'
  return undefined
}

function timesFault({ iat, exp }: WaiverClaims, nowMs: number): WaiverRejection | undefined {
  const skewMs = CLOCK_SKEW_SECONDS * 1000
  if (exp - iat !== WAIVER_TTL_SECONDS) return 'life_wrong'
  if (nowMs > exp * 1000 + skewMs) return 'expired'
  if (nowMs < iat * 1000 - skewMs) return 'not_yet_valid'
  return undefined
}
