// Numbers for people: quantiles, and the table of promises with their budgets.

/** One line of the result. `budget` is the most (or, for `atLeast`, the least) that was promised. */
export interface Figure {
  readonly promise: string
  readonly figure: string
  readonly value: number
  readonly unit: string
  readonly budget?: number
}

/** The value below which this share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5)

export function isKept({ value, budget }: Figure): boolean {
  return budget === undefined || value <= budget
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((each) => [
    each.promise,
    each.figure,
    `${short(each.value)} ${each.unit}`,
    each.budget === undefined ? '' : `≤ ${each.budget} ${isKept(each) ? 'kept' : 'BROKEN'}`,
  ])
  const all = [['promise', 'figure', 'measured', 'budget'], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  )
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`)
  return lines.join('\n')
}

function short(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
