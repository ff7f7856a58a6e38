// Jobs and lines as the admin API and the command line tell them; a start code is never among it.
import type { ImportJobBody, ImportJobs, ImportLineBody } from '@countersign/protocol/admin'
import { fieldsAfter } from '../../core/import/plan.js'
import type { ImportJob, ImportLine } from '../../core/ports-imports.js'
import type { ImportShown } from './imports.js'

/** Enough to see what is wrong; all of them are among the lines. */
const FAULTS_SHOWN = 50

export function importBody({ job, faultyLines }: ImportShown): ImportJobBody {
  const { reading, headerFaults, newGroups } = job
  const faults = [...headerFaults, ...faultyLines.flatMap((line) => line.faults)]
  return {
    ...importRow(job),
    reading: { ...reading, columns: [...reading.columns] },
    faults: faults.slice(0, FAULTS_SHOWN),
    newGroups: [...newGroups],
  }
}

/** Of a list of jobs. `reading` is never told: nobody sees a job before its last line was looked at. */
export function importRow(job: ImportJob): ImportJobs['items'][number] {
  const { id, name, state, options, lines, done, counts, createdBy, createdAtMs, changedAtMs, revision } = job
  return {
    id,
    name,
    state: state === 'reading' ? 'ready' : state,
    options,
    lines,
    done,
    counts,
    createdBy,
    createdAtMs,
    changedAtMs,
    revision,
  }
}

export function importLineBody({ line, plan, state, row, changes, faults }: ImportLine): ImportLineBody {
  return { line, plan, state, values: valuesOf(row), changes: [...changes], faults: [...faults] }
}

function valuesOf(row: ImportLine['row']): ImportLineBody['values'] {
  if (row === undefined) return null
  const { displayName, emails, notes } = fieldsAfter({ ...row, startCode: undefined }, undefined)
  return {
    userId: row.userId,
    displayName,
    emails: [...emails],
    aliases: [...row.aliases],
    groups: [...row.groups],
    locale: row.locale ?? '',
    notes,
    hasStartCode: row.sealedStartCode !== undefined,
  }
}
