// HTTP bodies of /v1/not-me: the page that the link "this wasn't me" of a mail opens. The secret comes in bodies only.
import * as z from 'zod/mini'
import { noticeFacts } from './notice.js'
import { bytesText, timeMs, userIdText } from './values.js'

/** POST /v1/not-me/look-up and POST /v1/not-me/stop: `secret` is what follows `#` in the link. */
export const notMeBody = z.strictObject({ secret: bytesText(32, 32) })
export type NotMeBody = z.infer<typeof notMeBody>

/** 200 of both. Looking changes nothing: mail programs open links by themselves. */
export const notMeFound = z.strictObject({
  serverName: z.string(),
  userId: userIdText,
  /** What was told. */
  kind: z.string(),
  facts: noticeFacts,
  atMs: timeMs,
  /** Nobody logs in with the account any more, until an administrator lets it in again. */
  stopped: z.boolean(),
})
export type NotMeFound = z.infer<typeof notMeFound>
