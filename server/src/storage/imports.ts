// The import store: uploaded lists as jobs, each changed as a whole by compare-and-set, and their lines.
import type { ImportPlan } from '@countersign/protocol/admin'
import type { ImportJob, ImportLine, ImportStore } from '../core/ports-imports.js'
import { fromJson } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { ImportJobTable, ImportLineTable } from './tables-admin.js'

export function importStore(session: Session): ImportStore {
  return {
    async add(job) {
      await session.changes(insertJob, jobRow(job))
    },
    async byId(id) {
      const row = await session.row(selectJob, { id })
      return row && toJob(row)
    },
    async page(limit, before) {
      const { createdAtMs: atMs, id } = before ?? AFTER_ALL
      return (await session.rows(selectJobs, { limit, atMs, id })).map(toJob)
    },
    async save(job) {
      return (await session.changes(updateJob, { ...jobRow(job), next: job.revision + 1 })) === 1
    },
    async running() {
      const row = await session.row(selectRunning, {})
      return row && toJob(row)
    },
    async addLines(jobId, lines) {
      await Promise.all(lines.map((line) => session.changes(insertLine, lineRow(jobId, line))))
    },
    async lines(jobId, afterLine, limit, plan) {
      const rows =
        plan === undefined
          ? await session.rows(selectLines, { jobId, afterLine, limit })
          : await session.rows(selectLinesOf, { jobId, afterLine, limit, plan })
      return rows.map(toLine)
    },
    async settle(jobId, afterLine, upToLine, plans, state) {
      for (const plan of plans)
        await session.changes(updateLines, { jobId, afterLine, upToLine, plan, state })
    },
    async saveLine(jobId, line) {
      await session.changes(updateLine, lineRow(jobId, line))
    },
    async purge(endedBeforeMs, readBeforeMs, limit) {
      const old = await session.row(selectOld, { endedBeforeMs, readBeforeMs })
      if (old === undefined) return 0
      const lines = await session.changes(removeLines, { jobId: old.id, limit })
      return lines === limit ? lines : lines + (await session.changes(removeJob, { id: old.id }))
    },
  }
}

/** A place that every job is older than. */
const AFTER_ALL = { createdAtMs: Number.MAX_SAFE_INTEGER, id: '' } as const

const insertJob = defineQuery((db, row: ImportJobTable) =>
  db.insertInto('import_job').values({
    id: row.id,
    name: row.name,
    state: row.state,
    reading: row.reading,
    options: row.options,
    lines: row.lines,
    done: row.done,
    at_line: row.at_line,
    counts: row.counts,
    created_by: row.created_by,
    created_at_ms: row.created_at_ms,
    changed_at_ms: row.changed_at_ms,
    revision: row.revision,
  }),
)

const selectJob = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('import_job').selectAll().where('id', '=', p.id),
)

const selectJobs = defineQuery(
  (db, p: { readonly limit: number; readonly atMs: number; readonly id: string }) =>
    db
      .selectFrom('import_job')
      .selectAll()
      .where('state', '!=', 'reading')
      .where('created_at_ms', '<=', p.atMs)
      .where((eb) => eb.or([eb('created_at_ms', '<', p.atMs), eb('id', '<', p.id)]))
      .orderBy('created_at_ms', 'desc')
      .orderBy('id', 'desc')
      .limit(p.limit),
)

const updateJob = defineQuery((db, row: ImportJobTable & { readonly next: number }) =>
  db
    .updateTable('import_job')
    .set({
      state: row.state,
      reading: row.reading,
      options: row.options,
      lines: row.lines,
      done: row.done,
      at_line: row.at_line,
      counts: row.counts,
      changed_at_ms: row.changed_at_ms,
      revision: row.next,
    })
    .where('id', '=', row.id)
    .where('revision', '=', row.revision),
)

const selectRunning = defineQuery((db, _: object) =>
  db
    .selectFrom('import_job')
    .selectAll()
    .where('state', '=', 'running')
    .orderBy('created_at_ms')
    .orderBy('id')
    .limit(1),
)

const insertLine = defineQuery((db, row: ImportLineTable) =>
  db.insertInto('import_line').values({
    job_id: row.job_id,
    line: row.line,
    plan: row.plan,
    state: row.state,
    content: row.content,
  }),
)

interface LinePage {
  readonly jobId: string
  readonly afterLine: number
  readonly limit: number
}

const selectLines = defineQuery((db, p: LinePage) =>
  db
    .selectFrom('import_line')
    .selectAll()
    .where('job_id', '=', p.jobId)
    .where('line', '>', p.afterLine)
    .orderBy('line')
    .limit(p.limit),
)

const selectLinesOf = defineQuery((db, p: LinePage & { readonly plan: ImportPlan }) =>
  db
    .selectFrom('import_line')
    .selectAll()
    .where('job_id', '=', p.jobId)
    .where('plan', '=', p.plan)
    .where('line', '>', p.afterLine)
    .orderBy('line')
    .limit(p.limit),
)

interface LineRange {
  readonly jobId: string
  readonly afterLine: number
  readonly upToLine: number
  readonly plan: ImportPlan
  readonly state: ImportLine['state']
}

const updateLines = defineQuery((db, p: LineRange) =>
  db
    .updateTable('import_line')
    .set({ state: p.state })
    .where('job_id', '=', p.jobId)
    .where('plan', '=', p.plan)
    .where('line', '>', p.afterLine)
    .where('line', '<=', p.upToLine)
    .where('state', '=', 'waiting'),
)

const updateLine = defineQuery((db, row: ImportLineTable) =>
  db
    .updateTable('import_line')
    .set({ plan: row.plan, state: row.state, content: row.content })
    .where('job_id', '=', row.job_id)
    .where('line', '=', row.line),
)

const selectOld = defineQuery((db, p: { readonly endedBeforeMs: number; readonly readBeforeMs: number }) =>
  db
    .selectFrom('import_job')
    .select('id')
    .where((eb) =>
      eb.or([
        eb.and([
          eb('state', 'in', ['done', 'cancelled', 'ready']),
          eb('changed_at_ms', '<', p.endedBeforeMs),
        ]),
        eb.and([eb('state', '=', 'reading'), eb('changed_at_ms', '<', p.readBeforeMs)]),
      ]),
    )
    .orderBy('id')
    .limit(1),
)

const removeLines = defineQuery((db, p: { readonly jobId: string; readonly limit: number }) =>
  db
    .deleteFrom('import_line')
    .where('job_id', '=', p.jobId)
    .where('line', 'in', (eb) =>
      eb.selectFrom('import_line').select('line').where('job_id', '=', p.jobId).limit(p.limit),
    ),
)

const removeJob = defineQuery((db, p: { readonly id: string }) =>
  db.deleteFrom('import_job').where('id', '=', p.id),
)

/** What of a job is written as it was read, in one column. */
type Reading = Pick<ImportJob, 'reading' | 'headerFaults' | 'newGroups'>

/** What was said when it was started, in one column. */
type Started = Pick<ImportJob, 'options' | 'startedBy' | 'mayChange'>

function startedOf({ options, startedBy, mayChange }: ImportJob): Started {
  return { options, startedBy, mayChange }
}

function jobRow(job: ImportJob): ImportJobTable {
  const { reading, headerFaults, newGroups } = job
  return {
    id: job.id,
    name: job.name,
    state: job.state,
    reading: JSON.stringify({ reading, headerFaults, newGroups } satisfies Reading),
    options: JSON.stringify(startedOf(job)),
    lines: job.lines,
    done: job.done,
    at_line: job.atLine,
    counts: JSON.stringify(job.counts),
    created_by: job.createdBy,
    created_at_ms: job.createdAtMs,
    changed_at_ms: job.changedAtMs,
    revision: job.revision,
  }
}

function toJob(row: ImportJobTable): ImportJob {
  return {
    ...fromJson<Reading>(row.reading),
    id: row.id,
    name: row.name,
    state: row.state,
    ...fromJson<Started>(row.options),
    lines: row.lines,
    done: row.done,
    atLine: row.at_line,
    counts: fromJson<ImportJob['counts']>(row.counts),
    createdBy: row.created_by,
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
    revision: row.revision,
  }
}

type LineContent = Pick<ImportLine, 'row' | 'changes' | 'faults'>

function lineRow(jobId: string, { line, plan, state, row, changes, faults }: ImportLine): ImportLineTable {
  const content = JSON.stringify({ row, changes, faults } satisfies LineContent)
  return { job_id: jobId, line, plan, state, content }
}

function toLine({ line, plan, state, content }: ImportLineTable): ImportLine {
  const { row, changes, faults } = fromJson<LineContent>(content)
  return { line, plan, state, row: row && { ...NOT_SAID, ...row }, changes, faults }
}

/** JSON leaves out what is undefined. */
const NOT_SAID = {
  displayName: undefined,
  email: undefined,
  email2: undefined,
  locale: undefined,
  sealedStartCode: undefined,
  notes: undefined,
} as const
