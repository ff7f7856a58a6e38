// The store of recoveries under way: which browser has proven which code.
import type { AccountId, CodeWay } from '@countersign/protocol'
import type { Recovery } from '../core/codes.js'
import type { RecoveryStore } from '../core/ports-codes.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { RecoveryTable } from './tables-codes.js'

export function recoveryStore(session: Session): RecoveryStore {
  return {
    async add(recovery) {
      await session.changes(insert, rowOf(recovery))
    },
    async bySecret(secretHash) {
      const row = await session.row(selectBySecret, { secretHash })
      return row && toRecord(row)
    },
    async setShown(secretHash, way, nowMs) {
      return (await session.changes(updateShown, { secretHash, way, nowMs })) === 1
    },
    async remove(secretHash) {
      return (await session.changes(deleteOne, { secretHash })) === 1
    },
    removeOf: (accountId) => session.changes(deleteAll, { accountId }),
    purge: (nowMs, limit) => session.changes(deleteOver, { nowMs, limit }),
  }
}

const insert = defineQuery((db, row: RecoveryTable) =>
  db.insertInto('recovery').values({
    secret_hash: row.secret_hash,
    account_id: row.account_id,
    user_id: row.user_id,
    shown: row.shown,
    created_at_ms: row.created_at_ms,
    expires_at_ms: row.expires_at_ms,
  }),
)

const selectBySecret = defineQuery((db, p: { readonly secretHash: Uint8Array }) =>
  db.selectFrom('recovery').selectAll().where('secret_hash', '=', p.secretHash),
)

const updateShown = defineQuery(
  (db, p: { readonly secretHash: Uint8Array; readonly way: CodeWay; readonly nowMs: number }) =>
    db
      .updateTable('recovery')
      .set({ shown: p.way })
      .where('secret_hash', '=', p.secretHash)
      .where('shown', 'is', null)
      .where('expires_at_ms', '>', p.nowMs),
)

const deleteOne = defineQuery((db, p: { readonly secretHash: Uint8Array }) =>
  db.deleteFrom('recovery').where('secret_hash', '=', p.secretHash),
)

const deleteAll = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('recovery').where('account_id', '=', p.accountId),
)

const deleteOver = defineQuery((db, p: { readonly nowMs: number; readonly limit: number }) =>
  db
    .deleteFrom('recovery')
    .where('secret_hash', 'in', (eb) =>
      eb
        .selectFrom('recovery')
        .select('secret_hash')
        .where('expires_at_ms', '<=', p.nowMs)
        .orderBy('expires_at_ms')
        .limit(p.limit),
    ),
)

function rowOf(recovery: Recovery): RecoveryTable {
  return {
    secret_hash: recovery.secretHash,
    account_id: recovery.accountId,
    user_id: recovery.userId,
    shown: recovery.shown ?? null,
    created_at_ms: recovery.createdAtMs,
    expires_at_ms: recovery.expiresAtMs,
  }
}

function toRecord(row: RecoveryTable): Recovery {
  return {
    secretHash: toBytes(row.secret_hash),
    accountId: row.account_id,
    userId: row.user_id,
    shown: row.shown ?? undefined,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
  }
}
