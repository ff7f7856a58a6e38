// The page /audit: entries by filter, new ones as they happen, details, export, and the check that the record is whole.
import { isId } from '@countersign/protocol'
import type { AuditEntryBody, AuditPage } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Answer } from '../api/answer.js'
import type { Api, Query } from '../api/client.js'
import { useApi, useChanging, useReading } from '../api/context.js'
import { findAccount } from '../api/find-account.js'
import { Empty, FaultNote, Loaded, Note } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { usePlace } from '../route/router.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { actionWords, inWords } from './action-words.js'
import { EntryDetails } from './entry-details.js'
import { ExportLinks } from './export-links.js'
import type { AuditFilter } from './filter.js'
import { filterIn, isEmpty, queryOf } from './filter.js'
import { FilterBar } from './filter-bar.js'
import { LiveBar, useTail } from './live.js'
import { auditText } from './text.js'
import { Verify } from './verify.js'
import { actorInWords, subjectInWords } from './words.js'

export function Audit(): JSX.Element {
  const text = useText(auditText)
  const filter = filterIn(usePlace())
  const key = JSON.stringify(filter)
  return (
    <Page title={text.title} lead={text.lead}>
      <Verify />
      <FilterBar key={`bar ${key}`} filter={filter} />
      <Found key={key} filter={filter} />
    </Page>
  )
}

/** People name an account by its user ID, links by its id; the server knows the id. */
function Found({ filter }: { readonly filter: AuditFilter }): JSX.Element {
  const text = useText(auditText)
  const api = useApi()
  const account = useReading(() => accountIdOf(api, filter.account), [])
  if (account.fault?.code === 'not_found') return <Note tone="warn">{text.accountUnknown}</Note>
  return (
    <Loaded of={account}>
      {(id) => <Entries filter={filter} query={queryOf({ ...filter, account: id })} />}
    </Loaded>
  )
}

async function accountIdOf(api: Api, account: string): Promise<Answer<string>> {
  if (account === '' || isId(account)) return { ok: true, value: account }
  const found = await findAccount(api, account)
  return found.ok ? { ok: true, value: found.value.id } : found
}

interface EntriesProps {
  readonly filter: AuditFilter
  readonly query: Query
}

function Entries({ filter, query }: EntriesProps): JSX.Element {
  const text = useText(auditText)
  const api = useApi()
  const page = useReading(() => api.get<AuditPage>('/audit', query), [])
  const tail = useTail(query)
  const more = useChanging()
  const [shown, setShown] = useState<AuditEntryBody>()
  return (
    <Loaded of={page}>
      {({ items, next }) => {
        const entries = withNew(tail.entries, items)
        return (
          <>
            <div class="table-foot">
              <LiveBar tail={tail} />
              <ExportLinks query={query} />
            </div>
            {entries.length === 0 ? (
              <Empty
                icon="audit"
                title={isEmpty(filter) ? text.empty : text.emptyFilter}
                lead={isEmpty(filter) ? text.emptyLead : ''}
              />
            ) : (
              <EntryTable entries={entries} onShow={setShown} />
            )}
            <FaultNote fault={more.fault} />
            {next !== null && (
              <div class="row">
                <button
                  type="button"
                  class="button"
                  disabled={more.busy}
                  onClick={() =>
                    void more.run(
                      () => api.get<AuditPage>('/audit', { ...query, cursor: next }),
                      (older) => page.put({ items: [...items, ...older.items], next: older.next }),
                    )
                  }
                >
                  {text.older}
                </button>
              </div>
            )}
            {shown && <EntryDetails entry={shown} onClose={() => setShown(undefined)} />}
          </>
        )
      }}
    </Loaded>
  )
}

/** An entry that came live and with the page is one entry; what came live is newer and knows its place. */
function withNew(
  live: readonly AuditEntryBody[],
  page: readonly AuditEntryBody[],
): readonly AuditEntryBody[] {
  const known = new Set(live.map(({ id }) => id))
  return [...live, ...page.filter(({ id }) => !known.has(id))]
}

interface EntryTableProps {
  readonly entries: readonly AuditEntryBody[]
  readonly onShow: (entry: AuditEntryBody) => void
}

function EntryTable({ entries, onShow }: EntryTableProps): JSX.Element {
  const text = useText(auditText)
  const words = useText(actionWords)
  const format = useFormat()
  const columns: readonly Column<AuditEntryBody>[] = [
    {
      id: 'what',
      title: text.what,
      kind: 'main',
      cell: (entry) => (
        <button
          type="button"
          class="link-button"
          aria-label={text.detailsOf(inWords(entry.action, words))}
          onClick={() => onShow(entry)}
        >
          {inWords(entry.action, words)}
        </button>
      ),
    },
    { id: 'when', title: text.when, cell: ({ atMs }) => format.dateTime(atMs) },
    { id: 'who', title: text.who, cell: (entry) => actorInWords(entry, text) },
    { id: 'whom', title: text.whom, cell: subjectInWords },
  ]
  return <Table caption={text.table} columns={columns} rows={entries} keyOf={({ id }) => id} />
}
