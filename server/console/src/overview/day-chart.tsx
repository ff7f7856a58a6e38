// What became of the requests of a day: one bar each, longest first, those that never happened left out.
import type { OutcomeCounts } from '@countersign/protocol/admin'
import { loginOutcomes } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { overviewText } from './text.js'

/** Shown even when there were none: their absence is news too. */
const ALWAYS = new Set(['redeemed', 'denied', 'reported'])

interface DayChartProps {
  readonly counts: OutcomeCounts
  /** Said at /me, afterwards: stands beside the outcomes, since each of these logins is in one of them too. */
  readonly disowned: number
}

export function DayChart({ counts, disowned }: DayChartProps): JSX.Element {
  const text = useText(overviewText)
  const most = Math.max(1, disowned, ...Object.values(counts))
  const shown = loginOutcomes.filter((outcome) => counts[outcome] > 0 || ALWAYS.has(outcome))
  return (
    <dl class="bars">
      {shown.map((outcome) => (
        <Bar
          key={outcome}
          label={text.outcomes[outcome]}
          value={counts[outcome]}
          most={most}
          bad={outcome === 'reported' || outcome === 'denied'}
        />
      ))}
      {disowned > 0 && <Bar label={text.disowned} value={disowned} most={most} bad />}
    </dl>
  )
}

interface BarProps {
  readonly label: string
  readonly value: number
  readonly most: number
  readonly bad: boolean
}

function Bar({ label, value, most, bad }: BarProps): JSX.Element {
  const { number } = useFormat()
  return (
    <div class="bars__one">
      <dt>{label}</dt>
      <dd>
        {/* Drawn, not a <meter>: engines give that one heights of their own. The number beside it says the same. */}
        <svg class="bars__meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect
            class={bad ? 'bars__value bars__value--bad' : 'bars__value'}
            width={(100 * value) / most}
            height="10"
          />
        </svg>
        <span class="bars__number">{number(value)}</span>
      </dd>
    </div>
  )
}
