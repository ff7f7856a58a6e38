// The lines of a list with what each would do: looked through by plan, some more at a time.
import type { ImportJobBody, ImportLineBody, ImportLines, ImportPlan } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { SelectField } from '../parts/fields.js'
import { FaultNote, Loaded, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { faultInWords } from './faults.js'
import { importsText } from './text.js'

const FIRST_LINES = 20

export function Lines({ job }: { readonly job: ImportJobBody }): JSX.Element {
  const text = useText(importsText).look
  const api = useApi()
  const [plan, setPlan] = useState<ImportPlan | ''>('')
  const address = `/imports/${job.id}/lines`
  const lines = useReading(
    () => api.get<ImportLines>(address, { plan: plan || undefined, limit: FIRST_LINES }),
    [address, plan],
  )
  const more = useChanging()
  return (
    <Section title={text.lines}>
      <div class="filters">
        <SelectField
          label={text.show}
          value={plan}
          options={[
            ['', text.all],
            ['add', text.add],
            ['change', text.change],
            ['same', text.same],
            ['fault', text.fault],
          ]}
          onValue={setPlan}
        />
      </div>
      <Loaded of={lines}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <p class="soft">{text.nothing}</p>
            ) : (
              <LineTable lines={items} busy={lines.busy} />
            )}
            <FaultNote fault={more.fault} />
            {next !== null && (
              <div class="row">
                <button
                  type="button"
                  class="button button--small"
                  disabled={more.busy}
                  onClick={() =>
                    void more.run(
                      () => api.get<ImportLines>(address, { plan: plan || undefined, cursor: next }),
                      (page) => lines.put({ items: [...items, ...page.items], next: page.next }),
                    )
                  }
                >
                  {text.more}
                </button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

const tones = { add: 'good', change: 'plain', same: 'plain', fault: 'danger' } as const

function LineTable({
  lines,
  busy,
}: {
  readonly lines: readonly ImportLineBody[]
  readonly busy: boolean
}): JSX.Element {
  const all = useText(importsText)
  const text = all.look
  const format = useFormat()
  const columns: readonly Column<ImportLineBody>[] = [
    {
      id: 'user',
      title: text.user,
      kind: 'main',
      cell: ({ line, values }) => values?.userId || `${text.line} ${format.number(line)}`,
    },
    { id: 'line', title: text.line, kind: 'number', cell: ({ line }) => format.number(line) },
    { id: 'name', title: text.displayName, cell: ({ values }) => values?.displayName },
    { id: 'emails', title: text.emails, cell: ({ values }) => values?.emails.join(', ') },
    { id: 'groups', title: text.groups, cell: ({ values }) => values?.groups.join(', ') },
    {
      id: 'plan',
      title: text.plan,
      cell: ({ plan, changes, faults }) => (
        <>
          <Tag tone={tones[plan]}>{text.plans[plan]}</Tag>
          {changes.length > 0 && <p class="small soft">{text.changes(changes.join(', '))}</p>}
          {faults.map((fault) => (
            <p key={`${fault.column} ${fault.code}`} class="small soft">
              {faultInWords(fault, all)}
            </p>
          ))}
        </>
      ),
    },
  ]
  return (
    <Table
      caption={text.lines}
      columns={columns}
      rows={lines}
      keyOf={({ line }) => String(line)}
      busy={busy}
    />
  )
}
