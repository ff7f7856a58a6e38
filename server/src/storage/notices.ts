// The notice store: what people were told, for their phones and /me.
import type { AccountId } from '@countersign/protocol'
import type { NoticeRecord, NoticeStore } from '../core/ports-notices.js'
import { fromJson } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { NoticeTable } from './tables-admin.js'

export function noticeStore(session: Session): NoticeStore {
  return {
    async add(notice) {
      await session.changes(insert, rowOf(notice))
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toRecord(row)
    },
    async ofAccount(accountId, limit, before) {
      const { atMs, id } = before ?? AFTER_ALL
      return (await session.rows(selectPage, { accountId, limit, atMs, id })).map(toRecord)
    },
    async since(sinceMs, limit) {
      return (await session.rows(selectSince, { sinceMs, limit })).map(toRecord)
    },
    async removeOf(accountId) {
      await session.changes(removeAll, { accountId })
    },
    purge: (beforeMs, limit) => session.changes(removeOld, { beforeMs, limit }),
  }
}

/** A place that every notice is older than. */
const AFTER_ALL = { atMs: Number.MAX_SAFE_INTEGER, id: '' } as const

const insert = defineQuery((db, row: NoticeTable) =>
  db.insertInto('notice').values({
    id: row.id,
    account_id: row.account_id,
    kind: row.kind,
    facts: row.facts,
    at_ms: row.at_ms,
  }),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('notice').selectAll().where('id', '=', p.id),
)

interface Page {
  readonly accountId: AccountId
  readonly limit: number
  readonly atMs: number
  readonly id: string
}

const selectPage = defineQuery((db, p: Page) =>
  db
    .selectFrom('notice')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .where('at_ms', '<=', p.atMs)
    .where((eb) => eb.or([eb('at_ms', '<', p.atMs), eb('id', '<', p.id)]))
    .orderBy('at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(p.limit),
)

const selectSince = defineQuery((db, p: { readonly sinceMs: number; readonly limit: number }) =>
  db
    .selectFrom('notice')
    .selectAll()
    .where('at_ms', '>=', p.sinceMs)
    .orderBy('at_ms')
    .orderBy('id')
    .limit(p.limit),
)

const removeAll = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('notice').where('account_id', '=', p.accountId),
)

const removeOld = defineQuery((db, p: { readonly beforeMs: number; readonly limit: number }) =>
  db
    .deleteFrom('notice')
    .where('id', 'in', (eb) =>
      eb.selectFrom('notice').select('id').where('at_ms', '<', p.beforeMs).limit(p.limit),
    ),
)

function rowOf({ id, accountId, kind, facts, atMs }: NoticeRecord): NoticeTable {
  return { id, account_id: accountId, kind, facts: JSON.stringify(facts), at_ms: atMs }
}

function toRecord(row: NoticeTable): NoticeRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind,
    facts: fromJson<NoticeRecord['facts']>(row.facts),
    atMs: row.at_ms,
  }
}
