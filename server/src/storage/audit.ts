// The audit store: entries as they are written, their places in the chain, and the checkpoints.
import { refuseTooLong } from '../core/audit-entry.js'
import type { AuditStore, ChainLink } from '../core/ports-audit.js'
import { pageOf } from './audit-page.js'
import { toCheckpoint, toSavedEntry, toSealedEntry } from './audit-rows.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { AuditCheckpointTable, AuditTable } from './tables-admin.js'

export function auditStore(session: Session): AuditStore {
  return {
    async append(id, atMs, entry, mark) {
      refuseTooLong(entry)
      const { action, actor, accountId, appId, facts } = entry
      await session.changes(insert, {
        id,
        at_ms: atMs,
        action,
        actor,
        account_id: accountId ?? null,
        app_id: appId ?? null,
        facts: JSON.stringify(facts),
        mark,
      })
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toSavedEntry(row)
    },
    async unsealed(limit) {
      return (await session.rows(selectUnsealed, { limit })).map(toSavedEntry)
    },
    async unsealedCount() {
      return (await session.row(countUnsealed, {}))?.count ?? 0
    },
    async seal(id, { sequence, hash }) {
      return (await session.changes(updateSealed, { id, sequence, hash })) === 1
    },
    async end() {
      return linkOf(await session.row(selectEnd, {}))
    },
    async at(sequence) {
      return linkOf(await session.row(selectAt, { sequence }))
    },
    async sealed(after, upTo, limit) {
      return (await session.rows(selectSealed, { after, upTo, limit })).flatMap(toSealedEntry)
    },
    page: (filter, before, limit) => pageOf(session, filter, before, limit),
    async addCheckpoint({ sequence, hash, atMs, signature }) {
      await session.changes(insertCheckpoint, { sequence, hash, at_ms: atMs, signature })
    },
    async checkpoints(after, upTo, limit) {
      return (await session.rows(selectCheckpoints, { after, upTo, limit })).map(toCheckpoint)
    },
    async lastCheckpoint() {
      const row = await session.row(selectLastCheckpoint, {})
      return row && toCheckpoint(row)
    },
  }
}

function linkOf(row: Pick<AuditTable, 'sequence' | 'hash'> | undefined): ChainLink | undefined {
  if (row === undefined || row.sequence === null || row.hash === null) return undefined
  return { sequence: row.sequence, hash: toBytes(row.hash) }
}

const insert = defineQuery((db, row: Omit<AuditTable, 'sequence' | 'hash'>) =>
  db.insertInto('audit').values({
    id: row.id,
    at_ms: row.at_ms,
    action: row.action,
    actor: row.actor,
    account_id: row.account_id,
    app_id: row.app_id,
    facts: row.facts,
    mark: row.mark,
    sequence: null,
    hash: null,
  }),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('audit').selectAll().where('id', '=', p.id),
)

const selectUnsealed = defineQuery((db, p: { readonly limit: number }) =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('sequence', 'is', null)
    .orderBy('at_ms')
    .orderBy('id')
    .limit(p.limit),
)

const countUnsealed = defineQuery((db, _: Record<never, never>) =>
  db
    .selectFrom('audit')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('sequence', 'is', null),
)

const updateSealed = defineQuery(
  (db, p: { readonly id: string; readonly sequence: number; readonly hash: Uint8Array }) =>
    db
      .updateTable('audit')
      .set({ sequence: p.sequence, hash: p.hash })
      .where('id', '=', p.id)
      .where('sequence', 'is', null),
)

const selectEnd = defineQuery((db, _: Record<never, never>) =>
  db
    .selectFrom('audit')
    .select(['sequence', 'hash'])
    .where('sequence', 'is not', null)
    .orderBy('sequence', 'desc')
    .limit(1),
)

const selectAt = defineQuery((db, p: { readonly sequence: number }) =>
  db.selectFrom('audit').select(['sequence', 'hash']).where('sequence', '=', p.sequence),
)

interface Stretch {
  readonly after: number
  readonly upTo: number
  readonly limit: number
}

const selectSealed = defineQuery((db, p: Stretch) =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('sequence', '>', p.after)
    .where('sequence', '<=', p.upTo)
    .orderBy('sequence')
    .limit(p.limit),
)

const insertCheckpoint = defineQuery((db, row: AuditCheckpointTable) =>
  db
    .insertInto('audit_checkpoint')
    .values({ sequence: row.sequence, hash: row.hash, at_ms: row.at_ms, signature: row.signature }),
)

const selectCheckpoints = defineQuery((db, p: Stretch) =>
  db
    .selectFrom('audit_checkpoint')
    .selectAll()
    .where('sequence', '>', p.after)
    .where('sequence', '<=', p.upTo)
    .orderBy('sequence')
    .limit(p.limit),
)

const selectLastCheckpoint = defineQuery((db, _: Record<never, never>) =>
  db.selectFrom('audit_checkpoint').selectAll().orderBy('sequence', 'desc').limit(1),
)
