// Numbers for people: quantiles, and the table of promises with their budgets.

/** One line of the result. `budget` is the most that was promised, `atLeast` the least. */
export interface Figure {
  readonly promise: string
  readonly figure: string
  readonly value: number
  readonly unit: string
  readonly budget?: number
  readonly atLeast?: number
}

/** The value below which this share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5)

export function isKept({ value, budget, atLeast }: Figure): boolean {
  return (budget === undefined || value <= budget) && (atLeast === undefined || value >= atLeast)
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((each) => [
    each.promise,
    each.figure,
    `${short(each.value)} ${each.unit}`,
    promised(each),
  ])
  const all = [['promise', 'figure', 'measured', 'budget'], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  )
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`)
  return lines.join('\n')
}

function promised(figure: Figure): string {
  const { budget, atLeast } = figure
  if (budget === undefined && atLeast === undefined) return ''
  const bound = budget === undefined ? `≥ ${short(atLeast ?? 0)}` : `≤ ${budget}`
  return `${bound} ${isKept(figure) ? 'kept' : 'BROKEN'}`
}

function short(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
