// Times and places in the person's language.
import type { OpenRequest } from '@countersign/client-sdk'
import type { Speech } from './text/index.js'

const MINUTE_MS = 60_000

/** "just now", "2 minutes ago"; the age comes from the server's clock, so a wrong phone clock does not show. */
export function ageInWords(request: OpenRequest, { locale, text }: Speech): string {
  const ageMs = request.expiresAtMs - request.issuedAtMs - request.remainingMs()
  if (ageMs < MINUTE_MS) return text.request.justNow
  return new Intl.RelativeTimeFormat(locale).format(-Math.floor(ageMs / MINUTE_MS), 'minute')
}

export const clockTime = (atMs: number, { locale }: Speech): string =>
  new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(atMs)

export const longDate = (atMs: number, { locale }: Speech): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(atMs)

/** "Today", "Yesterday", else the date. */
export function dayInWords(atMs: number, { locale, text }: Speech, nowMs: number = Date.now()): string {
  const days = Math.round((startOfDay(nowMs) - startOfDay(atMs)) / (24 * 60 * MINUTE_MS))
  if (days === 0) return text.history.today
  if (days === 1) return text.history.yesterday
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full' }).format(atMs)
}

function startOfDay(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0)
}

/** Host and port of an origin, as people read addresses. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

/** Six digits in two groups, as people compare numbers. */
export const grouped = (digits: string): string => `${digits.slice(0, 3)} ${digits.slice(3)}`
