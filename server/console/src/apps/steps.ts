// What the chart of an app's logins shows: each step of time as let in or not.
import type { AppStatistics, OutcomeCounts } from '@countersign/protocol/admin'

export interface Step {
  readonly atMs: number
  readonly letIn: number
  readonly notLetIn: number
}

/** At least a few at the top edge, so that one login is no mountain. */
const TOP_MIN = 4

export function stepsOf({ points }: AppStatistics): {
  readonly steps: readonly Step[]
  readonly top: number
} {
  const steps = points.map(({ atMs, counts }) => {
    const { redeemed, waived, by_code, ...others } = fullCounts(counts)
    return {
      atMs,
      letIn: redeemed + waived + by_code,
      notLetIn: Object.values(others).reduce((sum, one) => sum + one, 0),
    }
  })
  return { steps, top: Math.max(TOP_MIN, ...steps.map(({ letIn, notLetIn }) => letIn + notLetIn)) }
}

/** The server leaves out what did not happen. */
export function fullCounts(counts: AppStatistics['totals']): OutcomeCounts {
  const of = (outcome: keyof OutcomeCounts): number => counts[outcome] ?? 0
  return {
    redeemed: of('redeemed'),
    denied: of('denied'),
    reported: of('reported'),
    expired: of('expired'),
    mismatched: of('mismatched'),
    cancelled: of('cancelled'),
    lapsed: of('lapsed'),
    waived: of('waived'),
    by_code: of('by_code'),
  }
}
