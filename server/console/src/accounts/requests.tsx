// What the phones of an account were asked lately; older ones are added below.
import type { RequestList, RequestRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { BrowserTag } from '../browsers/browser-tag.js'
import { Loaded, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { detailText } from './detail-text.js'
import { Rings } from './rings.js'

/** As many as a glance takes in. */
const AT_ONCE = 10
const bad: readonly RequestRow['outcome'][] = ['denied', 'reported', 'mismatched']

export function Requests({ accountId }: { readonly accountId: string }): JSX.Element {
  const text = useText(detailText)
  const api = useApi()
  const [cursor, setCursor] = useState<string>()
  const [older, setOlder] = useState<readonly RequestRow[]>([])
  const page = useReading(
    () => api.get<RequestList>(`/accounts/${accountId}/requests`, { cursor, limit: AT_ONCE }),
    [accountId, cursor],
  )
  useEffect(() => {
    setCursor(undefined)
    setOlder([])
  }, [accountId])
  return (
    <Section title={text.requests} lead={text.requestsLead}>
      <Loaded of={page}>
        {({ items, next }) => {
          const rows = [...older, ...items]
          if (rows.length === 0) return <p class="soft">{text.noRequests}</p>
          return (
            <>
              <RequestTable rows={rows} busy={page.busy} />
              {next !== null && (
                <div class="buttons">
                  <button
                    type="button"
                    class="button button--small"
                    disabled={page.busy}
                    onClick={() => {
                      setOlder(rows)
                      page.put({ items: [], next })
                      setCursor(next)
                    }}
                  >
                    {text.more}
                  </button>
                </div>
              )}
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}

function RequestTable({
  rows,
  busy,
}: {
  readonly rows: readonly RequestRow[]
  readonly busy: boolean
}): JSX.Element {
  const text = useText(detailText)
  const { dateTime } = useFormat()
  const titles = text.requestColumns
  const columns: readonly Column<RequestRow>[] = [
    { id: 'when', title: titles.when, kind: 'main', cell: (row) => dateTime(row.requestedAtMs) },
    { id: 'app', title: titles.app, cell: (row) => row.appName ?? text.unknownApp },
    {
      id: 'outcome',
      title: titles.outcome,
      cell: ({ outcome }) => (
        <Tag tone={bad.includes(outcome) ? 'danger' : outcome === 'redeemed' ? 'good' : 'plain'}>
          {text.outcomes[outcome]}
        </Tag>
      ),
    },
    {
      id: 'device',
      title: titles.device,
      cell: (row) => (
        <>
          {row.deviceName ?? ''}
          <Rings rings={row.rings} />
        </>
      ),
    },
    {
      id: 'from',
      title: titles.from,
      cell: (row) => (
        <>
          {[row.place, row.address, row.browser].filter((part) => part !== '').join(' · ')}
          <BrowserTag known={row.browserKnown} />
        </>
      ),
    },
  ]
  return (
    <Table
      caption={text.requests}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.challengeId}
      busy={busy}
    />
  )
}
