// HTTP bodies of /me/v1: a person about their own account; the package's entry `@countersign/protocol/me`.
import * as z from 'zod/mini'
import { TEXT_MAX_BYTES } from '../limits.js'
import { browserKnownNames } from './browsers.js'
import { EMAILS_PER_ACCOUNT_MAX, emailText } from './email.js'
import { notice } from './notice.js'
import { quietHours } from './quiet-hours.js'
import { codeText, idText, signableText, timeMs, userIdText } from './values.js'

export type { MailedKind, NoticeKind } from '../notice-kinds.js'
export { disownableKinds, noticeKinds, quietKinds } from '../notice-kinds.js'
export { EMAIL_MAX_LENGTH, EMAILS_PER_ACCOUNT_MAX, isEmail } from './email.js'
export type { MyCodes } from './me-codes.js'
export { myCodes } from './me-codes.js'
export type { Notice } from './notice.js'
export type { QuietHours } from './quiet-hours.js'
export { quietHours } from './quiet-hours.js'
export type { BeginSetUpBody, SetUpBody, SetUpFinished, SetUpPairingBegun } from './set-up.js'
export { beginSetUpBody, setUpBody, setUpFinished, setUpPairingBegun } from './set-up.js'

const revision = z.int().check(z.positive())

/** What an admin lets people do for themselves. What is false here is refused by the server, not only hidden. */
export const selfServiceRights = z.strictObject({
  /** Pair another phone, after an approval on one they have. */
  pair: z.boolean(),
  /** Remove a phone of their own. */
  revoke: z.boolean(),
  /** Change where and in which language they are written to. */
  addresses: z.boolean(),
  /** Set up codes from an app, and make backup codes, after an approval on a phone they have. */
  codes: z.boolean(),
})
export type SelfServiceRights = z.infer<typeof selfServiceRights>

/** GET /me/v1/profile. Signing in and out is as at the console: `StartSignInBody` … `SessionBody` of the entry `./admin`. */
export const myProfile = z.strictObject({
  userId: userIdText,
  displayName: z.string(),
  locale: z.string(),
  may: selfServiceRights,
})
export type MyProfile = z.infer<typeof myProfile>

export const myDevice = z.strictObject({
  id: idText<'DeviceId'>(),
  name: signableText(TEXT_MAX_BYTES.deviceName, 1),
  state: z.enum(['pending_confirm', 'active', 'suspended']),
  createdAtMs: timeMs,
  /** Last request that it answered; null when it never did. */
  lastUsedAtMs: z.nullable(timeMs),
})
export type MyDevice = z.infer<typeof myDevice>

/** GET /me/v1/devices: those that are not removed, oldest first. */
export const myDevices = z.strictObject({ items: z.array(myDevice) })
export type MyDevices = z.infer<typeof myDevices>

/** 201 of POST /me/v1/pairings (no body), which needs a fresh approval: POST /me/v1/session/approval. The link holds a secret: it is shown once, as a QR code, on this page only. */
export const myPairingStarted = z.strictObject({
  /** Names the pairing in the calls that follow; good in this browser only. */
  pairingId: z.string().check(z.maxLength(128)),
  link: z.string().check(z.maxLength(1_024)),
  expiresAtMs: timeMs,
})
export type MyPairingStarted = z.infer<typeof myPairingStarted>

/** GET /me/v1/pairings/{id}. `confirmation` is what the phone must show, too. */
export const myPairing = z.strictObject({
  state: z.enum(['open', 'accepted', 'confirmed', 'withdrawn', 'expired']),
  deviceName: z.optional(signableText(TEXT_MAX_BYTES.deviceName, 1)),
  confirmation: z.optional(codeText),
})
export type MyPairing = z.infer<typeof myPairing>

/** POST /me/v1/pairings/{id}/confirm: the six digits that the new phone shows. 200: the device. */
export const confirmMyPairingBody = z.strictObject({ confirmation: codeText })
export type ConfirmMyPairingBody = z.infer<typeof confirmMyPairingBody>

/** How a request ended; `redeemed`: it was approved, and somebody was let in. */
const outcomes = ['redeemed', 'lapsed', 'denied', 'reported', 'mismatched', 'expired', 'cancelled'] as const

export const myRequest = z.strictObject({
  id: idText<'ChallengeId'>(),
  /** Empty: the app is gone. */
  appName: z.string(),
  outcome: z.enum(outcomes),
  /** Where it was asked from, as the app told; empty: not known. */
  address: z.string(),
  browser: z.string(),
  browserKnown: z.enum(browserKnownNames),
  /** Where the address is, as the phone showed it; empty: not known. */
  place: z.string(),
  requestedAtMs: timeMs,
  endedAtMs: timeMs,
  /** The phone that answered; null when none did, or when it is gone. */
  deviceName: z.nullable(z.string()),
  /** When the person said here that it was not them. */
  disownedAtMs: z.nullable(timeMs),
})
export type MyRequest = z.infer<typeof myRequest>

/**
 * GET /me/v1/requests?cursor=&limit=: newest first, as long as requests are kept.
 * POST /me/v1/requests/{id}/disown (no body, 204): "this wasn't me".
 */
export const myRequests = z.strictObject({ items: z.array(myRequest), next: z.nullable(z.string()) })
export type MyRequests = z.infer<typeof myRequests>

/** PUT /me/v1/contact, with If-Match. The addresses it had before are told. */
export const changeMyContactBody = z.strictObject({
  emails: z.array(emailText).check(z.maxLength(EMAILS_PER_ACCOUNT_MAX)),
  locale: z.enum(['en', 'de']),
})
export type ChangeMyContactBody = z.infer<typeof changeMyContactBody>

/** GET and 200 of PUT /me/v1/contact. */
export const myContact = z.strictObject({
  emails: z.array(z.string()),
  locale: z.string(),
  revision,
})
export type MyContact = z.infer<typeof myContact>

/** GET, 200 and body of PUT /me/v1/quiet-hours, which needs a fresh approval: while they last no request rings. Null: none. */
export const myQuietHours = z.strictObject({ hours: z.nullable(quietHours) })
export type MyQuietHours = z.infer<typeof myQuietHours>

/** GET /me/v1/notices?cursor=&limit=: newest first. */
export const myNotices = z.strictObject({ items: z.array(notice), next: z.nullable(z.string()) })
export type MyNotices = z.infer<typeof myNotices>

// GET /me/v1/sessions is a `SessionList` of the entry `./admin`; DELETE /me/v1/sessions/{id} ends one.
