// Quiet hours: whether a clock on the wall lies in them, and which are no quiet hours at all ([FT1], [FT2]).
import type { QuietHours } from '@countersign/protocol'
import { QUIET_HOURS_MAX_MINUTES } from '@countersign/protocol'
import type { LocalTime } from './policy-times.js'
import { hoursOf, isWithin, MINUTES_OF_A_DAY } from './policy-times.js'

/** By the clock on the wall of their time zone: a change of the clocks makes a night an hour shorter or longer, and moves no end. */
export function isQuiet(hours: QuietHours, clock: LocalTime): boolean {
  return isWithin(hoursOf(hours), clock)
}

/** What is wrong with them, for whoever set them; undefined: nothing. Whether the zone exists is the caller's matter. */
export function quietHoursFault(
  hours: QuietHours,
): { readonly path: string; readonly expected: string } | undefined {
  const { fromMinute, toMinute } = hoursOf(hours)
  const minutes = (toMinute - fromMinute + MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY
  // 0 would be the whole day.
  if (minutes > 0 && minutes <= QUIET_HOURS_MAX_MINUTES) return undefined
  return { path: 'to', expected: `an end within ${QUIET_HOURS_MAX_MINUTES / 60} hours after the beginning` }
}

/** The same hours in one spelling: each day once, in the order of the week. */
export function tidyQuietHours(hours: QuietHours, timeZone: string): QuietHours {
  const { days, from, to } = hours
  return { days: WEEK.filter((day) => days.includes(day)), from, to, timeZone }
}

const WEEK: QuietHours['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
