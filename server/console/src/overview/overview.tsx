// The first page: figures, logins per minute, what became of them, what needs a look; live while it is open.
import type { OverviewBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useReading } from '../api/context.js'
import type { Live } from '../api/events.js'
import { useEvents } from '../api/events.js'
import { Loaded, Tag } from '../parts/notes.js'
import { Page, Section } from '../parts/page.js'
import { hrefTo } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { Alerts } from './alerts.js'
import { DayChart } from './day-chart.js'
import { HourChart } from './hour-chart.js'
import { overviewText } from './text.js'

export function Overview(): JSX.Element {
  const text = useText(overviewText)
  const api = useApi()
  const overview = useReading(() => api.get<OverviewBody>('/overview'), [])
  // Sound: the stream sends the same body as the reading, made by the same function of the server.
  const live = useEvents(api.href('/overview/stream'), 'overview', (data) =>
    overview.put(data as OverviewBody),
  )
  return (
    <Page title={text.title} lead={text.lead} actions={<LiveTag live={live} />}>
      <Loaded of={overview}>
        {(body) => (
          <>
            <Figures {...body} />
            {body.accounts.total <= 1 && <Begin />}
            <Section title={text.alertsTitle}>
              <Alerts alerts={body.alerts} />
            </Section>
            <div class="columns">
              <Section title={text.hourTitle} lead={text.hourLead}>
                <HourChart minutes={body.minutes} />
              </Section>
              <Section title={text.dayTitle}>
                <DayChart counts={body.day} disowned={body.disowned} />
              </Section>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function LiveTag({ live }: { readonly live: Live }): JSX.Element {
  const text = useText(overviewText)
  if (live === 'live') return <Tag tone="good">{text.live}</Tag>
  return live === 'connecting' ? <Tag>{text.connecting}</Tag> : <Tag tone="warn">{text.broken}</Tag>
}

function Figures({ devices, accounts }: Pick<OverviewBody, 'devices' | 'accounts'>): JSX.Element {
  const text = useText(overviewText)
  const { number } = useFormat()
  const may = useMay()('accounts:read')
  const list = (query: Readonly<Record<string, string>> = {}): string | undefined =>
    may ? hrefTo('/accounts', query) : undefined
  return (
    <div class="figures">
      <Figure
        number={number(devices.connected)}
        label={text.figures.connected}
        hint={text.figureHints.connected(number(devices.active + devices.suspended))}
      />
      <Figure
        number={number(accounts.total)}
        label={text.figures.accounts}
        hint={text.figureHints.accounts(number(accounts.active))}
        href={list()}
      />
      <Figure
        number={number(accounts.withoutDevice)}
        label={text.figures.without}
        href={list({ device: 'without' })}
      />
      <Figure
        number={number(accounts.suspended)}
        label={text.figures.suspended}
        href={list({ state: 'suspended' })}
      />
    </div>
  )
}

interface FigureProps {
  readonly number: string
  readonly label: string
  readonly hint?: string
  readonly href?: string | undefined
}

function Figure({ number, label, hint, href }: FigureProps): JSX.Element {
  const inside = (
    <>
      <span class="figure__number">{number}</span>
      <span>{label}</span>
      {hint !== undefined && <span class="small soft">{hint}</span>}
    </>
  )
  return href === undefined ? (
    <div class="figure">{inside}</div>
  ) : (
    <a class="figure" href={href}>
      {inside}
    </a>
  )
}

/** A server on its first day. */
function Begin(): JSX.Element {
  const text = useText(overviewText)
  const may = useMay()
  return (
    <Section title={text.beginTitle} lead={text.beginLead}>
      <div class="row">
        {may('accounts:write') && (
          <a class="button button--primary" href={hrefTo('/accounts', { do: 'add' })}>
            {text.begin.add}
          </a>
        )}
        {may('onboarding:write') && (
          <a class="button" href="#/imports">
            {text.begin.import}
          </a>
        )}
        {may('apps:write') && (
          <a class="button" href="#/apps">
            {text.begin.app}
          </a>
        )}
      </div>
    </Section>
  )
}
