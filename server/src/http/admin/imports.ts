// The resource /admin/v1/imports: lists of people are uploaded, looked at line by line, and taken over as jobs.
import type { ImportJobBody, ImportLineBody } from '@countersign/protocol/admin'
import { importJob, importJobs, importLines, importOptions, importPlan } from '@countersign/protocol/admin'
import type { ImportPlace } from '../../core/ports-imports.js'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { importBody, importLineBody, importRow } from '../../flows/admin/import-bodies.js'
import type { ImportShown } from '../../flows/admin/imports.js'
import {
  cancelImport,
  listImports,
  pauseImport,
  importLines as readLines,
  showImport,
  startImport,
} from '../../flows/admin/imports.js'
import { IMPORT_LINES_MAX, IMPORT_MAX_BYTES, readImport } from '../../flows/admin/read-import.js'
import type { Operation } from '../operation.js'
import type { Problem } from '../problem.js'
import { readBytes } from '../read-json.js'
import type { AdminCall } from './operation.js'
import { adminOperation, rawAdminOperation } from './operation.js'
import { cursorIn, limitIn, pageFrom, pageParameters } from './paging.js'
import { answered } from './settle.js'

const exampleJob: ImportJobBody = {
  id: '01970000-0000-7000-8000-000000000000',
  name: 'people.csv',
  state: 'ready',
  reading: { encoding: 'utf-8', delimiter: ';', columns: ['user_id', 'display_name', 'email'] },
  options: { skipFaulty: false, createGroups: false, updateExisting: true },
  lines: 50,
  done: 0,
  counts: { add: 48, change: 0, same: 1, fault: 1 },
  faults: [
    {
      line: 17,
      column: 3,
      columnName: 'email',
      code: 'value_invalid',
      expected: 'one mail address, like alice@example.org',
    },
  ],
  newGroups: [],
  createdBy: 'operator',
  createdAtMs: 1_795_000_000_000,
  changedAtMs: 1_795_000_000_000,
  revision: 2,
}

const exampleLine: ImportLineBody = {
  line: 2,
  plan: 'add',
  state: 'waiting',
  values: {
    userId: 'alice@example.org',
    displayName: 'Alice',
    emails: ['alice@example.org'],
    aliases: [],
    groups: [],
    locale: '',
    notes: '',
    hasStartCode: false,
  },
  changes: [],
  faults: [],
}

const { faults: _faults, newGroups: _newGroups, reading: _reading, ...exampleRow } = exampleJob

const JOB = { name: 'ImportJob', schema: importJob } as const
const UPLOADED = { status: 201, description: 'The job, with its first faults.', shape: JOB } as const
const group = 'Onboarding'

export const importOperations: readonly Operation[] = [
  rawAdminOperation(
    {
      method: 'post',
      path: '/admin/v1/imports',
      group,
      summary: 'Upload a list of people',
      description: [
        `Comma-separated text (also with semicolons or tabs; UTF-8, UTF-16 or windows-1252), at most ${IMPORT_LINES_MAX} lines below the header and ${IMPORT_MAX_BYTES} bytes.`,
        'Columns: user_id (required), display_name, email, email2, aliases, groups, locale, start_code, notes; several aliases or groups are separated by |.',
        'Every line is looked at and planned; no account is touched before the job is started.',
        'It takes no idempotency key: a list that is sent twice becomes two jobs, and the one that is not started does nothing.',
      ].join(' '),
      query: [
        {
          name: 'name',
          in: 'query',
          required: false,
          description: 'What the list is called, e.g. the name of its file.',
          schema: { type: 'string', maxLength: 200 },
        },
      ],
      answer: UPLOADED,
      codes: ['body_invalid', 'body_too_large', 'content_type_unsupported'],
      example: { answer: exampleJob },
      upload: ['text/csv'],
    },
    upload,
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/imports',
      group,
      summary: 'List imports',
      description: 'Newest first.',
      query: pageParameters,
      answer: {
        status: 200,
        description: 'A page of jobs.',
        shape: { name: 'ImportJobs', schema: importJobs },
      },
      codes: [],
      example: { answer: { items: [exampleRow], next: null } },
    },
    undefined,
    async ({ ports, actor, query }) => {
      const limit = limitIn(query)
      const found = await listImports(ports, actor, { limit: limit + 1, before: placeIn(cursorIn(query)) })
      return found.ok ? accepted(pageFrom(found.value, limit, placeText, importRow)) : found
    },
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/imports/{id}',
      group,
      summary: 'Show an import',
      description: 'How far it is, what its lines do, and its first faults.',
      answer: { status: 200, description: 'The job.', shape: JOB },
      codes: ['not_found'],
      example: { answer: exampleJob },
    },
    undefined,
    async ({ ports, actor, params: { id = '' } }) => bodyOf(await showImport(ports, actor, { id })),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/imports/{id}/lines',
      group,
      summary: 'List the lines of an import',
      description: 'In the order of the list, each with what it does or what is wrong with it.',
      query: [
        ...pageParameters,
        {
          name: 'plan',
          in: 'query',
          required: false,
          description: 'Only lines that do this.',
          schema: { type: 'string', enum: ['add', 'change', 'same', 'fault'] },
        },
      ],
      answer: {
        status: 200,
        description: 'A page of lines.',
        shape: { name: 'ImportLines', schema: importLines },
      },
      codes: ['not_found'],
      example: { answer: { items: [exampleLine], next: null } },
    },
    undefined,
    async ({ ports, actor, query, params: { id = '' } }) => {
      const limit = limitIn(query)
      const plan = importPlan.safeParse(query.get('plan')).data
      const afterLine = Number(/^\d{1,9}$/.exec(cursorIn(query))?.[0] ?? 0)
      const found = await readLines(ports, actor, { id, afterLine, limit: limit + 1, plan })
      return found.ok
        ? accepted(pageFrom(found.value, limit, ({ line }) => `${line}`, importLineBody))
        : found
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/imports/{id}/start',
      group,
      summary: 'Start or resume an import',
      description: [
        'Lines with faults are passed over only with `skipFaulty`, groups made only with `createGroups`; a fault of the header lets no job start.',
        'It runs on the server, in small steps that are each kept whole; watch it with GET.',
      ].join(' '),
      answer: { status: 200, description: 'The job, running.', shape: JOB },
      codes: ['not_found', 'conflict', 'body_invalid'],
      example: { body: { skipFaulty: true }, answer: { ...exampleJob, state: 'running', revision: 3 } },
    },
    { name: 'ImportOptions', schema: importOptions },
    async ({ ports, actor, body, params: { id = '' } }) =>
      bodyOf(await startImport(ports, actor, { id, options: body })),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/imports/{id}/pause',
      group,
      summary: 'Pause an import',
      description: 'It stops within a second, and goes on with start.',
      answer: { status: 200, description: 'The job, paused.', shape: JOB },
      codes: ['not_found', 'conflict'],
      example: { answer: { ...exampleJob, state: 'paused', revision: 4 } },
    },
    undefined,
    async ({ ports, actor, params: { id = '' } }) => bodyOf(await pauseImport(ports, actor, { id })),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/imports/{id}/cancel',
      group,
      summary: 'Cancel an import',
      description: 'It stops within a second, for good. What it did until then stays done.',
      answer: { status: 200, description: 'The job, cancelled.', shape: JOB },
      codes: ['not_found', 'conflict'],
      example: { answer: { ...exampleJob, state: 'cancelled', revision: 5 } },
    },
    undefined,
    async ({ ports, actor, params: { id = '' } }) => bodyOf(await cancelImport(ports, actor, { id })),
  ),
]

/** A charset parameter says nothing that the bytes do not show better. */
const CSV_TYPE = /^text\/csv *(?:;.*)?$/i

async function upload({ ports, actor, query, exchange }: AdminCall<undefined>): Promise<Problem | undefined> {
  let problem: Problem | undefined
  const read = await readImport(ports, actor, {
    name: query.get('name') ?? '',
    upload: async () => {
      const bytes = await readBytes(exchange.request, CSV_TYPE, IMPORT_MAX_BYTES)
      if (bytes.ok) return bytes.value
      problem = bytes.problem
      return undefined
    },
  })
  if (problem !== undefined) return problem
  return answered(exchange, { path: '/admin/v1/imports', answer: UPLOADED }, bodyOf(read))
}

function bodyOf(found: Result<ImportShown>): Result<ImportJobBody> {
  return found.ok ? accepted(importBody(found.value)) : found
}

function placeText({ createdAtMs, id }: ImportPlace): string {
  return `${createdAtMs} ${id}`
}

/** A cursor that is none of ours begins at the newest. */
function placeIn(cursor: string): ImportPlace | undefined {
  const [, createdAtMs, id] = /^(\d{1,15}) (\S{1,64})$/.exec(cursor) ?? []
  return createdAtMs === undefined || id === undefined ? undefined : { createdAtMs: Number(createdAtMs), id }
}
