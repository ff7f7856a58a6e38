// Logins per minute of the last hour: two colours stacked, and the same in a sentence.
import type { OverviewBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { barsOf } from './bars.js'
import { overviewText } from './text.js'

const HEIGHT = 96
const STEP = 10
const BAR = 7

export function HourChart({ minutes }: Pick<OverviewBody, 'minutes'>): JSX.Element {
  const text = useText(overviewText)
  const { number } = useFormat()
  const { bars, top, letIn, notLetIn } = barsOf(minutes)
  if (letIn + notLetIn === 0) return <p class="soft">{text.hourNone}</p>
  const summary = text.hourSummary(number(letIn), number(notLetIn))
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${text.hourTitle}: ${summary}`}
      >
        {bars.map(({ minuteMs, letIn, notLetIn }, i) => {
          const inHeight = (letIn / top) * HEIGHT
          const outHeight = (notLetIn / top) * HEIGHT
          return (
            <g key={minuteMs}>
              <rect class="chart__in" x={i * STEP} y={HEIGHT - inHeight} width={BAR} height={inHeight} />
              <rect
                class="chart__out"
                x={i * STEP}
                y={HEIGHT - inHeight - outHeight}
                width={BAR}
                height={outHeight}
              />
            </g>
          )
        })}
      </svg>
      <div class="chart__axis small soft" aria-hidden="true">
        <span>{text.minutesAgo}</span>
        <span>{text.now}</span>
      </div>
      <figcaption class="small">
        <span class="chart__key chart__key--in">{text.legend.in}</span>{' '}
        <span class="chart__key chart__key--out">{text.legend.out}</span> <span class="soft">{summary}</span>
      </figcaption>
    </figure>
  )
}
