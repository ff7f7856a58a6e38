// Times, numbers and durations in the person's language.
import { useMemo } from 'preact/hooks'
import type { Speech } from './language.js'
import { useSpeech } from './language.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export interface Format {
  readonly number: (value: number) => string
  /** "21 Nov 2026, 09:30". */
  readonly dateTime: (atMs: number) => string
  readonly date: (atMs: number) => string
  /** "09:30", for what is near. */
  readonly time: (atMs: number) => string
  /** "5 minutes ago", "in 2 hours", "yesterday"; a date when it is further away than a week. */
  readonly ago: (atMs: number) => string
  /** "a, b and c". */
  readonly list: (parts: readonly string[]) => string
}

export function useFormat(): Format {
  const speech = useSpeech()
  return useMemo(() => formatFor(speech), [speech])
}

export function formatFor({ locale }: Speech, nowMs: () => number = Date.now): Format {
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const number = new Intl.NumberFormat(locale)
  const list = new Intl.ListFormat(locale)
  return {
    number: (value) => number.format(value),
    dateTime: (atMs) => dateTime.format(atMs),
    date: (atMs) => date.format(atMs),
    time: (atMs) => time.format(atMs),
    ago(atMs) {
      const awayMs = atMs - nowMs()
      const size = Math.abs(awayMs)
      if (size < MINUTE_MS) return relative.format(0, 'minute')
      if (size < HOUR_MS) return relative.format(Math.round(awayMs / MINUTE_MS), 'minute')
      if (size < DAY_MS) return relative.format(Math.round(awayMs / HOUR_MS), 'hour')
      if (size < 7 * DAY_MS) return relative.format(Math.round(awayMs / DAY_MS), 'day')
      return date.format(atMs)
    },
    list: (parts) => list.format(parts),
  }
}
