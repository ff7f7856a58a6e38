// Counts by the minute added up to the steps of a chart.
import type { MinuteCount } from './ports-counts.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Up to two days a chart is told by the hour, beyond by the day: never more than 48 points. */
const BY_HOUR_UP_TO = 48

export interface Steps {
  readonly fromMs: number
  readonly toMs: number
  readonly stepMs: number
}

/** The steps of the last hours, the one that is under way included; they begin at full hours or days of UTC. */
export function stepsOf(hours: number, nowMs: number): Steps {
  const stepMs = hours <= BY_HOUR_UP_TO ? HOUR_MS : 24 * HOUR_MS
  const toMs = (Math.floor(nowMs / stepMs) + 1) * stepMs
  const steps = Math.max(1, Math.ceil((hours * HOUR_MS) / stepMs))
  return { fromMs: toMs - steps * stepMs, toMs, stepMs }
}

export type Counts = Readonly<Record<string, number>>

/** Every step, the oldest first, also those in which nothing happened. */
export function countsBySteps(
  { fromMs, toMs, stepMs }: Steps,
  counts: readonly MinuteCount[],
): readonly { readonly atMs: number; readonly counts: Counts }[] {
  const points: { readonly atMs: number; counts: Counts }[] = []
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) points.push({ atMs, counts: {} })
  for (const { minute, outcome, count } of counts) {
    const point = points[Math.floor((minute * MINUTE_MS - fromMs) / stepMs)]
    if (point !== undefined)
      point.counts = { ...point.counts, [outcome]: (point.counts[outcome] ?? 0) + count }
  }
  return points
}

export function totalsOf(counts: readonly MinuteCount[]): Counts {
  const totals: Record<string, number> = {}
  for (const { outcome, count } of counts) totals[outcome] = (totals[outcome] ?? 0) + count
  return totals
}
