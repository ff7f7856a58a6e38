// How a request reached each phone, or why it did not ring there: part of GET /admin/v1/accounts/{id}/requests.
import * as z from 'zod/mini'
import { idText, timeMs } from '../values.js'

/** In one word; docs/administration/push.md has a sentence for each, and what to do. */
export const ringOutcomes = [
  /** The phone showed it, by its open connection. */
  'shown',
  /** The phone was woken and showed it. */
  'shown_after_push',
  /** It went to an open connection, and the phone never said that it shows it; there is no subscription to wake it by. */
  'not_shown',
  /** No open connection, and no subscription to wake it by. */
  'unreachable',
  /** The push service took the push; the phone never showed the request. */
  'push_taken',
  'push_ended',
  'push_busy',
  'push_too_large',
  'push_refused',
  'push_no_answer',
  'push_crowded',
  'push_too_late',
  /** Nothing was to ring, on purpose. */
  'silent_same_device',
  'silent_policy',
  'silent_quiet_hours',
  'silent_others_open',
  'silent_budget',
  'silent_reported',
] as const

export const ringRow = z.strictObject({
  deviceId: idText<'DeviceId'>(),
  /** Null when its name is not known any more. */
  deviceName: z.nullable(z.string()),
  outcome: z.enum(ringOutcomes),
  /** When it went to the phone's open connection; null when there was none. */
  socketAtMs: z.nullable(timeMs),
  /** When the push went out, or was given up; null when there was none. */
  pushAtMs: z.nullable(timeMs),
  /** What the push service answered. */
  pushStatus: z.nullable(z.int()),
  /** When the phone said that it shows it; with an outcome that did not ring, its person had opened the app. */
  shownAtMs: z.nullable(timeMs),
})
export type RingOutcome = (typeof ringOutcomes)[number]
export type RingRow = z.infer<typeof ringRow>
