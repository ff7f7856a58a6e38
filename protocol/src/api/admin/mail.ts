// HTTP bodies of /admin/v1/settings/mail: through which server mail leaves, and from whom.
import * as z from 'zod/mini'

/** GET /admin/v1/settings/mail. The password is never told. Everything empty while mail is not set up. */
export const mailSettings = z.strictObject({
  configured: z.boolean(),
  host: z.string(),
  port: z.int(),
  /** `tls`: from the first byte (smtps); `starttls`: required before anything is sent; `none`: only to this machine. */
  security: z.enum(['tls', 'starttls', 'none']),
  user: z.string(),
  hasPassword: z.boolean(),
  from: z.string(),
  replyTo: z.string(),
  revision: z.int(),
})
export type MailSettings = z.infer<typeof mailSettings>

/** PUT /admin/v1/settings/mail (If-Match). */
export const mailSettingsBody = z.strictObject({
  /** `smtps://user:password@host:465` or `smtp://host:587`; left out, server and password stay as they are; empty: no more mail. */
  url: z.optional(z.string().check(z.maxLength(1_024))),
  /** `Countersign <countersign@example.org>` or an address alone. */
  from: z.string().check(z.minLength(3), z.maxLength(320)),
  /** Empty: replies go to `from`. */
  replyTo: z.optional(z.string().check(z.maxLength(320))),
})
export type MailSettingsBody = z.infer<typeof mailSettingsBody>

/** POST /admin/v1/settings/mail/test. */
export const mailTestBody = z.strictObject({ to: z.string().check(z.minLength(3), z.maxLength(254)) })
export type MailTestBody = z.infer<typeof mailTestBody>

/** `ok: false` says in `answer` what the mail server or the network said, without any secret. */
export const mailTested = z.strictObject({ ok: z.boolean(), answer: z.string() })
export type MailTested = z.infer<typeof mailTested>
