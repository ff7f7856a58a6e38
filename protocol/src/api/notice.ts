// What a person is told about their account after it happened: on their phones, at /me and by mail.
import * as z from 'zod/mini'
import { timeMs } from './values.js'

export const noticeIdText = z.string().check(z.regex(/^[\w-]{1,64}$/))

/** Names of things (`deviceName`, `appName`, `address`), never a secret. */
export const noticeFacts = z.record(
  z.string().check(z.regex(/^[A-Za-z]{1,48}$/)),
  z.union([z.string().check(z.maxLength(512)), z.number(), z.boolean(), z.null()]),
)

/** Whoever shows it leaves out a kind, and a fact, that it does not know: servers may be newer than phones. */
export const notice = z.strictObject({
  id: noticeIdText,
  kind: z.string().check(z.regex(/^[a-z_]{1,48}$/)),
  atMs: timeMs,
  facts: noticeFacts,
})
export type Notice = z.infer<typeof notice>
