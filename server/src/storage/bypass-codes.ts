// The store of bypass codes: what a help desk told, at most one open an account.
import type { AccountId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { BypassCode } from '../core/codes.js'
import type { BypassCodeStore } from '../core/ports-codes.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { BypassCodeTable } from './tables-codes.js'

export function bypassCodeStore(session: Session): BypassCodeStore {
  return {
    async add(code) {
      await session.changes(revokeOpen, { accountId: code.accountId })
      await session.changes(insert, rowOf(code))
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toRecord(row)
    },
    async openOf(accountId, nowMs) {
      const row = await session.row(selectOpen, { accountId, nowMs })
      return row && toRecord(row)
    },
    async ofAccount(accountId, limit) {
      return (await session.rows(selectOfAccount, { accountId, limit })).map(toRecord)
    },
    async use(id, nowMs) {
      return (await session.changes(updateUsed, { id, nowMs })) === 1
    },
    async revoke(id) {
      return (await session.changes(updateRevoked, { id })) === 1
    },
    revokeAll: () => session.changes(updateAllRevoked, {}),
    removeOf: (accountId) => session.changes(deleteAll, { accountId }),
    purge: (expiredBeforeMs, limit) => session.changes(deleteOld, { expiredBeforeMs, limit }),
  }
}

const revokeOpen = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .updateTable('bypass_code')
    .set({ state: sql.lit('revoked') })
    .where('account_id', '=', p.accountId)
    .where('state', '=', sql.lit('open')),
)

const insert = defineQuery((db, row: BypassCodeTable) =>
  db.insertInto('bypass_code').values({
    id: row.id,
    account_id: row.account_id,
    code_hash: row.code_hash,
    reason: row.reason,
    made_by: row.made_by,
    state: row.state,
    made_at_ms: row.made_at_ms,
    expires_at_ms: row.expires_at_ms,
    used_at_ms: row.used_at_ms,
  }),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('bypass_code').selectAll().where('id', '=', p.id),
)

const selectOpen = defineQuery((db, p: { readonly accountId: AccountId; readonly nowMs: number }) =>
  db
    .selectFrom('bypass_code')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .where('state', '=', sql.lit('open'))
    .where('expires_at_ms', '>', p.nowMs),
)

const selectOfAccount = defineQuery((db, p: { readonly accountId: AccountId; readonly limit: number }) =>
  db
    .selectFrom('bypass_code')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .orderBy('made_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(p.limit),
)

const updateUsed = defineQuery((db, p: { readonly id: string; readonly nowMs: number }) =>
  db
    .updateTable('bypass_code')
    .set({ state: sql.lit('used'), used_at_ms: p.nowMs })
    .where('id', '=', p.id)
    .where('state', '=', sql.lit('open'))
    .where('expires_at_ms', '>', p.nowMs),
)

const updateRevoked = defineQuery((db, p: { readonly id: string }) =>
  db
    .updateTable('bypass_code')
    .set({ state: sql.lit('revoked') })
    .where('id', '=', p.id)
    .where('state', '=', sql.lit('open')),
)

const updateAllRevoked = defineQuery((db, _: object) =>
  db
    .updateTable('bypass_code')
    .set({ state: sql.lit('revoked') })
    .where('state', '=', sql.lit('open')),
)

const deleteAll = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('bypass_code').where('account_id', '=', p.accountId),
)

const deleteOld = defineQuery((db, p: { readonly expiredBeforeMs: number; readonly limit: number }) =>
  db
    .deleteFrom('bypass_code')
    .where('id', 'in', (eb) =>
      eb.selectFrom('bypass_code').select('id').where('expires_at_ms', '<', p.expiredBeforeMs).limit(p.limit),
    ),
)

function rowOf(code: BypassCode): BypassCodeTable {
  return {
    id: code.id,
    account_id: code.accountId,
    code_hash: code.codeHash,
    reason: code.reason,
    made_by: code.madeBy,
    state: code.state,
    made_at_ms: code.madeAtMs,
    expires_at_ms: code.expiresAtMs,
    used_at_ms: code.usedAtMs ?? null,
  }
}

function toRecord(row: BypassCodeTable): BypassCode {
  return {
    id: row.id,
    accountId: row.account_id,
    codeHash: toBytes(row.code_hash),
    reason: row.reason,
    madeBy: row.made_by,
    state: row.state,
    madeAtMs: row.made_at_ms,
    expiresAtMs: row.expires_at_ms,
    usedAtMs: row.used_at_ms ?? undefined,
  }
}
