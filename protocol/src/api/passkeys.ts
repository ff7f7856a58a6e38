// HTTP bodies of /v1/passkeys, of passkeys at /me and on an account's page, and of signing in by one (rules [PK…]).
import * as z from 'zod/mini'
import { TEXT_MAX_BYTES } from '../limits.js'
import { PASSKEY_MAX_BYTES } from '../passkey.js'
import { loginPurpose, requestContext } from './challenges.js'
import { bytesText, plainIdText, signableText, timeMs, userIdText } from './values.js'

export const PASSKEY_NAME_MAX_BYTES = 64
export const passkeyName = signableText(PASSKEY_NAME_MAX_BYTES, 1)

/** The body of the server's own question; whoever asks brings it back with the answer. */
const question = bytesText(1, 4_096)

/** POST /v1/passkeys/options, by an app whose user has passed the first factor. */
export const passkeyOptionsBody = z.strictObject({
  userId: userIdText,
  purpose: loginPurpose,
  /** 32 random bytes of the app's own session, drawn for this one question. */
  appNonce: bytesText(32, 32),
  /** Of the login page; one of the app's own. */
  origin: signableText(TEXT_MAX_BYTES.origin, 1),
  context: requestContext,
})
export type PasskeyOptionsBody = z.infer<typeof passkeyOptionsBody>

/** 200: what the page asks its browser with. It names no passkey, so it is the same for somebody who has none ([PK3]). */
export const passkeyAsked = z.strictObject({
  request: question,
  /** SHA-256 of the question's message. */
  challenge: bytesText(32, 32),
  rpId: z.string().check(z.minLength(1), z.maxLength(253)),
  timeoutMs: z.int().check(z.positive()),
})
export type PasskeyAsked = z.infer<typeof passkeyAsked>

/** What the browser gives for it: the four parts of an AuthenticatorAssertionResponse that count. */
export const passkeyAnswer = z.strictObject({
  credentialId: bytesText(1, PASSKEY_MAX_BYTES.credentialId),
  authenticatorData: bytesText(37, PASSKEY_MAX_BYTES.authenticatorData),
  clientDataJson: bytesText(1, PASSKEY_MAX_BYTES.clientData),
  signature: bytesText(8, PASSKEY_MAX_BYTES.signature),
})
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>

/** POST /v1/passkeys/login: the same facts as in the question, the question, and what the browser gave for it. */
export const passkeyLoginBody = z.strictObject({
  userId: userIdText,
  purpose: loginPurpose,
  appNonce: bytesText(32, 32),
  context: requestContext,
  request: question,
  answer: passkeyAnswer,
})
export type PasskeyLoginBody = z.infer<typeof passkeyLoginBody>
export const passkeyAccepted = z.strictObject({ assertion: z.string().check(z.maxLength(16_384)) })
export type PasskeyAccepted = z.infer<typeof passkeyAccepted>

/** One passkey as people read it. */
export const passkeyBody = z.strictObject({
  id: plainIdText,
  name: z.string(),
  /** It may be copied between a person's devices; otherwise it stays where it was made. */
  synced: z.boolean(),
  createdAtMs: timeMs,
  lastUsedAtMs: z.nullable(timeMs),
})
export type PasskeyBody = z.infer<typeof passkeyBody>
export const passkeyList = z.strictObject({ passkeys: z.array(passkeyBody) })
export type PasskeyList = z.infer<typeof passkeyList>

/** GET /me/v1/passkeys. */
export const myPasskeys = z.strictObject({
  passkeys: z.array(passkeyBody),
  /** To add or remove one, one of them is asked for: some login of this person takes nothing else ([PK8]). */
  guarded: z.boolean(),
})
export type MyPasskeys = z.infer<typeof myPasskeys>

/** 201 of POST /me/v1/passkeys/begin: what the page makes one with. */
export const passkeyBegun = z.strictObject({
  registration: question,
  challenge: bytesText(32, 32),
  rpId: z.string().check(z.minLength(1), z.maxLength(253)),
  rpName: z.string(),
  /** Names the account to the authenticator, and says nothing of it. */
  userHandle: bytesText(16, 32),
  userName: z.string(),
  displayName: z.string(),
  /** Those that the account has: an authenticator makes no second one beside its own. */
  exclude: z.array(bytesText(1, PASSKEY_MAX_BYTES.credentialId)),
  timeoutMs: z.int().check(z.positive()),
})
export type PasskeyBegun = z.infer<typeof passkeyBegun>

/** POST /me/v1/passkeys. */
export const addPasskeyBody = z.strictObject({
  name: passkeyName,
  registration: question,
  credentialId: bytesText(1, PASSKEY_MAX_BYTES.credentialId),
  clientDataJson: bytesText(1, PASSKEY_MAX_BYTES.clientData),
  /** No attestation is asked for; what comes is checked for its form and not believed. */
  attestationObject: bytesText(1, 8_192),
})
export type AddPasskeyBody = z.infer<typeof addPasskeyBody>

/** POST …/session/passkey/start, of the console and of /me. */
export const startPasskeySignInBody = z.strictObject({ userId: userIdText })
/** POST …/session/passkey/finish, and …/session/approval/passkey/finish. */
export const finishPasskeyBody = z.strictObject({ request: question, answer: passkeyAnswer })
export type FinishPasskeyBody = z.infer<typeof finishPasskeyBody>

/** GET /.well-known/webauthn (WebAuthn Level 3 §5.11): on whose pages else passkeys of this server may be used. */
export const relatedOrigins = z.strictObject({ origins: z.array(z.string()) })
export type RelatedOrigins = z.infer<typeof relatedOrigins>
