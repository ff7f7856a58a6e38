// What the chart of an hour shows: each minute as let in or not, and the height that stands for the most.
import type { OutcomeCounts, OverviewBody } from '@countersign/protocol/admin'

export interface Bar {
  readonly minuteMs: number
  readonly letIn: number
  readonly notLetIn: number
}

export interface Bars {
  readonly bars: readonly Bar[]
  /** The value at the top edge; never less than a few, so that one login is no mountain. */
  readonly top: number
  readonly letIn: number
  readonly notLetIn: number
}

const TOP_MIN = 4

export function barsOf(minutes: OverviewBody['minutes']): Bars {
  const bars = minutes.map(({ minuteMs, outcomes }) => ({
    minuteMs,
    letIn: letInOf(outcomes),
    notLetIn: allOf(outcomes) - letInOf(outcomes),
  }))
  return {
    bars,
    top: Math.max(TOP_MIN, ...bars.map(({ letIn, notLetIn }) => letIn + notLetIn)),
    letIn: bars.reduce((sum, bar) => sum + bar.letIn, 0),
    notLetIn: bars.reduce((sum, bar) => sum + bar.notLetIn, 0),
  }
}

/** A login by a code, or without anything where a policy allows it, let somebody in too. */
const letInOf = ({ redeemed, waived, by_code }: OutcomeCounts): number => redeemed + waived + by_code
const allOf = (outcomes: OutcomeCounts): number =>
  Object.values(outcomes).reduce((sum, count) => sum + count, 0)
