// Quiet hours as they are filled in: what is suggested, what is wrong with them, which time zones there are.
import { QUIET_HOURS_MAX_MINUTES } from '@countersign/protocol'
import type { QuietHours } from '@countersign/protocol/me'

export const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export const hereZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** What most people mean, where they are. */
export function usualNights(timeZone: string = hereZone()): QuietHours {
  return { days: [...WEEK], from: '22:00', to: '07:00', timeZone }
}

export function faultOf({ days, from, to }: QuietHours): 'noDay' | 'tooLong' | undefined {
  if (days.length === 0) return 'noDay'
  const minutes = (minuteOf(to) - minuteOf(from) + DAY_MINUTES) % DAY_MINUTES
  // An empty field makes no number, and no number is within anything.
  return minutes > 0 && minutes <= QUIET_HOURS_MAX_MINUTES ? undefined : 'tooLong'
}

/** All that this browser knows, the one in use among them. */
export function zonesWith(current: string): readonly string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return known.includes(current) ? known : [current, ...known]
}

const DAY_MINUTES = 1_440

function minuteOf(clock: string): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(clock) ?? []
  return Number(hours) * 60 + Number(minutes)
}
