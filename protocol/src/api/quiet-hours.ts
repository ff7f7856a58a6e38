// Quiet hours: when a person does not want to hear of requests; the same shape at /me, on the phone's socket and for admins ([FT1]).
import * as z from 'zod/mini'

const clockTime = z.string().check(z.regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/))
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/**
 * From `from` to `to` on the wall of `timeZone`, beginning on each of `days`; `to` before `from` means the next morning. `from` counts,
 * `to` does not. At most `QUIET_HOURS_MAX_MINUTES`: the server refuses more.
 */
export const quietHours = z.strictObject({
  days: z.array(z.enum(days)).check(z.minLength(1), z.maxLength(7)),
  from: clockTime,
  to: clockTime,
  /** IANA name, e.g. `Europe/Berlin`. */
  timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
})
export type QuietHours = z.infer<typeof quietHours>
