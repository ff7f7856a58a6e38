// What is wrong with a list, by line and column, in plain words; all of it as a file for whoever mends the list.
import type { ImportFault, ImportJobBody, ImportLineBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { readAll } from '../api/all-pages.js'
import { useApi, useChanging } from '../api/context.js'
import { saveCsv } from '../csv.js'
import { FaultNote, Working } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import type { Column } from '../parts/table.js'
import { Table } from '../parts/table.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import type { ImportMessages } from './en.js'
import { importsText } from './text.js'

/** A list has at most 200,000 lines. */
const FAULT_PAGES_MAX = 1000

export function Faults({ job }: { readonly job: ImportJobBody }): JSX.Element {
  const text = useText(importsText)
  const format = useFormat()
  const api = useApi()
  const download = useChanging()
  const columns: readonly Column<ImportFault>[] = [
    { id: 'line', title: text.look.line, kind: 'main', cell: ({ line }) => format.number(line) },
    { id: 'column', title: text.look.column, cell: (fault) => columnInWords(fault, text) },
    { id: 'what', title: text.look.what, cell: (fault) => faultInWords(fault, text) },
  ]
  return (
    <Section
      title={text.look.faults(job.counts.fault)}
      lead={text.look.faultsLead}
      actions={
        <button
          type="button"
          class="button button--small"
          disabled={download.busy}
          onClick={() =>
            void download.run(
              () =>
                readAll<ImportLineBody>(api, `/imports/${job.id}/lines`, { plan: 'fault' }, FAULT_PAGES_MAX),
              ({ items }) => saveCsv(`${text.faultFile}.csv`, rowsOf(items, text)),
            )
          }
        >
          {text.look.download}
        </button>
      }
    >
      {download.busy && <Working words={text.look.preparing} />}
      <FaultNote fault={download.fault} />
      <Table
        caption={text.look.faults(job.counts.fault)}
        columns={columns}
        rows={job.faults}
        keyOf={({ line, column, code }) => `${line} ${column} ${code}`}
      />
      {job.counts.fault > job.faults.length && (
        <p class="soft small">{text.look.firstFaults(job.faults.length)}</p>
      )}
    </Section>
  )
}

export function faultInWords({ code, expected }: ImportFault, text: ImportMessages): string {
  // Only what a cell must look like differs from case to case.
  return code === 'value_invalid' && expected !== ''
    ? `${text.fault[code]} ${text.expected(expected)}`
    : text.fault[code]
}

function columnInWords({ column, columnName }: ImportFault, text: ImportMessages): string {
  if (column === 0) return text.look.wholeLine
  return columnName === '' ? String(column) : text.look.columnAt(columnName, column)
}

function rowsOf(lines: readonly ImportLineBody[], text: ImportMessages): readonly (string | number)[][] {
  const head = [text.look.line, text.look.column, text.look.user, text.look.what]
  const rows = lines.flatMap(({ values, faults }) =>
    faults.map((fault) => [
      fault.line,
      columnInWords(fault, text),
      values?.userId ?? '',
      faultInWords(fault, text),
    ]),
  )
  return [head, ...rows]
}
