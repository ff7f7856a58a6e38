// `countersign import …`: a list of people is looked at, and taken over when that is said; the server need not run.
import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { ImportJobBody } from '@countersign/protocol/admin'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { importBody, importRow } from '../../flows/admin/import-bodies.js'
import type { ImportShown } from '../../flows/admin/imports.js'
import { cancelImport, listImports, showImport, startImport } from '../../flows/admin/imports.js'
import { IMPORT_MAX_BYTES, readImport } from '../../flows/admin/read-import.js'
import { runImportBite } from '../../flows/run-imports.js'
import { operator } from '../accounts.js'
import type { Surroundings } from '../command.js'
import { defineCommand } from '../command.js'
import type { ExitCode } from '../exits.js'
import { faultOf } from '../refusals.js'
import type { Fault } from '../report.js'
import { columns, when } from '../report.js'
import { withPorts } from '../server.js'

const LISTED = 100
const idArgument = { name: 'ID', sentence: 'as shown by countersign import list' } as const

const options = {
  'skip-faulty': { type: 'boolean', sentence: 'pass over lines that have a fault' },
  'create-groups': {
    type: 'boolean',
    sentence: 'make the groups that the list names and that are not there',
  },
  'keep-existing': { type: 'boolean', sentence: 'leave accounts alone that exist already' },
} as const

export const importFile = defineCommand({
  name: 'import',
  sentence: 'look at a list of people, and take it over with --start',
  details:
    'Comma-separated text, also with semicolons or tabs, in UTF-8, UTF-16 or windows-1252. Columns: user_id (required), display_name, email, email2, aliases, groups, locale, start_code, notes; several aliases or groups are separated by |. What is empty stays as it is, aliases and groups are only added: the same list again changes nothing.\n' +
    'Without --start no account is touched: every fault is named by line and column. The look is kept as a list that is ready, for the console too, until it is started or cancelled.\n' +
    'Taken over in small steps that are each kept whole; after a kill, countersign import start ID goes on.',
  arguments: [{ name: 'FILE', sentence: 'the list, e.g. people.csv' }],
  options: { start: { type: 'boolean', sentence: 'take the list over' }, ...options },
  examples: ['countersign import people.csv', 'countersign import people.csv --start --create-groups'],
  async run({ arguments: { FILE }, options: given }, surroundings) {
    const { io, report } = surroundings
    const path = resolve(io.directory, FILE)
    const size = await stat(path).then(
      (file) => file.size,
      () => undefined,
    )
    if (size === undefined) return report.failed(unreadable(path))
    if (size > IMPORT_MAX_BYTES) return report.failed(tooLarge(path))
    return withPorts(surroundings, async (ports) => {
      const upload = (): Promise<Uint8Array> => readFile(path)
      const read = await readImport(ports, operator, { name: basename(path).slice(0, 200), upload })
      if (!read.ok) return report.failed(faultOf(read.refusal, path))
      if (!given.start) return shown(surroundings, read.value, nextOf(FILE, read.value.job))
      report.note(summary(importBody(read.value)))
      return start(ports, read.value.job.id, given, surroundings)
    })
  },
})

export const importStart = defineCommand({
  name: 'import start',
  sentence: 'start a list that was looked at, or go on with one that stopped',
  arguments: [idArgument],
  options,
  examples: ['countersign import start 01970000-0000-7000-8000-000000000000 --skip-faulty'],
  run: ({ arguments: { ID }, options: given }, surroundings) =>
    withPorts(surroundings, (ports) => start(ports, ID, given, surroundings)),
})

export const importCancel = defineCommand({
  name: 'import cancel',
  sentence: 'end the taking over of a list for good; what was done stays',
  arguments: [idArgument],
  options: {},
  examples: ['countersign import cancel 01970000-0000-7000-8000-000000000000'],
  run: ({ arguments: { ID } }, surroundings) =>
    withPorts(surroundings, async (ports) =>
      ended(surroundings, ID, await cancelImport(ports, operator, { id: ID })),
    ),
})

export const importShow = defineCommand({
  name: 'import show',
  sentence: 'show how far a list is, and its first faults',
  arguments: [idArgument],
  options: {},
  examples: ['countersign import show 01970000-0000-7000-8000-000000000000'],
  run: ({ arguments: { ID } }, surroundings) =>
    withPorts(surroundings, async (ports) =>
      ended(surroundings, ID, await showImport(ports, operator, { id: ID })),
    ),
})

export const importList = defineCommand({
  name: 'import list',
  sentence: 'show the last lists of people, newest first',
  arguments: [],
  options: {},
  examples: ['countersign import list'],
  run: (_, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const listed = await listImports(ports, operator, { limit: LISTED })
      if (!listed.ok) return report.failed(faultOf(listed.refusal, ''))
      const rows = listed.value.map(importRow)
      const cells = rows.map(({ id, name, state, done, lines, createdAtMs }) => [
        id,
        state,
        `${done}/${lines}`,
        when(createdAtMs),
        name,
      ])
      return report.done(
        { imports: rows },
        rows.length === 0 ? 'no list yet' : columns(['ID', 'STATE', 'DONE', 'READ', 'NAME'], cells),
      )
    }),
})

interface StartGiven {
  readonly 'skip-faulty': boolean
  readonly 'create-groups': boolean
  readonly 'keep-existing': boolean
}

/** Runs it here, whether a server runs or not: both take turns, and no line is taken twice. */
async function start(
  ports: Ports,
  id: string,
  given: StartGiven,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { io, report } = surroundings
  const chosen = {
    skipFaulty: given['skip-faulty'],
    createGroups: given['create-groups'],
    updateExisting: !given['keep-existing'],
  }
  const started = await startImport(ports, operator, { id, options: chosen })
  if (!started.ok) return report.failed(faultOf(started.refusal, id))
  let said = 0
  while (!io.stopped.aborted && (await runImportBite(ports))) {
    const { done = 0, lines = 1 } = (await ports.storage.read.imports.byId(id)) ?? {}
    const tenths = Math.floor((done * 10) / Math.max(lines, 1))
    if (tenths > said) report.note(`${done} of ${lines}`)
    said = Math.max(said, tenths)
  }
  return ended(surroundings, id, await showImport(ports, operator, { id }))
}

/** What takes over what was looked at. The look is kept: by its ID nothing has to be read twice. */
function nextOf(file: string, { id, newGroups }: ImportShown['job']): string {
  const groups = newGroups.length === 0 ? '' : ' --create-groups'
  return (
    `taken over by: countersign import ${file} --start${groups}\n` +
    `or, as it was read: countersign import start ${id}${groups}; thrown away by: countersign import cancel ${id}`
  )
}

function ended(surroundings: Surroundings, id: string, found: Result<ImportShown>): ExitCode {
  const { report } = surroundings
  return found.ok ? shown(surroundings, found.value, undefined) : report.failed(faultOf(found.refusal, id))
}

function shown({ report }: Surroundings, found: ImportShown, next: string | undefined): ExitCode {
  const body = importBody(found)
  if (next !== undefined && body.faults.length === 0) report.note(next)
  return report.done({ import: body }, summary(body))
}

function summary({
  id,
  name,
  state,
  reading,
  lines,
  done,
  counts,
  faults,
  newGroups,
}: ImportJobBody): string {
  const { add, change, same, fault } = counts
  const text = [
    `${name} (${id}): ${state}, ${done} of ${lines} lines done`,
    `  read as ${reading.encoding}, separated by ${DELIMITERS[reading.delimiter]}`,
    `  ${add} to add, ${change} to change, ${same} as they are, ${fault} with a fault`,
    ...(newGroups.length === 0 ? [] : [`  new groups: ${newGroups.join(', ')}`]),
    ...faults.map(
      ({ line, column, columnName, expected }) =>
        `  line ${line}${column === 0 ? '' : `, column ${column}`}${columnName === '' ? '' : ` (${columnName})`}: expected ${expected}`,
    ),
  ]
  return text.join('\n')
}

const DELIMITERS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' } as const

function unreadable(path: string): Fault {
  return {
    exit: 'unavailable',
    code: 'file_unreadable',
    sentence: `cannot read ${path}`,
    next: 'check its name',
  }
}

function tooLarge(path: string): Fault {
  return {
    exit: 'refused',
    code: 'file_too_large',
    sentence: `${path} is larger than ${IMPORT_MAX_BYTES} bytes`,
    next: 'cut it into several lists',
  }
}
