// What clocks on the wall of a time zone show at an instant: the part of time that the core is handed, since it knows no calendar.
import type { LocalTime } from '../core/policy-times.js'
import { MINUTES_OF_A_DAY, MINUTES_OF_A_WEEK } from '../core/policy-times.js'

/** Reads wall clocks. Keeps a formatter for each zone it was asked for: making one costs a hundred times what using it does. */
export interface WallClocks {
  /** Throws RangeError for a zone this machine does not know: better no login than a policy that silently does not apply. */
  at(timeZones: readonly string[], atMs: number): ReadonlyMap<string, LocalTime>
}

export function wallClocks(): WallClocks {
  const readers = new Map<string, (atMs: number) => LocalTime>()
  const reader = (timeZone: string): ((atMs: number) => LocalTime) => {
    const known = readers.get(timeZone) ?? readerOf(timeZone)
    readers.set(timeZone, known)
    return known
  }
  return { at: (zones, atMs) => new Map(zones.map((zone) => [zone, reader(zone)(atMs)])) }
}

/** Whether this machine knows the zone. Names only: offsets such as `+01:00`, which newer engines also take, do not change with summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // ECMA-402 §11.1.2: a RangeError, and it can say nothing else.
    return false
  }
}

export function utcAt(atMs: number): LocalTime {
  // 1 January 1970 was a Thursday.
  const minutes = (Math.floor(atMs / 60_000) + 3 * MINUTES_OF_A_DAY) % MINUTES_OF_A_WEEK
  return { weekday: Math.floor(minutes / MINUTES_OF_A_DAY), minute: minutes % MINUTES_OF_A_DAY }
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function readerOf(timeZone: string): (atMs: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (atMs) => {
    const parts = format.formatToParts(atMs)
    const part = (type: 'weekday' | 'hour' | 'minute'): string =>
      parts.find((each) => each.type === type)?.value ?? ''
    return {
      weekday: WEEKDAYS.indexOf(part('weekday')),
      minute: Number(part('hour')) * 60 + Number(part('minute')),
    }
  }
}
