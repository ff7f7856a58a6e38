// What flows need of the storage for imported lists: jobs, and their lines as they were read and planned.
import type {
  ImportCounts,
  ImportFault,
  ImportOptionsSet,
  ImportPlan,
  ImportReading,
  ImportState,
} from '@countersign/protocol/admin'
import type { ImportedPart } from './import/plan.js'
import type { ImportRow } from './import/row.js'
import type { Role } from './permissions.js'

export interface ImportJob {
  readonly id: string
  readonly name: string
  /** `reading` until its last line was looked at: nobody sees it before. */
  readonly state: ImportState | 'reading'
  readonly reading: ImportReading
  readonly options: ImportOptionsSet
  /** Who let it run, as the audit names them; empty before. */
  readonly startedBy: string
  /** Admins whose own accounts they may change: nobody changes the account of somebody who may do more, by a list either. */
  readonly mayChange: readonly Role[]
  /** Faults of the list's first line: with one of them no line can be understood as it was meant. */
  readonly headerFaults: readonly ImportFault[]
  /** Groups the list names that did not exist when it was read; at most 100. */
  readonly newGroups: readonly string[]
  readonly lines: number
  /** Lines that the job is through with; the last of them is `atLine`. */
  readonly done: number
  readonly atLine: number
  readonly counts: ImportCounts
  readonly createdBy: string
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly revision: number
}

export interface ImportLine {
  readonly line: number
  readonly plan: ImportPlan
  readonly state: 'waiting' | 'done' | 'skipped'
  /** What it asks for; undefined where it could not be read. */
  readonly row: KeptRow | undefined
  readonly changes: readonly ImportedPart[]
  readonly faults: readonly ImportFault[]
}

/** A row as it is kept: its start code, half of what pairs a phone, is sealed. */
export type KeptRow = Omit<ImportRow, 'startCode'> & { readonly sealedStartCode: string | undefined }

export interface ImportStore {
  add(job: ImportJob): Promise<void>
  byId(id: string): Promise<ImportJob | undefined>
  /** Newest first, older than the given place; without those that are still being read. */
  page(limit: number, before?: ImportPlace | undefined): Promise<readonly ImportJob[]>
  /** Compare-and-set on `job.revision`; saved with the next one. */
  save(job: ImportJob): Promise<boolean>
  /** The oldest job that runs. */
  running(): Promise<ImportJob | undefined>
  addLines(jobId: string, lines: readonly ImportLine[]): Promise<void>
  /** In order, after a line; of one plan, or of all. */
  lines(
    jobId: string,
    afterLine: number,
    limit: number,
    plan?: ImportPlan | undefined,
  ): Promise<readonly ImportLine[]>
  /** The lines after one and up to another of these plans that wait: they are through now. */
  settle(
    jobId: string,
    afterLine: number,
    upToLine: number,
    plans: readonly ImportPlan[],
    state: 'done' | 'skipped',
  ): Promise<void>
  /** One line turned out otherwise than it was planned. */
  saveLine(jobId: string, line: ImportLine): Promise<void>
  /**
   * Removes of jobs that ended before a time, or were left half read, at most `limit` lines, and the job when none is left;
   * returns how many rows.
   */
  purge(endedBeforeMs: number, readBeforeMs: number, limit: number): Promise<number>
}

/** The last job of a page leads to the next page. */
export type ImportPlace = Pick<ImportJob, 'id' | 'createdAtMs'>

/** Where a line's start code is kept; its sealed bytes open nowhere else. */
export function startCodePlace(jobId: string, line: number): string {
  return `import_line/${jobId}/${line}/start_code`
}
