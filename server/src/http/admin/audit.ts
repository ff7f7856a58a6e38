// The resource /admin/v1/audit: a page, one entry, what happens now, all of it as a file, and whether it is whole.
import type { AuditEntryBody, AuditVerification } from '@countersign/protocol/admin'
import { auditEntry, auditPage, auditVerification } from '@countersign/protocol/admin'
import { accepted } from '../../core/refusal.js'
import { auditSince, exportAudit, listAudit, showAuditEntry, verifyAudit } from '../../flows/admin/audit.js'
import type { LiveStreams } from '../live-streams.js'
import type { Operation } from '../operation.js'
import { sendExport } from './audit-export.js'
import { cursorAt, filterIn, filterParameters, notedIn, positionIn } from './audit-query.js'
import { liveOperation } from './live-operation.js'
import { adminOperation, rawAdminOperation } from './operation.js'
import { limitIn, pageParameters } from './paging.js'
import { refusalOf } from './settle.js'

/** How often a stream looks for what was sealed; the sealer comes by twice a second. */
const LOOK_EVERY_MS = 1_000

const HASH = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'

const exampleEntry: AuditEntryBody = {
  id: '019712f0-5c00-7a1e-8d7e-0f2b3c4d5e6f',
  atMs: 1_795_000_000_000,
  action: 'account.added',
  actor: 'admin:019712f0-5c00-7a1e-8d7e-0f2b3c4d5e70',
  accountId: '019712f0-5c00-7a1e-8d7e-0f2b3c4d5e71' as AuditEntryBody['accountId'],
  appId: null,
  facts: { userId: 'alice' },
  sequence: 4711,
  hash: HASH,
  names: { actor: 'ada', account: 'alice', app: null },
}

const exampleVerification: AuditVerification = {
  ok: true,
  entries: 4711,
  waiting: 0,
  checkpoints: 930,
  lastCheckpointAtMs: 1_795_000_000_000,
  end: { sequence: 4711, hash: HASH },
  faults: [],
  checkedAtMs: 1_795_000_000_500,
}

const group = 'Audit'

export function auditOperations(streams: LiveStreams): readonly Operation[] {
  return [
    adminOperation(
      {
        method: 'get',
        path: '/admin/v1/audit',
        group,
        summary: 'Read the audit',
        description:
          'Newest first. A page looks at a bounded stretch of time: with a filter it may be short, even empty, and still name a next one.',
        query: [...filterParameters, ...pageParameters],
        answer: {
          status: 200,
          description: 'A page of entries.',
          shape: { name: 'AuditPage', schema: auditPage },
        },
        codes: [],
        example: { answer: { items: [exampleEntry], next: null } },
      },
      undefined,
      async ({ ports, actor, query }) => {
        const asked = { filter: filterIn(query), before: positionIn(query), limit: limitIn(query) }
        const found = await listAudit(ports, actor, asked)
        return found.ok ? accepted({ items: found.value.items, next: cursorAt(found.value.next) }) : found
      },
    ),
    liveOperation(
      streams,
      {
        method: 'get',
        path: '/admin/v1/audit/stream',
        group,
        summary: 'Follow the audit',
        description:
          'Server-sent events: `entry` for each entry once it is sealed, from now on; its data is an AuditEntry.',
        query: filterParameters,
        answer: { status: 200, description: 'The stream.', types: ['text/event-stream'] },
        codes: ['too_many_requests'],
        example: {},
      },
      async ({ ports, actor, query }) => {
        const filter = filterIn(query)
        const start = await auditSince(ports, actor, { filter, sequence: undefined })
        if (!start.ok) return start
        let { sequence } = start.value
        return accepted({
          everyMs: LOOK_EVERY_MS,
          async look() {
            const news = await auditSince(ports, actor, { filter, sequence })
            if (!news.ok) throw new Error('no longer permitted')
            sequence = news.value.sequence
            return news.value.items.map((data) => ({ name: 'entry', data }))
          },
        })
      },
    ),
    rawAdminOperation(
      {
        method: 'get',
        path: '/admin/v1/audit/export',
        group,
        summary: 'Take the audit along',
        description:
          'All sealed entries, oldest first, as `format=jsonl` (default) or `format=csv`. In JSON Lines `facts` stands byte for byte as it was hashed, and the last line is the checkpoint that the server signed: enough to check the chain elsewhere.',
        query: [
          {
            name: 'format',
            in: 'query',
            required: false,
            description: '`jsonl` or `csv`.',
            schema: { type: 'string' },
          },
          ...filterParameters,
        ],
        answer: { status: 200, description: 'The file.', types: ['application/jsonl', 'text/csv'] },
        codes: [],
        example: {},
      },
      async ({ ports, actor, query, exchange }) => {
        const exported = await exportAudit(ports, actor, { filter: filterIn(query) })
        if (!exported.ok) return refusalOf(exchange, { path: '/admin/v1/audit/export' }, exported.refusal)
        const form = query.get('format') === 'csv' ? 'csv' : 'jsonl'
        const date = new Date(ports.clock.nowMs()).toISOString().slice(0, 10)
        await sendExport(exchange.response, form, exported.value, date)
        return undefined
      },
    ),
    adminOperation(
      {
        method: 'post',
        path: '/admin/v1/audit/verify',
        group,
        summary: 'Verify the audit',
        description:
          'Reads all of it: every link of the chain and every checkpoint, and names what was changed, removed, inserted or reordered. Takes about ten seconds for a million entries. Write the end down elsewhere: given as `noted` later, it also shows whether entries and checkpoints were cut off together.',
        query: [
          {
            name: 'noted',
            in: 'query',
            required: false,
            description: 'An end that was written down: `<sequence>:<hash>`.',
            schema: { type: 'string' },
          },
        ],
        answer: {
          status: 200,
          description: 'What was found.',
          shape: { name: 'AuditVerification', schema: auditVerification },
        },
        codes: ['too_many_requests'],
        example: { answer: exampleVerification },
      },
      undefined,
      ({ ports, actor, query }) => verifyAudit(ports, actor, { noted: notedIn(query.get('noted')) }),
    ),
    adminOperation(
      {
        method: 'get',
        path: '/admin/v1/audit/{id}',
        group,
        summary: 'Read one entry',
        description: 'With the names that stand behind its ids now.',
        answer: { status: 200, description: 'The entry.', shape: { name: 'AuditEntry', schema: auditEntry } },
        codes: ['not_found'],
        example: { answer: exampleEntry },
      },
      undefined,
      ({ ports, actor, params: { id = '' } }) => showAuditEntry(ports, actor, { id }),
    ),
  ]
}
