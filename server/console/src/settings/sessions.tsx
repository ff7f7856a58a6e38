// Settings, signed in: every browser that is signed in here, and the way to sign one out.
import type { SessionList, SessionRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useChanging, useReading } from '../api/context.js'
import { FaultNote, Loaded, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { Pager } from '../parts/pager.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useToast } from '../parts/toast.js'
import { usePlace } from '../route/router.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { sessionsText } from './sessions-text.js'

export function SessionsPart({ mayChange }: { readonly mayChange: boolean }): JSX.Element {
  const text = useText(sessionsText)
  const format = useFormat()
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const cursor = usePlace().query.get('cursor') ?? ''
  const sessions = useReading(() => api.get<SessionList>('/admins/sessions', { cursor }), [cursor])
  const end = ({ id }: SessionRow): void =>
    void change.run(
      () => api.send('DELETE', `/admins/sessions/${id}`),
      () => {
        say({ words: text.ended })
        sessions.again()
      },
    )
  const columns: readonly Column<SessionRow>[] = [
    { id: 'who', title: text.who, kind: 'main', cell: ({ userId }) => userId },
    {
      id: 'browser',
      title: text.browser,
      cell: ({ browser, address, current }) => (
        <>
          {[browser, address].filter((part) => part !== '').join(', ')}{' '}
          {current && <Tag tone="good">{text.current}</Tag>}
        </>
      ),
    },
    { id: 'since', title: text.since, cell: ({ createdAtMs }) => format.ago(createdAtMs) },
    { id: 'seen', title: text.seen, cell: ({ seenAtMs }) => format.ago(seenAtMs) },
    {
      id: 'tools',
      title: text.end,
      kind: 'tools',
      cell: (session) =>
        (mayChange || session.current) && (
          <button
            type="button"
            class="button button--small button--danger-quiet"
            aria-label={text.endOf(session.userId)}
            disabled={change.busy}
            onClick={() => end(session)}
          >
            {text.end}
          </button>
        ),
    },
  ]
  return (
    <Section title={text.title} lead={text.lead}>
      <FaultNote fault={change.fault} />
      <Loaded of={sessions}>
        {({ items, next }) =>
          items.length === 0 ? (
            <p class="soft">{text.none}</p>
          ) : (
            <>
              <Table caption={text.table} columns={columns} rows={items} keyOf={({ id }) => id} />
              <Pager next={next} />
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
