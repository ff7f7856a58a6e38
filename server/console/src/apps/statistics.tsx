// How the logins of one app ended, over a day, a week or a month: a bar for each step of time, and the sums.
import type { AppBody, AppStatistics } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { DayChart } from '../overview/day-chart.js'
import { overviewText } from '../overview/text.js'
import { SelectField } from '../parts/fields.js'
import { Loaded } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { fullCounts, stepsOf } from './steps.js'
import { appsText } from './text.js'

const hours = { day: 24, week: 168, month: 720 } as const
type Period = keyof typeof hours

export function Statistics({ app }: { readonly app: AppBody }): JSX.Element {
  const text = useText(appsText).stats
  const api = useApi()
  const [period, setPeriod] = useState<Period>('day')
  const statistics = useReading(
    () => api.get<AppStatistics>(`/apps/${app.id}/statistics`, { hours: hours[period] }),
    [app.id, period],
  )
  return (
    <Section title={text.title}>
      <div class="filters">
        <SelectField
          label={text.period}
          value={period}
          options={[
            ['day', text.day],
            ['week', text.week],
            ['month', text.month],
          ]}
          onValue={setPeriod}
        />
      </div>
      <Loaded of={statistics}>
        {(value) =>
          Object.values(value.totals).every((count) => count === 0) ? (
            <p class="soft">{text.none}</p>
          ) : (
            <div class="columns">
              <Chart statistics={value} />
              <DayChart counts={fullCounts(value.totals)} disowned={value.totals['disowned'] ?? 0} />
            </div>
          )
        }
      </Loaded>
    </Section>
  )
}

const HEIGHT = 96
const STEP = 10
const BAR = 7

function Chart({ statistics }: { readonly statistics: AppStatistics }): JSX.Element {
  const text = useText(appsText).stats
  const words = useText(overviewText)
  const format = useFormat()
  const { steps, top } = stepsOf(statistics)
  const daily = statistics.stepMs >= 86_400_000
  const when = daily ? format.date : format.dateTime
  const sums = words.hourSummary(
    format.number(steps.reduce((sum, { letIn }) => sum + letIn, 0)),
    format.number(steps.reduce((sum, { notLetIn }) => sum + notLetIn, 0)),
  )
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${steps.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${text.chart}: ${sums}`}
      >
        {steps.map(({ atMs, letIn, notLetIn }, place) => (
          <g key={atMs}>
            <title>{`${when(atMs)}: ${letIn} / ${notLetIn}`}</title>
            <Rect kind="in" place={place} from={0} size={(letIn / top) * HEIGHT} />
            <Rect kind="out" place={place} from={(letIn / top) * HEIGHT} size={(notLetIn / top) * HEIGHT} />
          </g>
        ))}
      </svg>
      <div class="chart__axis small soft" aria-hidden="true">
        <span>{when(statistics.fromMs)}</span>
        <span>{words.now}</span>
      </div>
      <figcaption class="small">
        <span class="chart__key chart__key--in">{words.legend.in}</span>{' '}
        <span class="chart__key chart__key--out">{words.legend.out}</span> <span class="soft">{sums}</span>
      </figcaption>
    </figure>
  )
}

interface RectProps {
  readonly kind: 'in' | 'out'
  readonly place: number
  readonly from: number
  readonly size: number
}

function Rect({ kind, place, from, size }: RectProps): JSX.Element {
  return <rect class={`chart__${kind}`} x={place * STEP} y={HEIGHT - from - size} width={BAR} height={size} />
}
