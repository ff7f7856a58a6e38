// What became of the requests of a day: one bar each, longest first, those that never happened left out.
import type { OutcomeCounts } from '@countersign/protocol/admin'
import { loginOutcomes } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { overviewText } from './text.js'

/** Shown even when there were none: their absence is news too. */
const ALWAYS = new Set(['redeemed', 'denied', 'reported'])

export function DayChart({ counts }: { readonly counts: OutcomeCounts }): JSX.Element {
  const text = useText(overviewText)
  const { number } = useFormat()
  const most = Math.max(1, ...Object.values(counts))
  const shown = loginOutcomes.filter((outcome) => counts[outcome] > 0 || ALWAYS.has(outcome))
  return (
    <dl class="bars">
      {shown.map((outcome) => (
        <div key={outcome} class="bars__one">
          <dt>{text.outcomes[outcome]}</dt>
          <dd>
            <meter
              class={
                outcome === 'reported' || outcome === 'denied'
                  ? 'bars__meter bars__meter--bad'
                  : 'bars__meter'
              }
              max={most}
              value={counts[outcome]}
              aria-hidden="true"
            />
            <span class="bars__number">{number(counts[outcome])}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
