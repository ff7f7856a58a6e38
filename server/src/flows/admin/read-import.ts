// An uploaded list is looked at line by line and kept as a job with its plan; nothing of it happens before somebody starts it.
import { isSignableText, toBase64Url } from '@countersign/protocol'
import type { ImportFault } from '@countersign/protocol/admin'
import type { CsvRecord } from '../../core/csv/records.js'
import { readRecords } from '../../core/csv/records.js'
import { readText } from '../../core/csv/text.js'
import type { CompletedId } from '../../core/id-pattern.js'
import { completeUserId } from '../../core/id-pattern.js'
import type { ImportHeader } from '../../core/import/header.js'
import { readHeader } from '../../core/import/header.js'
import type { NamesClaimed } from '../../core/import/names.js'
import { claimNames } from '../../core/import/names.js'
import { planRow } from '../../core/import/plan.js'
import type { ImportRow, ImportRowRead } from '../../core/import/row.js'
import { readRow } from '../../core/import/row.js'
import type { Actor, Role } from '../../core/permissions.js'
import { actorText, rolesUnder } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type { ImportJob, ImportLine, KeptRow } from '../../core/ports-imports.js'
import { startCodePlace } from '../../core/ports-imports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { idPattern } from '../directory/id-pattern.js'
import { nameFault, personNamed, rankFault } from '../import-person.js'
import { readSetting } from '../settings.js'
import { action, record } from './action.js'
import type { ImportShown } from './imports.js'
import { shown } from './imports.js'

/** Two organisations of a hundred thousand; read in well under a minute. */
export const IMPORT_LINES_MAX = 200_000
/** 200 bytes a line for the longest list. */
export const IMPORT_MAX_BYTES = 40_000_000
/** Ten a person: empty lines and notes of several lines. A list of nothing but empty lines would be read in one go. */
const LINE_BREAKS_MAX = 10 * IMPORT_LINES_MAX
/** Lines looked at, then written, between two turns of everybody else: a few milliseconds. */
const LINES_PER_BITE = 200
const NEW_GROUPS_SHOWN = 100

/**
 * Reads the list, plans each line against the accounts there are, keeps it as a job in state `ready`, tells the audit.
 * Refuses with `value_invalid` what has no line below a header, or more than 200,000.
 */
export const readImport = action(
  'import.read',
  'onboarding:write',
  async (ports, actor, { name, upload }: UploadedList): Promise<Result<ImportShown>> => {
    if (!isSignableText(name, NAME_MAX_BYTES)) return refused(NAMELESS)
    const bytes = await upload()
    if (bytes === undefined) return refused(EMPTY)
    const { encoding, text } = readText(bytes)
    if (hasTooManyBreaks(text)) return refused(TOO_LONG)
    const header = readHeader(text)
    if (header === undefined) return refused(EMPTY)
    const begun = newJob(ports, name, actorText(actor), encoding, header)
    await ports.storage.transaction((stores) => stores.imports.add(begun))
    const read = await readLines(ports, actor, begun, header, text)
    if (read.lines > IMPORT_LINES_MAX) return refused(TOO_LONG)
    if (read.lines === 0 && header.faults.length === 0) return refused(EMPTY)
    const ready: ImportJob = { ...read, state: 'ready', changedAtMs: ports.clock.nowMs() }
    await ports.storage.transaction(async (stores) => {
      if (!(await stores.imports.save(ready))) throw new Error('a list is read by one caller only')
      const { lines, counts } = ready
      const facts = { import: ready.id, name, lines, ...counts }
      await record(ports, stores, actor, { action: 'import.read', facts })
    })
    return accepted(await shown(ports.storage.read, { ...ready, revision: ready.revision + 1 }))
  },
)

export interface UploadedList {
  /** What the list is called, e.g. its file's name; may be empty. */
  readonly name: string
  /** Reads the bytes, at most 40 MB: only called for somebody who may import. Undefined when they did not come. */
  readonly upload: () => Promise<Uint8Array | undefined>
}

const NAME_MAX_BYTES = 200
const NAMELESS = {
  reason: 'value_invalid',
  path: 'name',
  expected: `a name of at most ${NAME_MAX_BYTES} bytes, without control characters`,
} as const
const EMPTY = {
  reason: 'value_invalid',
  path: 'body',
  expected: 'a line with the names of the columns, and at least one line below it',
} as const
const TOO_LONG = {
  reason: 'value_invalid',
  path: 'body',
  expected: `at most ${IMPORT_LINES_MAX} lines`,
} as const

function hasTooManyBreaks(text: string): boolean {
  return ['\n', '\r'].some((sign) => {
    let count = 0
    for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1))
      if (++count > LINE_BREAKS_MAX) return true
    return false
  })
}

function newJob(
  ports: Ports,
  name: string,
  createdBy: string,
  encoding: ImportJob['reading']['encoding'],
  header: ImportHeader,
): ImportJob {
  const nowMs = ports.clock.nowMs()
  return {
    id: ports.random.id(),
    name,
    state: 'reading',
    reading: { encoding, delimiter: header.delimiter, columns: [...header.names] },
    options: { skipFaulty: false, createGroups: false, updateExisting: true },
    startedBy: '',
    mayChange: [],
    headerFaults: header.faults,
    newGroups: [],
    lines: 0,
    done: 0,
    atLine: 0,
    counts: { add: 0, change: 0, same: 0, fault: 0 },
    createdBy,
    createdAtMs: nowMs,
    changedAtMs: nowMs,
    revision: 1,
  }
}

/** What is known while a list is read. */
interface Reading {
  readonly ports: Ports
  readonly jobId: string
  readonly header: ImportHeader
  readonly claimed: NamesClaimed
  readonly complete: (userId: string) => CompletedId
  readonly mayChange: readonly Role[]
  /** Group names in lower case → as the list writes them; undefined once they were found to exist. */
  readonly groups: Map<string, string | undefined>
}

async function readLines(
  ports: Ports,
  actor: Actor,
  job: ImportJob,
  header: ImportHeader,
  text: string,
): Promise<ImportJob> {
  // Without its names no cell of a line means anything.
  if (!header.columns.includes('user_id')) return job
  const pattern = await readSetting(ports, ports.storage.read, idPattern)
  const reading: Reading = {
    ports,
    jobId: job.id,
    header,
    claimed: new Map(),
    groups: new Map(),
    complete: (userId) => completeUserId(pattern.value, userId),
    mayChange: rolesUnder(actor),
  }
  const counts = { ...job.counts }
  let lines = 0
  for (const bite of bites(readRecords(text, header.delimiter), header.line)) {
    // All at once: a database that is a way off is asked about a bite in the time of a few lines.
    const planned = await Promise.all(bite.map((each) => plannedLine(reading, each)))
    await ports.storage.transaction((stores) => stores.imports.addLines(job.id, planned))
    for (const { plan } of planned) counts[plan] += 1
    lines += planned.length
    if (lines > IMPORT_LINES_MAX) break
  }
  const newGroups = [...reading.groups.values()].filter((group) => group !== undefined)
  return { ...job, lines, counts, newGroups: newGroups.slice(0, NEW_GROUPS_SHOWN) }
}

function* bites(records: Iterable<CsvRecord>, headerLine: number): Generator<readonly CsvRecord[]> {
  let bite: CsvRecord[] = []
  for (const each of records) {
    if (each.line === headerLine) continue
    bite.push(each)
    if (bite.length < LINES_PER_BITE) continue
    yield bite
    bite = []
  }
  if (bite.length > 0) yield bite
}

async function plannedLine(reading: Reading, csv: CsvRecord): Promise<ImportLine> {
  const { ports, jobId, header, claimed, complete } = reading
  // Before anything is waited for: of two lines with one name the first has it.
  const placeOf = (column: 'user_id' | 'aliases'): number => header.columns.indexOf(column) + 1
  const read = claimNames(claimed, readRow(header, csv, complete), placeOf)
  const { line, row } = read
  if (row === undefined) return faulty(read)
  const person = await personNamed(ports.storage.read, row.userId)
  const taken = await nameFault(ports.storage.read, row, person)
  if (taken !== undefined)
    return faulty({ line, faults: [{ ...taken, line, column: placeOf(taken.columnName) }] })
  const planned = planRow(row, person)
  const above = await rankFault(ports.storage.read, planned, reading.mayChange)
  if (above !== undefined) return faulty({ line, faults: [{ ...above, line, column: placeOf('user_id') }] })
  await noteGroups(reading, row)
  const changes = planned.plan === 'change' ? planned.changes : []
  return {
    line,
    plan: planned.plan,
    state: 'waiting',
    row: keptRow(ports, jobId, line, row),
    changes,
    faults: [],
  }
}

function faulty({
  line,
  faults,
}: Pick<ImportRowRead, 'line'> & { faults: readonly ImportFault[] }): ImportLine {
  return { line, plan: 'fault', state: 'waiting', row: undefined, changes: [], faults }
}

/** Each name is asked for once, and written as the first line has it that names it. */
async function noteGroups({ ports, groups }: Reading, row: ImportRow): Promise<void> {
  for (const name of row.groups) {
    const key = name.toLowerCase()
    if (groups.has(key)) continue
    groups.set(key, name)
    if ((await ports.storage.read.groups.byName(name)) !== undefined) groups.set(key, undefined)
  }
}

function keptRow({ vault }: Ports, jobId: string, line: number, { startCode, ...row }: ImportRow): KeptRow {
  if (startCode === undefined) return { ...row, sealedStartCode: undefined }
  const sealed = vault.seal(new TextEncoder().encode(startCode), startCodePlace(jobId, line))
  return { ...row, sealedStartCode: toBase64Url(sealed) }
}
