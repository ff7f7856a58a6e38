// Lengths of time as people type them: `90s`, `15m`, `24h`, `7d`.

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
/** A year: longer is a typing error, not a wish. */
const MAX_MS = 366 * 86_400_000

/** Milliseconds, or undefined for anything but a whole number with a unit, from 0 to a year. */
export function durationMs(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,8})([smhd])$/.exec(text) ?? []
  const factor = UNIT_MS[unit ?? '']
  if (digits === undefined || factor === undefined) return undefined
  const ms = Number(digits) * factor
  return ms <= MAX_MS ? ms : undefined
}
