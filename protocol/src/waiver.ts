// The waiver: the server's signed statement that this login needs no second factor, for an app that said it accepts one (rules [WV…]).
import * as z from 'zod/mini'
import { bytesText, idText, signableText, userIdText } from './api/values.js'
import { TEXT_MAX_BYTES } from './limits.js'
import { waiverCauses } from './waiver-causes.js'

/** Its own type, so that a waiver never passes for an assertion, nor an assertion for a waiver (RFC 8725 §3.11). */
export const WAIVER_TYPE = 'countersign-waiver+jwt'

export const waiverHeaderSchema = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: z.literal(WAIVER_TYPE),
  kid: idText<'KeyId'>(),
})
export type WaiverHeader = z.infer<typeof waiverHeaderSchema>

/** Every claim is present, and there are no others. */
export const waiverClaimsSchema = z.strictObject({
  /** The server id, base64url. */
  iss: bytesText(32, 32),
  aud: idText<'AppId'>(),
  sub: idText<'AccountId'>(),
  user_id: userIdText,
  /** Names this waiver in the server's audit. */
  jti: z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)),
  /** The appNonce of the session that asked. */
  nonce: bytesText(32, 32),
  /** Seconds since 1970. */
  iat: z.int(),
  exp: z.int(),
  purpose: z.enum(['login', 'stepUp']),
  /** The address that the app told; the decision may rest on it. */
  address: signableText(TEXT_MAX_BYTES.address),
  because: z.enum(waiverCauses),
})
export type WaiverClaims = z.infer<typeof waiverClaimsSchema>
