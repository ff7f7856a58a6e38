// How long somebody may be let in without a phone: the choices, and what of a chosen time is refused.
import { SECOND_FACTOR_OFF_MAX_DAYS } from '@countersign/protocol/admin'

export const offLengths = ['hour', 'day', 'week', 'until'] as const
export type OffLength = (typeof offLengths)[number]

const HOUR_MS = 3_600_000
const lengthsMs: Readonly<Record<Exclude<OffLength, 'until'>, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
}

/** `typed` is the value of a date-and-time field, in the browser's own time. Undefined: no time, past, or too far ahead. */
export function offUntilMs(length: OffLength, typed: string, nowMs: number): number | undefined {
  if (length !== 'until') return nowMs + lengthsMs[length]
  const untilMs = new Date(typed).getTime()
  if (!(untilMs > nowMs) || untilMs > nowMs + SECOND_FACTOR_OFF_MAX_DAYS * 24 * HOUR_MS) return undefined
  return untilMs
}
