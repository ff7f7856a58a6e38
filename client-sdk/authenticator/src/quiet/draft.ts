// Quiet hours as a person fills them in on the phone, and why the server took none.
import { DeviceError } from '@countersign/client-sdk'
import type { QuietHours } from '@countersign/protocol'
import { QUIET_HOURS_MAX_MINUTES } from '@countersign/protocol'

export const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const DAY_MINUTES = 1_440

/** What most people mean, where this phone is. */
export function usualNights(): QuietHours {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { days: [...WEEK], from: '22:00', to: '07:00', timeZone }
}

/** Whether the server would take them: else it says no after a moment, and here at once. */
export function isPossible({ from, to }: Pick<QuietHours, 'from' | 'to'>): boolean {
  const minutes = (minuteOf(to) - minuteOf(from) + DAY_MINUTES) % DAY_MINUTES
  return minutes > 0 && minutes <= QUIET_HOURS_MAX_MINUTES
}

/** The days in the person's language, the first of the week first. */
export function dayNames(days: QuietHours['days'], locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  // 1 January 2024 was a Monday.
  const names = WEEK.flatMap((day, place) =>
    days.includes(day) ? [format.format(Date.UTC(2024, 0, 1 + place))] : [],
  )
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names)
}

export type QuietFault = 'offline' | 'too_often' | 'failed'

export function faultOf(error: unknown): QuietFault {
  if (!(error instanceof DeviceError)) throw error
  if (error.code === 'server_unreachable' || error.code === 'stopped') return 'offline'
  return error.serverCode === 'too_many_requests' ? 'too_often' : 'failed'
}

/** An empty field makes no number, and nothing is possible with none. */
function minuteOf(clock: string): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(clock) ?? []
  return Number(hours) * 60 + Number(minutes)
}
