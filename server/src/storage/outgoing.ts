// The outgoing store: mail and hooks on their way, each changed by compare-and-set on how often it was tried.
import type { AccountId } from '@countersign/protocol'
import type {
  NewOutgoing,
  Outgoing,
  OutgoingFilter,
  OutgoingState,
  OutgoingStore,
} from '../core/ports-outgoing.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { OutgoingTable } from './tables-admin.js'

export function outgoingStore(session: Session): OutgoingStore {
  return {
    async add(item) {
      await session.changes(insert, rowOf(item))
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toRecord(row)
    },
    async due(lane, nowMs, limit) {
      const rows =
        lane.kind === 'mail'
          ? await session.rows(selectDueMail, { nowMs, limit })
          : await session.rows(selectDueHooks, { webhookId: lane.webhookId, nowMs, limit })
      return rows.map(toRecord)
    },
    async claim(id, attempts, untilMs) {
      return (await session.changes(updateClaimed, { id, attempts, untilMs })) === 1
    },
    async sent(id, attempts, nowMs) {
      return (await session.changes(updateSent, { id, attempts, nowMs })) === 1
    },
    async postpone(id, attempts, dueAtMs, error) {
      return (await session.changes(updatePostponed, { id, attempts, dueAtMs, error })) === 1
    },
    async bury(id, attempts, error, nowMs) {
      return (await session.changes(updateBuried, { id, attempts, error, nowMs })) === 1
    },
    holdAll: (error, nowMs) => session.changes(updateHeld, { error, nowMs }),
    async revive(id, nowMs) {
      return (await session.changes(updateRevived, { id, nowMs })) === 1
    },
    async removeMailOf(accountId) {
      await session.changes(removeMail, { accountId })
    },
    async remove(id) {
      return (await session.changes(removeUnsent, { id })) === 1
    },
    async page(filter) {
      return (await session.rows(selectPage, filterRow(filter))).map(toRecord)
    },
    async count(state) {
      return (await session.row(selectCount, { state }))?.count ?? 0
    },
    async waiting(lane) {
      const row =
        lane.kind === 'mail'
          ? await session.row(countMail, {})
          : await session.row(countHooks, { webhookId: lane.webhookId })
      return row?.count ?? 0
    },
    purge: (sentBeforeMs, deadBeforeMs, limit) =>
      session.changes(removeFinished, { sentBeforeMs, deadBeforeMs, limit }),
  }
}

const insert = defineQuery((db, row: OutgoingTable) =>
  db.insertInto('outgoing').values({
    id: row.id,
    kind: row.kind,
    webhook_id: row.webhook_id,
    account_id: row.account_id,
    subject: row.subject,
    sealed_content: row.sealed_content,
    state: 'waiting',
    attempts: 0,
    due_at_ms: row.due_at_ms,
    last_error: '',
    created_at_ms: row.created_at_ms,
    finished_at_ms: null,
  }),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('outgoing').selectAll().where('id', '=', p.id),
)

interface Due {
  readonly nowMs: number
  readonly limit: number
}

const selectDueMail = defineQuery((db, p: Due) =>
  db
    .selectFrom('outgoing')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('kind', '=', 'mail')
    .where('webhook_id', 'is', null)
    .where('due_at_ms', '<=', p.nowMs)
    .orderBy('due_at_ms')
    .orderBy('id')
    .limit(p.limit),
)

const selectDueHooks = defineQuery((db, p: Due & { readonly webhookId: string }) =>
  db
    .selectFrom('outgoing')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('kind', '=', 'webhook')
    .where('webhook_id', '=', p.webhookId)
    .where('due_at_ms', '<=', p.nowMs)
    .orderBy('due_at_ms')
    .orderBy('id')
    .limit(p.limit),
)

const countMail = defineQuery((db, _: Record<never, never>) =>
  db
    .selectFrom('outgoing')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'waiting')
    .where('kind', '=', 'mail')
    .where('webhook_id', 'is', null),
)

const countHooks = defineQuery((db, p: { readonly webhookId: string }) =>
  db
    .selectFrom('outgoing')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'waiting')
    .where('kind', '=', 'webhook')
    .where('webhook_id', '=', p.webhookId),
)

interface Claimed {
  readonly id: string
  readonly attempts: number
}

const updateClaimed = defineQuery((db, p: Claimed & { readonly untilMs: number }) =>
  db
    .updateTable('outgoing')
    .set((eb) => ({ attempts: eb('attempts', '+', 1), due_at_ms: p.untilMs }))
    .where('id', '=', p.id)
    .where('state', '=', 'waiting')
    .where('attempts', '=', p.attempts),
)

const updateSent = defineQuery((db, p: Claimed & { readonly nowMs: number }) =>
  db
    .updateTable('outgoing')
    .set({ state: 'sent', sealed_content: null, last_error: '', finished_at_ms: p.nowMs })
    .where('id', '=', p.id)
    .where('state', '=', 'waiting')
    .where('attempts', '=', p.attempts),
)

const updatePostponed = defineQuery((db, p: Claimed & { readonly dueAtMs: number; readonly error: string }) =>
  db
    .updateTable('outgoing')
    .set({ due_at_ms: p.dueAtMs, last_error: p.error })
    .where('id', '=', p.id)
    .where('state', '=', 'waiting')
    .where('attempts', '=', p.attempts),
)

const updateBuried = defineQuery((db, p: Claimed & { readonly error: string; readonly nowMs: number }) =>
  db
    .updateTable('outgoing')
    .set({ state: 'dead', last_error: p.error, finished_at_ms: p.nowMs })
    .where('id', '=', p.id)
    .where('state', '=', 'waiting')
    .where('attempts', '=', p.attempts),
)

const updateHeld = defineQuery((db, p: { readonly error: string; readonly nowMs: number }) =>
  db
    .updateTable('outgoing')
    .set({ state: 'dead', last_error: p.error, finished_at_ms: p.nowMs })
    .where('state', '=', 'waiting'),
)

const updateRevived = defineQuery((db, p: { readonly id: string; readonly nowMs: number }) =>
  db
    .updateTable('outgoing')
    .set({ state: 'waiting', attempts: 0, due_at_ms: p.nowMs, finished_at_ms: null })
    .where('id', '=', p.id)
    .where('state', '=', 'dead'),
)

const removeMail = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('outgoing').where('account_id', '=', p.accountId).where('kind', '=', 'mail'),
)

const removeUnsent = defineQuery((db, p: { readonly id: string }) =>
  db.deleteFrom('outgoing').where('id', '=', p.id).where('state', 'in', ['waiting', 'dead']),
)

interface FilterRow {
  readonly state: OutgoingState | ''
  readonly kind: string
  readonly webhookId: string
  readonly beforeId: string
  readonly limit: number
}

/** An empty text stands for "any": a prepared query has the same parts every time. `~` comes after every id. */
function filterRow({ state, kind, webhookId, beforeId, limit }: OutgoingFilter): FilterRow {
  return {
    state: state ?? '',
    kind: kind ?? '',
    webhookId: webhookId ?? '',
    beforeId: beforeId ?? '~',
    limit,
  }
}

const selectPage = defineQuery((db, p: FilterRow) =>
  db
    .selectFrom('outgoing')
    .selectAll()
    .where((eb) => eb.or([eb(eb.val(p.state), '=', ''), eb('state', '=', p.state as OutgoingState)]))
    .where((eb) => eb.or([eb(eb.val(p.kind), '=', ''), eb('kind', '=', p.kind as Outgoing['kind'])]))
    .where((eb) => eb.or([eb(eb.val(p.webhookId), '=', ''), eb('webhook_id', '=', p.webhookId)]))
    .where('id', '<', p.beforeId)
    .orderBy('id', 'desc')
    .limit(p.limit),
)

const selectCount = defineQuery((db, p: { readonly state: OutgoingState }) =>
  db
    .selectFrom('outgoing')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', p.state),
)

const removeFinished = defineQuery(
  (db, p: { readonly sentBeforeMs: number; readonly deadBeforeMs: number; readonly limit: number }) =>
    db.deleteFrom('outgoing').where('id', 'in', (eb) =>
      eb
        .selectFrom('outgoing')
        .select('id')
        .where((at) =>
          at.or([
            at.and([at('state', '=', 'sent'), at('finished_at_ms', '<', p.sentBeforeMs)]),
            at.and([at('state', '=', 'dead'), at('finished_at_ms', '<', p.deadBeforeMs)]),
          ]),
        )
        .limit(p.limit),
    ),
)

function rowOf(item: NewOutgoing): OutgoingTable {
  return {
    id: item.id,
    kind: item.kind,
    webhook_id: item.webhookId ?? null,
    account_id: item.accountId ?? null,
    subject: item.subject,
    sealed_content: item.sealedContent,
    state: 'waiting',
    attempts: 0,
    due_at_ms: item.dueAtMs,
    last_error: '',
    created_at_ms: item.createdAtMs,
    finished_at_ms: null,
  }
}

function toRecord(row: OutgoingTable): Outgoing {
  return {
    id: row.id,
    kind: row.kind,
    webhookId: row.webhook_id ?? undefined,
    accountId: row.account_id ?? undefined,
    subject: row.subject,
    sealedContent: row.sealed_content === null ? undefined : toBytes(row.sealed_content),
    state: row.state,
    attempts: row.attempts,
    dueAtMs: row.due_at_ms,
    lastError: row.last_error,
    createdAtMs: row.created_at_ms,
    finishedAtMs: row.finished_at_ms ?? undefined,
  }
}
