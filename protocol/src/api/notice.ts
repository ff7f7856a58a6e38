// What a person is told about their account after it happened: on their phones, at /me and by mail.
import * as z from 'zod/mini'
import { timeMs } from './values.js'

/** Every kind there is; `facts` of each are listed in SPEC section 4. A kind, once given, keeps its meaning. */
export const noticeKinds = [
  'device_added',
  'device_removed',
  'second_factor_disabled',
  'login_reported',
  'addresses_changed',
  'role_given',
  'totp_added',
  'totp_removed',
  'backup_codes_made',
  'backup_codes_removed',
  /** `left`, `selector`, `appName`, `address`. */
  'backup_code_used',
  /** `untilMs`, `reason`. */
  'bypass_code_made',
  'bypass_code_used',
  /** Too many wrong codes: `way`, `appName`, `address`. */
  'codes_blocked',
  /** Somebody proved two codes and may pair a phone: `address`, `browser`. */
  'recovery_started',
  /** The person, or whoever reads their mail, said "this wasn't me". */
  'account_stopped',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** About these, for a week, one can say "this wasn't me": what an attacker who is inside, or on the way in, leaves behind ([NM1]). */
export const disownableKinds: readonly NoticeKind[] = [
  'device_added',
  'device_removed',
  'addresses_changed',
  'totp_added',
  'totp_removed',
  'backup_codes_made',
  'backup_code_used',
  'bypass_code_made',
  'bypass_code_used',
  'recovery_started',
]

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
