// A JWS of the server: parts, header, claims and signature checked, before anything it says is compared with anything.
import type { KeyId } from '@countersign/protocol'
import { challengeKeyAt, fromBase64Url, idToBytes } from '@countersign/protocol'
import { isSignedBy } from './ed25519.js'
import type { VerifiedKeySet } from './verify-key-set.js'

export type StatementRejection =
  | 'too_long'
  | 'not_a_jws'
  | 'header_wrong'
  | 'claims_malformed'
  | 'key_unknown'
  | 'server_signature_wrong'

export type StatementResult<C> =
  | { readonly ok: true; readonly claims: C }
  | { readonly ok: false; readonly reason: StatementRejection }

/** One kind of statement. The header's schema pins algorithm and `typ`, so that no other kind passes for this one. */
export interface StatementKind<C> {
  readonly maxCharacters: number
  readonly header: Shape<{ readonly kid: KeyId }>
  readonly claims: Shape<C>
}

/** What is needed of a schema, whatever library made it. */
interface Shape<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false }
}

/**
 * Reads a statement that the server signed with a challenge key in force at its `iat`; never throws for what `text` holds.
 *
 * A JWS signing input begins with the letter `e` (101) and every document of the protocol with a length below 64, so one
 * never verifies as the other.
 */
export function readStatement<C extends { readonly iat: number }>(
  text: string,
  kind: StatementKind<C>,
  keySet: VerifiedKeySet,
): StatementResult<C> {
  const no = (reason: StatementRejection): StatementResult<C> => ({ ok: false, reason })

  if (text.length > kind.maxCharacters) return no('too_long')
  const [headerText, claimsText, signatureText, ...more] = text.split('.')
  if (headerText === undefined || claimsText === undefined || signatureText === undefined || more.length > 0)
    return no('not_a_jws')
  const signature = fromBase64Url(signatureText)
  if (signature === undefined) return no('not_a_jws')
  const header = kind.header.safeParse(jsonOf(headerText))
  if (!header.success) return no('header_wrong')
  const claims = kind.claims.safeParse(jsonOf(claimsText))
  if (!claims.success) return no('claims_malformed')

  // The key must have been in force when the statement says it was made; its caller ties that moment to now.
  const key = challengeKeyAt(keySet, idToBytes(header.data.kid), claims.data.iat * 1000)
  if (key === undefined) return no('key_unknown')
  const signed = new TextEncoder().encode(`${headerText}.${claimsText}`)
  if (!isSignedBy(key.publicKey, signed, signature)) return no('server_signature_wrong')
  return { ok: true, claims: claims.data }
}

/** The JSON of one part, or undefined. RFC 7515 §5.2 step 3; strict schemas refuse what should not be in it. */
function jsonOf(part: string): unknown {
  const bytes = fromBase64Url(part)
  if (bytes === undefined) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
