// HTTP bodies of /v1/enrolments: an app makes a Countersign ID for somebody of its own, who sets the second factor up at the server.
import * as z from 'zod/mini'
import { DISPLAY_NAME_MAX_BYTES } from '../limits.js'
import { requestContext } from './challenges.js'
import { returnAddressText, signableText, timeMs, userIdText } from './values.js'

/** POST /v1/enrolments, by an app that may enrol, for a user who has passed the first factor there ([EN1]). */
export const enrolBody = z.strictObject({
  /** The ID that they will have here, whole: no pattern of the server completes it. */
  userId: userIdText,
  /** As admins see it. Only for an account that is made now. */
  displayName: z.optional(signableText(DISPLAY_NAME_MAX_BYTES)),
  /** Of what the server sends them. English when it is not said. */
  language: z.optional(z.enum(['en', 'de'])),
  context: requestContext,
  /** Where the browser goes when it is done: a full address at one of the app's origins. */
  returnTo: returnAddressText,
})
export type EnrolBody = z.infer<typeof enrolBody>

/** 201 of POST /v1/enrolments. */
export const enrolmentBegun = z.strictObject({
  /** A page of the server; its fragment holds a secret. Good once, and shown to this person only. */
  link: z.string().check(z.maxLength(1_024)),
  expiresAtMs: timeMs,
})
export type EnrolmentBegun = z.infer<typeof enrolmentBegun>
