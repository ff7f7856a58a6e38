// Passkeys on the login page: what one signs, how one is named where it is pinned, and what the app gets for it (rules [PK…]).
import * as z from 'zod/mini'
import { bytesText, idText, plainIdText, signableText, userIdText } from './api/values.js'
import type { ValuesOf } from './canonical.js'
import { code, concat, defineDocument, domainPrefix, raw, text, u64 } from './canonical.js'
import { TEXT_MAX_BYTES } from './limits.js'

const loginFields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  appId: [3, raw(16)],
  accountId: [4, raw(16)],
  appNonce: [5, raw(32)],
  /** As in a challenge: login 1, step-up 2. A payment is shown on the phone that signs it, and never approved by a passkey. */
  purpose: [6, code([1, 2])],
  userId: [7, text(TEXT_MAX_BYTES.userId)],
  /** The one origin on whose page the passkey counts. */
  origin: [8, text(TEXT_MAX_BYTES.origin)],
  /** Of the login browser, as the app told it. */
  address: [9, text(TEXT_MAX_BYTES.address)],
  issuedAtMs: [10, u64],
  expiresAtMs: [11, u64],
  /** A keyed hash over all that is before it: the server knows its own question again and keeps none ([PK2]). */
  nonce: [12, raw(32)],
} as const
export type PasskeyLogin = ValuesOf<typeof loginFields>

/** The WebAuthn challenge of a login is SHA-256 of this document's message. */
export const passkeyLoginDocument = defineDocument('countersign/v1/passkey-login', loginFields)

const registrationFields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  accountId: [3, raw(16)],
  /** Of the browser at /me that asked: another one cannot finish. */
  sessionId: [4, text(36)],
  issuedAtMs: [5, u64],
  expiresAtMs: [6, u64],
  nonce: [7, raw(32)],
} as const
export type PasskeyRegistration = ValuesOf<typeof registrationFields>

/** The WebAuthn challenge of a registration is SHA-256 of this document's message. */
export const passkeyRegistrationDocument = defineDocument(
  'countersign/v1/passkey-registration',
  registrationFields,
)

/** SHA-256 of this is the thumbprint by which an app pins a passkey ([PK13]). @param publicKey SPKI, DER. */
export function passkeyThumbprintPreimage(publicKey: Uint8Array): Uint8Array {
  return concat([domainPrefix('countersign/v1/passkey-thumbprint'), publicKey])
}

/** Bytes of the parts of a passkey's signature: WebAuthn caps ids at 1,023; the rest is far above what authenticators make. */
export const PASSKEY_MAX_BYTES = {
  credentialId: 1_023,
  authenticatorData: 1_024,
  clientData: 2_048,
  signature: 1_024,
  publicKey: 1_024,
} as const

/** JWS `typ`: so that neither the assertion of a phone nor that of a code passes for it (RFC 8725 §3.11). */
export const PASSKEY_ASSERTION_TYPE = 'countersign-passkey+jwt'

export const passkeyAssertionHeaderSchema = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: z.literal(PASSKEY_ASSERTION_TYPE),
  kid: idText<'KeyId'>(),
})

/** What the authenticator signed, so that the app need not trust the server. */
export const passkeyEvidenceSchema = z.strictObject({
  /** The body of the question, without its domain. */
  request: bytesText(1, 4_096),
  /** SubjectPublicKeyInfo, DER. */
  publicKey: bytesText(32, PASSKEY_MAX_BYTES.publicKey),
  authenticatorData: bytesText(37, PASSKEY_MAX_BYTES.authenticatorData),
  clientDataJson: bytesText(1, PASSKEY_MAX_BYTES.clientData),
  signature: bytesText(8, PASSKEY_MAX_BYTES.signature),
})
export type PasskeyEvidence = z.infer<typeof passkeyEvidenceSchema>

/** Every claim is present, and there are no others. */
export const passkeyAssertionClaimsSchema = z.strictObject({
  iss: bytesText(32, 32),
  aud: idText<'AppId'>(),
  sub: idText<'AccountId'>(),
  user_id: userIdText,
  /** Names this login in the server's audit; a UUID of its own. */
  jti: plainIdText,
  nonce: bytesText(32, 32),
  iat: z.int().check(z.positive()),
  exp: z.int().check(z.positive()),
  auth_time: z.int().check(z.positive()),
  /**
   * RFC 8176 §2: `pop`, then `hwk` where the authenticator says that the key stays on it, `swk` where it may be copied between a
   * person's devices; our own `uv-webauthn`; and `phr`, phishing-resistant, after OpenID's EAP ACR Values.
   */
  amr: z.tuple([z.literal('pop'), z.enum(['hwk', 'swk']), z.literal('uv-webauthn'), z.literal('phr')]),
  acr: z.literal('countersign:passkey'),
  purpose: z.enum(['login', 'stepUp']),
  address: signableText(TEXT_MAX_BYTES.address),
  evidence: passkeyEvidenceSchema,
})
export type PasskeyAssertionClaims = z.infer<typeof passkeyAssertionClaimsSchema>
