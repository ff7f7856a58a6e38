// Hours of some days as policies name them, and whether a local time lies in them. Time zones are the caller's matter.
import type { PolicyTime } from '@countersign/protocol/admin'
import { weekdays } from '@countersign/protocol/admin'

/** What a clock on the wall of some time zone shows. */
export interface LocalTime {
  /** 0 Monday to 6 Sunday. */
  readonly weekday: number
  /** Minutes since midnight, 0 to 1439. */
  readonly minute: number
}

export interface Hours {
  readonly timeZone: string
  readonly weekdays: readonly number[]
  readonly fromMinute: number
  /** 1440 is the end of the day; at or before `fromMinute`: of the next day. */
  readonly toMinute: number
}

export const MINUTES_OF_A_DAY = 1_440
export const MINUTES_OF_A_WEEK = 7 * MINUTES_OF_A_DAY

export function hoursOf({ days, from, to, timeZone }: PolicyTime): Hours {
  return {
    timeZone,
    weekdays: days.map((day) => weekdays.indexOf(day)),
    fromMinute: minuteOf(from),
    toMinute: minuteOf(to),
  }
}

/**
 * True from the first minute to the last but one. What counts is the clock on the wall: an hour that a change of the clocks skips
 * does not happen, and one that it repeats counts twice.
 */
export function isWithin(hours: Hours, { weekday, minute }: LocalTime): boolean {
  const today = hours.weekdays.includes(weekday)
  if (hours.fromMinute < hours.toMinute) return today && minute >= hours.fromMinute && minute < hours.toMinute
  const sinceYesterday = hours.weekdays.includes((weekday + 6) % 7)
  return (today && minute >= hours.fromMinute) || (sinceYesterday && minute < hours.toMinute)
}

/** The minutes of a week, counted from Monday 00:00, at which the hours begin or end. */
export function turningMinutes({ weekdays: days, fromMinute, toMinute }: Hours): readonly number[] {
  const overNight = fromMinute < toMinute ? 0 : MINUTES_OF_A_DAY
  return days.flatMap((day) => {
    const midnight = day * MINUTES_OF_A_DAY
    return [midnight + fromMinute, (midnight + overNight + toMinute) % MINUTES_OF_A_WEEK]
  })
}

export function minuteOfWeek({ weekday, minute }: LocalTime): number {
  return weekday * MINUTES_OF_A_DAY + minute
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
}
