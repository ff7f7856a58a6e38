// The store of code guards: the tries of one account, kind and pool, one row that is read and written as a whole.
import type { AccountId, CodeWay } from '@countersign/protocol'
import { sql } from 'kysely'
import { freshCodeGuard } from '../core/code-tries.js'
import type { CodeGuard, CodePool } from '../core/codes.js'
import type { CodeGuardStore } from '../core/ports-codes.js'
import { fromJson } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { CodeGuardTable } from './tables-codes.js'

export function codeGuardStore(session: Session): CodeGuardStore {
  return {
    async of(accountId, way, pool) {
      const row = await session.row(selectOne, { accountId, way, pool })
      return row === undefined ? freshCodeGuard(accountId, way, pool) : toRecord(row)
    },
    async ofAccount(accountId) {
      return (await session.rows(selectOfAccount, { accountId })).map(toRecord)
    },
    async save(guard, nowMs) {
      // Revision 0 says "there was no row": then only an insert may succeed.
      const query = guard.revision === 0 ? insert : update
      return (await session.changes(query, rowOf(guard, nowMs))) === 1
    },
    removeOf: (accountId) => session.changes(deleteAll, { accountId }),
    purge: (unchangedSinceMs, limit) => session.changes(deleteOfNobody, { unchangedSinceMs, limit }),
  }
}

type Row = Omit<CodeGuardTable, 'of_nobody'>

const selectOne = defineQuery(
  (db, p: { readonly accountId: AccountId; readonly way: CodeWay; readonly pool: CodePool }) =>
    db
      .selectFrom('code_guard')
      .selectAll()
      .where('account_id', '=', p.accountId)
      .where('way', '=', p.way)
      .where('pool', '=', p.pool),
)

const selectOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('code_guard')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .orderBy('way')
    .orderBy('pool'),
)

const insert = defineQuery((db, row: Row) =>
  db
    .insertInto('code_guard')
    .values(({ case: when, exists, selectFrom }) => ({
      account_id: row.account_id,
      way: row.way,
      pool: row.pool,
      wrong_at_ms: row.wrong_at_ms,
      consecutive_wrong: row.consecutive_wrong,
      changed_at_ms: row.changed_at_ms,
      of_nobody: when()
        .when(exists(selectFrom('account').select('id').where('id', '=', row.account_id)))
        .then(0)
        .else(1)
        .end(),
      revision: 1,
    }))
    .onConflict((conflict) => conflict.columns(['account_id', 'way', 'pool']).doNothing()),
)

const update = defineQuery((db, row: Row) =>
  db
    .updateTable('code_guard')
    .set((eb) => ({
      wrong_at_ms: row.wrong_at_ms,
      consecutive_wrong: row.consecutive_wrong,
      changed_at_ms: row.changed_at_ms,
      revision: eb('revision', '+', 1),
    }))
    .where('account_id', '=', row.account_id)
    .where('way', '=', row.way)
    .where('pool', '=', row.pool)
    .where('revision', '=', row.revision),
)

const deleteAll = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('code_guard').where('account_id', '=', p.accountId),
)

const deleteOfNobody = defineQuery((db, p: { readonly unchangedSinceMs: number; readonly limit: number }) =>
  db.deleteFrom('code_guard').where(({ eb, refTuple, selectFrom }) =>
    eb(
      refTuple('account_id', 'way', 'pool'),
      'in',
      selectFrom('code_guard as old')
        .select(['old.account_id', 'old.way', 'old.pool'])
        // As a literal: no engine proves that a placeholder matches the partial index.
        .where('old.of_nobody', '=', sql.lit(1))
        .where('old.changed_at_ms', '<', p.unchangedSinceMs)
        .limit(p.limit)
        .$asTuple('account_id', 'way', 'pool'),
    ),
  ),
)

function rowOf(guard: CodeGuard, nowMs: number): Row {
  return {
    account_id: guard.accountId,
    way: guard.way,
    pool: guard.pool,
    wrong_at_ms: JSON.stringify(guard.wrongAtMs),
    consecutive_wrong: guard.consecutiveWrong,
    changed_at_ms: nowMs,
    revision: guard.revision,
  }
}

function toRecord(row: CodeGuardTable): CodeGuard {
  return {
    accountId: row.account_id,
    way: row.way,
    pool: row.pool,
    wrongAtMs: fromJson<CodeGuard['wrongAtMs']>(row.wrong_at_ms),
    consecutiveWrong: row.consecutive_wrong,
    revision: row.revision,
  }
}
