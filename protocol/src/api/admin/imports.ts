// HTTP bodies of /admin/v1/imports: a list of people is uploaded, looked at line by line, then taken over as a job.
import * as z from 'zod/mini'
import { timeMs } from '../values.js'
import { pageOf } from './page.js'

/** The columns a list may have, in any order; only `user_id` must be there. An empty cell leaves what the account has. */
export const importColumns = [
  'user_id',
  'display_name',
  'email',
  'email2',
  'aliases',
  'groups',
  'locale',
  'start_code',
  'notes',
] as const
export type ImportColumn = (typeof importColumns)[number]

export const importPlan = z.enum(['add', 'change', 'same', 'fault'])
export type ImportPlan = z.infer<typeof importPlan>

/** `ready`: looked at, nothing written yet. `cancelled` keeps what was done until then. */
export const importState = z.enum(['ready', 'running', 'paused', 'done', 'cancelled'])
export type ImportState = z.infer<typeof importState>

/** Why a line cannot be taken over. Stable codes; the console has a sentence for each, `expected` is an English one. */
export const importFaultCode = z.enum([
  'header_missing',
  'column_unknown',
  'column_twice',
  'column_missing',
  'cells_missing',
  'cells_too_many',
  'quote_open',
  'quote_stray',
  'character_forbidden',
  'value_missing',
  'value_invalid',
  'value_too_long',
  'user_id_twice',
  'name_taken',
  'alias_twice',
  'too_many',
  'group_unknown',
  'not_permitted',
])
export type ImportFaultCode = z.infer<typeof importFaultCode>

export const importFault = z.strictObject({
  /** As an editor counts them: the header is line 1; a record over several lines is named by its first. */
  line: z.int().check(z.positive()),
  /** From 1; 0 where the whole line is meant. */
  column: z.int().check(z.nonnegative()),
  /** The column's name where it is known, else empty. */
  columnName: z.string(),
  code: importFaultCode,
  expected: z.string(),
})
export type ImportFault = z.infer<typeof importFault>

export const importCounts = z.strictObject({
  add: z.int(),
  change: z.int(),
  same: z.int(),
  fault: z.int(),
})
export type ImportCounts = z.infer<typeof importCounts>

/** How the file was read, so that a wrong guess is seen. */
export const importReading = z.strictObject({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  delimiter: z.enum([',', ';', '\t']),
  columns: z.array(z.string()),
})
export type ImportReading = z.infer<typeof importReading>

/** POST /admin/v1/imports/{id}/start. A job with faults starts only with `skipFaulty`; one that names new groups only with `createGroups`. */
export const importOptions = z.strictObject({
  skipFaulty: z.optional(z.boolean()),
  createGroups: z.optional(z.boolean()),
  /** False leaves every account alone that exists already. Default: true. */
  updateExisting: z.optional(z.boolean()),
})
export type ImportOptions = z.infer<typeof importOptions>
/** As they are in force; before the start, as they would be when nothing is said. */
export const importOptionsSet = z.strictObject({
  skipFaulty: z.boolean(),
  createGroups: z.boolean(),
  updateExisting: z.boolean(),
})
export type ImportOptionsSet = z.infer<typeof importOptionsSet>

/** 201 of POST /admin/v1/imports?name=…, body `text/csv`; GET /admin/v1/imports/{id}. */
export const importJob = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: importState,
  reading: importReading,
  options: importOptionsSet,
  /** Records of the list, the header not counted. */
  lines: z.int(),
  /** Of these, how many the job is through with. */
  done: z.int(),
  counts: importCounts,
  /** The first faults, in order; all of them at …/lines?plan=fault. */
  faults: z.array(importFault),
  /** Groups that the list names and that do not exist, at most 100. */
  newGroups: z.array(z.string()),
  createdBy: z.string(),
  createdAtMs: timeMs,
  changedAtMs: timeMs,
  revision: z.int(),
})
export type ImportJobBody = z.infer<typeof importJob>

/** GET /admin/v1/imports: newest first, without their faults. */
export const importJobs = pageOf(z.omit(importJob, { faults: true, newGroups: true, reading: true }))
export type ImportJobs = z.infer<typeof importJobs>

/** What a record of the list asks for. A start code is never shown again: only whether there is one. */
export const importValues = z.strictObject({
  userId: z.string(),
  displayName: z.string(),
  emails: z.array(z.string()),
  aliases: z.array(z.string()),
  groups: z.array(z.string()),
  locale: z.string(),
  notes: z.string(),
  hasStartCode: z.boolean(),
})
export type ImportValues = z.infer<typeof importValues>

export const importLine = z.strictObject({
  line: z.int(),
  plan: importPlan,
  state: z.enum(['waiting', 'done', 'skipped']),
  /** Null where the line could not be read. */
  values: z.nullable(importValues),
  /** What of an existing account changes. */
  changes: z.array(z.string()),
  faults: z.array(importFault),
})
export type ImportLineBody = z.infer<typeof importLine>

/** GET /admin/v1/imports/{id}/lines?plan=&cursor=&limit= */
export const importLines = pageOf(importLine)
export type ImportLines = z.infer<typeof importLines>
