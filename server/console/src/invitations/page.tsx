// The page /invitations: who was asked to pair a first phone, who has not yet done it, and what can be done about it.
import type { InvitationList, InvitationRow, InvitationSummary } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { SelectField } from '../parts/fields.js'
import { Icon } from '../parts/icons.js'
import { Empty, Loaded, Tag } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import { Pager } from '../parts/pager.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { go, hrefTo, hrefWith, usePlace } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { ChosenBar } from './chosen-bar.js'
import { invitationsText } from './text.js'

const states = ['open', 'accepted', 'expired', 'blocked', 'revoked'] as const

export function Invitations(): JSX.Element {
  const text = useText(invitationsText)
  const api = useApi()
  const may = useMay()
  const place = usePlace()
  const query = (name: string): string => place.query.get(name) ?? ''
  const [state, channel, cursor] = [query('state'), query('channel'), query('cursor')]
  const list = useReading(
    () => api.get<InvitationList>('/invitations', { state, channel, cursor }),
    [state, channel, cursor],
  )
  const summary = useReading(() => api.get<InvitationSummary>('/invitations/summary'), [])
  const invite = may('onboarding:write') && (
    <a class="button button--primary" href={hrefTo('/invitations/new')}>
      <Icon name="plus" />
      {text.invite}
    </a>
  )
  return (
    <Page title={text.title} lead={text.lead} actions={invite}>
      <Summary summary={summary.value} />
      <div class="filters">
        <SelectField
          label={text.filter}
          value={state}
          options={[['', text.all], ...states.map((one) => [one, text.state[one]] as const)]}
          onValue={(value) => go(hrefWith(place, { state: value, cursor: undefined }))}
        />
        <SelectField
          label={text.way}
          value={channel}
          options={[
            ['', text.allWays],
            ['mail', text.channel.mail],
            ['sheet', text.channel.sheet],
          ]}
          onValue={(value) => go(hrefWith(place, { channel: value, cursor: undefined }))}
        />
      </div>
      <Loaded of={list}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty
              icon="invitations"
              title={state || channel ? text.emptyFilter : text.empty}
              lead={state || channel ? '' : text.emptyLead}
            >
              {invite}
            </Empty>
          ) : (
            <>
              <InvitationTable
                key={`${state} ${channel} ${cursor}`}
                rows={items}
                busy={list.busy}
                onChanged={() => {
                  list.again()
                  summary.again()
                }}
              />
              <Pager next={next} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

/** How many of each kind; each number leads to its list. */
function Summary({ summary }: { readonly summary: InvitationSummary | undefined }): JSX.Element | null {
  const text = useText(invitationsText)
  const format = useFormat()
  const may = useMay()
  if (!summary) return null
  return (
    <ul class="figures" aria-label={text.summary}>
      {(['open', 'accepted', 'expired', 'blocked'] as const).map((state) => (
        <li key={state}>
          <a class="figure" href={hrefTo('/invitations', { state })}>
            <span class="figure__number">{format.number(summary[state])}</span>
            <span class="soft small">{text.states[state]}</span>
          </a>
        </li>
      ))}
      <li>
        <a
          class="figure"
          href={
            may('onboarding:write') ? hrefTo('/invitations/new') : hrefTo('/accounts', { device: 'without' })
          }
        >
          <span class="figure__number">{format.number(summary.notInvited)}</span>
          <span class="soft small">{text.notInvited}</span>
        </a>
      </li>
    </ul>
  )
}

interface InvitationTableProps {
  readonly rows: readonly InvitationRow[]
  readonly busy: boolean
  readonly onChanged: () => void
}

const tones = {
  open: 'warn',
  accepted: 'good',
  expired: 'plain',
  blocked: 'danger',
  revoked: 'plain',
} as const

function InvitationTable({ rows, busy, onChanged }: InvitationTableProps): JSX.Element {
  const text = useText(invitationsText)
  const format = useFormat()
  const may = useMay()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const isChosen = ({ id }: InvitationRow): boolean => chosen.includes(id)
  const when = (atMs: number | null): JSX.Element =>
    atMs === null ? (
      <span class="soft">{text.never}</span>
    ) : (
      <time title={format.dateTime(atMs)}>{format.ago(atMs)}</time>
    )
  const person: Column<InvitationRow> = {
    id: 'person',
    title: text.person,
    kind: 'main',
    cell: (row) => (
      <span class="pick-row">
        {may('onboarding:write') && row.state === 'open' && (
          <input
            type="checkbox"
            aria-label={text.choose(row.userId)}
            checked={isChosen(row)}
            onChange={(event) =>
              setChosen(
                event.currentTarget.checked ? [...chosen, row.id] : chosen.filter((id) => id !== row.id),
              )
            }
          />
        )}
        <span>
          <a href={hrefTo(`/accounts/${row.accountId}`)}>{row.userId}</a>
          {row.displayName !== '' && row.displayName !== row.userId && (
            <span class="soft pick-row__name">{row.displayName}</span>
          )}
        </span>
      </span>
    ),
  }
  const columns: readonly Column<InvitationRow>[] = [
    person,
    {
      id: 'state',
      title: text.stateHead,
      cell: ({ state, openedAtMs }) => (
        <Tag tone={tones[state]}>
          {state === 'open' && openedAtMs !== null ? text.state.opened : text.state[state]}
        </Tag>
      ),
    },
    { id: 'way', title: text.way, cell: ({ channel }) => text.channel[channel] },
    { id: 'when', title: text.when, cell: ({ sentAtMs, createdAtMs }) => when(sentAtMs ?? createdAtMs) },
    { id: 'reminded', title: text.reminded, cell: ({ remindedAtMs }) => when(remindedAtMs) },
    { id: 'ends', title: text.ends, cell: ({ expiresAtMs }) => format.date(expiresAtMs) },
  ]
  const selected = rows.filter(isChosen)
  return (
    <>
      {selected.length > 0 && (
        <ChosenBar
          rows={selected}
          onDone={() => {
            setChosen([])
            onChanged()
          }}
        />
      )}
      <Table caption={text.table} columns={columns} rows={rows} keyOf={({ id }) => id} busy={busy} />
    </>
  )
}
