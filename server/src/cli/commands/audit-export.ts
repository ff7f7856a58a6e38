// `countersign audit export`: all of the audit as a file.
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { exportAudit } from '../../flows/admin/audit.js'
import type { ExportForm } from '../../flows/admin/audit-lines.js'
import { exportLines } from '../../flows/admin/audit-lines.js'
import { sealAudit } from '../../flows/seal-audit.js'
import { filterOptions, readFilter } from '../audit-filter.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readOneOf } from '../values.js'

export const auditExport = defineCommand({
  name: 'audit export',
  sentence: 'write the audit to a file, oldest entry first',
  details:
    'As JSON Lines each line is an entry with its hash, and the last line the checkpoint that the server signed: the chain can be checked without this server. As CSV a cell that a spreadsheet would run as a formula begins with an apostrophe.\n' +
    'The file is new and readable by its owner only.',
  arguments: [{ name: 'FILE', sentence: 'the new file, e.g. audit.jsonl' }],
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      sentence: 'jsonl or csv; default by the end of the file’s name',
    },
    ...filterOptions,
  },
  examples: [
    'countersign audit export audit.jsonl',
    'countersign audit export logins.csv --action "login.*" --since 30d',
  ],
  run({ arguments: { FILE }, options }, surroundings) {
    const { io, report } = surroundings
    return withPorts(surroundings, async (ports) => {
      const byName = FILE.endsWith('.csv') ? 'csv' : 'jsonl'
      const form = readOneOf<ExportForm>('--format', options.format ?? byName, ['jsonl', 'csv'])
      if (!form.ok) return report.failed(form.fault)
      const filter = await readFilter(ports, options)
      if (!filter.ok) return report.failed(filter.fault)
      await sealAudit(ports)
      const exported = await exportAudit(ports, { kind: 'operator' }, { filter: filter.value })
      if (!exported.ok) return report.failed(faultOf(exported.refusal, ''))
      const path = resolve(io.directory, FILE)
      const lines = await writeLines(path, exportLines(form.value, exported.value))
      return report.done({ file: path, lines }, `${lines} lines written to ${path}`)
    })
  },
})

/** Rejects when the file is there already. */
async function writeLines(path: string, lines: AsyncIterable<string>): Promise<number> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  await once(file, 'open')
  let count = 0
  for await (const line of lines) {
    count += 1
    if (!file.write(line)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
  return count
}
