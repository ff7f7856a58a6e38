// What the web app gets: a JWS by the server, and inside it the device's own signature as evidence (rules [AS…]).
import * as z from 'zod/mini'
import { bytesText, idText, signableText, userIdText } from './api/values.js'
import { TEXT_MAX_BYTES } from './limits.js'

/** JWS `typ`; no other token of ours carries it (RFC 8725 §3.11). */
export const ASSERTION_TYPE = 'countersign-assertion+jwt'

export const assertionHeaderSchema = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: z.literal(ASSERTION_TYPE),
  /** Id of the challenge key that signed, as UUID. */
  kid: idText<'KeyId'>(),
})

/** The bytes the device saw and signed, so that the app need not trust the server. */
export const evidenceSchema = z.strictObject({
  challenge: bytesText(1, 4096),
  answer: bytesText(1, 4096),
  signature: bytesText(64, 64),
  deviceKey: bytesText(32, 32),
})

export const assertionClaimsSchema = z.strictObject({
  /** Server id, base64url of 32 bytes. */
  iss: bytesText(32, 32),
  /** App id. */
  aud: idText<'AppId'>(),
  /** Account id. */
  sub: idText<'AccountId'>(),
  user_id: userIdText,
  /** Challenge id. */
  jti: idText<'ChallengeId'>(),
  /** The app's own nonce, base64url of 32 bytes. */
  nonce: bytesText(32, 32),
  /** Seconds since 1970 (RFC 7519 §2 NumericDate). */
  iat: z.int().check(z.positive()),
  exp: z.int().check(z.positive()),
  auth_time: z.int().check(z.positive()),
  /** RFC 8176: `pop` proof of possession of a software key, `swk`; our own `mch-symbol`, `mch-code`, `mch-qr` or `mch-link` for the match; then `pin` or our own `uv-webauthn`, when the server checked one. */
  amr: z.array(z.string().check(z.maxLength(32))).check(z.maxLength(8)),
  acr: z.string().check(z.maxLength(64)),
  device_id: idText<'DeviceId'>(),
  purpose: z.enum(['login', 'stepUp', 'transaction']),
  evidence: evidenceSchema,
})
export type AssertionClaims = z.infer<typeof assertionClaimsSchema>
export type Evidence = z.infer<typeof evidenceSchema>

/**
 * What the app gets for a typed code: the same JWS, without a device and without evidence, so nobody who asks for a device's
 * signature can take it for one ([CD6]).
 */
export const codeAssertionClaimsSchema = z.strictObject({
  iss: bytesText(32, 32),
  aud: idText<'AppId'>(),
  sub: idText<'AccountId'>(),
  user_id: userIdText,
  /** Names this login in the server's audit; a UUID of its own. */
  jti: z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)),
  nonce: bytesText(32, 32),
  iat: z.int().check(z.positive()),
  exp: z.int().check(z.positive()),
  auth_time: z.int().check(z.positive()),
  /** RFC 8176 §2: `otp`; and our own `way-totp`, `way-backup` or `way-bypass`. */
  amr: z.tuple([z.literal('otp'), z.enum(['way-totp', 'way-backup', 'way-bypass'])]),
  /** `countersign:` and the way. */
  acr: z.enum(['countersign:totp', 'countersign:backup', 'countersign:bypass']),
  purpose: z.enum(['login', 'stepUp']),
  /** As the app told it; the decision may rest on it. */
  address: signableText(TEXT_MAX_BYTES.address),
})
export type CodeAssertionClaims = z.infer<typeof codeAssertionClaimsSchema>
