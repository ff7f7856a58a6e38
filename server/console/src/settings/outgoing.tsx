// Settings, on its way: mail and webhooks that wait or failed for good, with the ways to try again or let go.
import type { OutgoingBody, OutgoingPage } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useChanging, useReading } from '../api/context.js'
import { SelectField } from '../parts/fields.js'
import { FaultNote, Loaded, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { Pager } from '../parts/pager.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useToast } from '../parts/toast.js'
import { go, hrefWith, usePlace } from '../route/router.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { outgoingText } from './outgoing-text.js'

const states = ['dead', 'waiting', 'sent'] as const
type State = (typeof states)[number]

export function OutgoingPart({ mayChange }: { readonly mayChange: boolean }): JSX.Element {
  const text = useText(outgoingText)
  const api = useApi()
  const place = usePlace()
  const wanted = place.query.get('state')
  const state: State = states.find((one) => one === wanted) ?? 'dead'
  const kind = place.query.get('kind') ?? ''
  const cursor = place.query.get('cursor') ?? ''
  const outgoing = useReading(
    () => api.get<OutgoingPage>('/outgoing', { state, kind, cursor }),
    [state, kind, cursor],
  )
  return (
    <Section title={text.title} lead={text.lead}>
      <div class="filters">
        <SelectField
          label={text.state}
          value={state}
          options={states.map((one) => [one, text.states[one]])}
          onValue={(value) => go(hrefWith(place, { state: value, cursor: undefined }))}
        />
        <SelectField
          label={text.kind}
          value={kind}
          options={[
            ['', text.all],
            ['mail', text.kinds.mail],
            ['webhook', text.kinds.webhook],
          ]}
          onValue={(value) => go(hrefWith(place, { kind: value, cursor: undefined }))}
        />
      </div>
      <Loaded of={outgoing}>
        {({ items, next }) =>
          items.length === 0 ? (
            <p class="soft">{text.none[state]}</p>
          ) : (
            <>
              <OutgoingTable items={items} mayChange={mayChange} onChanged={outgoing.again} />
              <Pager next={next} />
            </>
          )
        }
      </Loaded>
    </Section>
  )
}

interface OutgoingTableProps {
  readonly items: readonly OutgoingBody[]
  readonly mayChange: boolean
  readonly onChanged: () => void
}

const tones = { dead: 'danger', waiting: 'warn', sent: 'good' } as const

function OutgoingTable({ items, mayChange, onChanged }: OutgoingTableProps): JSX.Element {
  const text = useText(outgoingText)
  const format = useFormat()
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const tell = (method: 'POST' | 'DELETE', path: string, words: string): void =>
    void change.run(
      () => api.send(method, path),
      () => {
        say({ words })
        onChanged()
      },
    )
  const columns: readonly Column<OutgoingBody>[] = [
    {
      id: 'what',
      title: text.what,
      kind: 'main',
      cell: ({ kind, subject }) => `${text.kinds[kind]}: ${subject}`,
    },
    {
      id: 'state',
      title: text.state,
      cell: ({ state }) => <Tag tone={tones[state]}>{text.states[state]}</Tag>,
    },
    { id: 'made', title: text.made, cell: ({ createdAtMs }) => format.dateTime(createdAtMs) },
    { id: 'attempts', title: text.attempts, kind: 'number', cell: ({ attempts }) => format.number(attempts) },
    {
      id: 'next',
      title: text.next,
      cell: ({ state, dueAtMs }) => (state === 'waiting' ? format.ago(dueAtMs) : ''),
    },
    { id: 'error', title: text.error, cell: ({ lastError }) => lastError },
    {
      id: 'tools',
      title: text.retry,
      kind: 'tools',
      cell: ({ id, state, subject }) =>
        mayChange &&
        state !== 'sent' && (
          <span class="row">
            <button
              type="button"
              class="button button--small"
              aria-label={text.retryOf(subject)}
              disabled={change.busy}
              onClick={() => tell('POST', `/outgoing/${id}/retry`, text.retried)}
            >
              {text.retry}
            </button>
            <button
              type="button"
              class="button button--small button--danger-quiet"
              aria-label={text.dropOf(subject)}
              disabled={change.busy}
              onClick={() => tell('DELETE', `/outgoing/${id}`, text.dropped)}
            >
              {text.drop}
            </button>
          </span>
        ),
    },
  ]
  return (
    <>
      <FaultNote fault={change.fault} />
      <Table caption={text.title} columns={columns} rows={items} keyOf={({ id }) => id} />
    </>
  )
}
