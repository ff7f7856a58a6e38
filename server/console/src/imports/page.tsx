// The page /imports: a list is chosen here, and earlier ones are found again.
import type { ImportJobBody, ImportJobs } from '@countersign/protocol/admin'
import { importColumns } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useChanging, useReading } from '../api/context.js'
import { saveCsv } from '../csv.js'
import { FaultNote, Loaded, Tag, Working } from '../parts/notes.js'
import { Page, Section } from '../parts/page.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { go, hrefTo } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { DropFile } from './drop-file.js'
import { Steps } from './steps.js'
import { importsText } from './text.js'

/** What the server takes in one file (POST /admin/v1/imports). */
const FILE_MAX_BYTES = 40_000_000

export function Imports(): JSX.Element {
  const text = useText(importsText)
  const may = useMay()
  return (
    <Page title={text.title} lead={text.lead}>
      {may('onboarding:write') && (
        <>
          <Steps at={1} />
          <ChooseList />
          <Section title={text.choose.columns} lead={text.choose.columnsLead}>
            <Columns />
          </Section>
        </>
      )}
      <Earlier />
    </Page>
  )
}

function ChooseList(): JSX.Element {
  const text = useText(importsText).choose
  const api = useApi()
  const upload = useChanging()
  const take = (file: File): void => {
    // Browsers name many types for lists; the server wants to be told what it is.
    const list = file.slice(0, file.size, 'text/csv')
    void upload.run(
      () =>
        api.send<ImportJobBody>('POST', '/imports', undefined, { file: list, query: { name: file.name } }),
      (job) => go(hrefTo(`/imports/${job.id}`)),
    )
  }
  return (
    <section class="card section">
      {upload.busy ? <Working words={text.reading} /> : <DropFile maxBytes={FILE_MAX_BYTES} onFile={take} />}
      <FaultNote fault={upload.fault} />
    </section>
  )
}

function Columns(): JSX.Element {
  const text = useText(importsText)
  return (
    <>
      <dl class="facts import-columns">
        {importColumns.map((column) => (
          <div key={column}>
            <dt>
              <code>{column}</code>
            </dt>
            <dd>{text.column[column]}</dd>
          </div>
        ))}
      </dl>
      <div class="row">
        <button type="button" class="button button--small" onClick={() => saveCsv('example.csv', EXAMPLE)}>
          {text.choose.example}
        </button>
      </div>
    </>
  )
}

const EXAMPLE = [
  ['user_id', 'display_name', 'email', 'groups', 'locale'],
  ['ada', 'Ada Lovelace', 'ada@example.org', 'Engineering', 'en'],
  ['grace', 'Grace Hopper', 'grace@example.org', 'Engineering|Night shift', 'en'],
  ['konrad', 'Konrad Zuse', 'konrad@example.org', '', 'de'],
]

type JobRow = ImportJobs['items'][number]

function Earlier(): JSX.Element {
  const text = useText(importsText)
  const format = useFormat()
  const api = useApi()
  const jobs = useReading(() => api.get<ImportJobs>('/imports'), [])
  const columns: readonly Column<JobRow>[] = [
    {
      id: 'name',
      title: text.earlier.name,
      kind: 'main',
      cell: ({ id, name }) => <a href={hrefTo(`/imports/${id}`)}>{name}</a>,
    },
    {
      id: 'state',
      title: text.earlier.state,
      cell: ({ state }) => <Tag tone={state === 'done' ? 'good' : 'plain'}>{text.state[state]}</Tag>,
    },
    {
      id: 'when',
      title: text.earlier.when,
      cell: ({ createdAtMs }) => <time title={format.dateTime(createdAtMs)}>{format.ago(createdAtMs)}</time>,
    },
    { id: 'lines', title: text.earlier.lines, kind: 'number', cell: ({ lines }) => format.number(lines) },
  ]
  return (
    <Section title={text.earlier.title}>
      <Loaded of={jobs}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft">{text.earlier.none}</p>
          ) : (
            <Table caption={text.earlier.title} columns={columns} rows={items} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
    </Section>
  )
}
