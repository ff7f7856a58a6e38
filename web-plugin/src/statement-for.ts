// What every statement of the server is checked by before anything else in it: whose word it is, for which app, person and request, and when.
import { CLOCK_SKEW_SECONDS, sameUserId } from '@countersign/protocol'

/** What the app expects of any statement about a login; every value comes from its settings or from its own request. */
export interface ExpectedStatement {
  /** The pinned server, base64url of 32 bytes. */
  readonly serverId: string
  readonly appId: string
  /** The user ID of the person who passed the first factor. */
  readonly userId: string
  /** The account seen at linking, when the app keeps it: a user ID given to someone else later does not fit. */
  readonly accountId?: string | undefined
  /** Base64url of the 32 bytes that the app drew for this request. Use them once. */
  readonly appNonce: string
  readonly purpose: 'login' | 'stepUp' | 'transaction'
}

/** What any statement about a login claims. */
export interface StatementClaims {
  readonly iss: string
  readonly aud: string
  readonly user_id: string
  readonly sub: string
  readonly nonce: string
  readonly purpose: string
}

export type AddresseeRejection =
  | 'server_other'
  | 'app_other'
  | 'user_other'
  | 'account_other'
  | 'nonce_other'
  | 'purpose_other'

export type LifeRejection = 'expired' | 'not_yet_valid'

export function addresseeFault(
  claims: StatementClaims,
  expected: ExpectedStatement,
): AddresseeRejection | undefined {
  if (claims.iss !== expected.serverId) return 'server_other'
  if (claims.aud !== expected.appId) return 'app_other'
  if (!sameUserId(claims.user_id, expected.userId)) return 'user_other'
  if (expected.accountId !== undefined && claims.sub !== expected.accountId) return 'account_other'
  if (claims.nonce !== expected.appNonce) return 'nonce_other'
  if (claims.purpose !== expected.purpose) return 'purpose_other'
  return undefined
}

/** RFC 7519 §4.1.4: a small leeway for clocks, and none beyond it. How long a life may be depends on the kind. */
export function lifeFault(
  { iat, exp }: { readonly iat: number; readonly exp: number },
  nowMs: number,
): LifeRejection | undefined {
  const skewMs = CLOCK_SKEW_SECONDS * 1000
  if (nowMs > exp * 1000 + skewMs) return 'expired'
  if (nowMs < iat * 1000 - skewMs) return 'not_yet_valid'
  return undefined
}
