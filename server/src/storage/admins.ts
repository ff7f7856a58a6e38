// The admin store: which accounts administer, and in which role.
import type { AccountId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { AdminRecord } from '../core/access.js'
import type { AdminStore } from '../core/ports-access.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { AdminTable } from './tables-admin.js'

export function adminStore(session: Session): AdminStore {
  return {
    async of(accountId) {
      const row = await session.row(selectOf, { accountId })
      return row && toRecord(row)
    },
    async page(afterUserId, limit) {
      const rows = await session.rows(selectPage, { afterUserId, limit })
      return rows.map((row) => ({ ...toRecord(row), userId: row.user_id, displayName: row.display_name }))
    },
    async owners() {
      return Number((await session.row(countOwners, {}))?.owners ?? 0)
    },
    async put({ accountId, role, createdAtMs, createdBy }) {
      const row = { account_id: accountId, role, created_at_ms: createdAtMs, created_by: createdBy }
      await session.changes(upsert, row)
    },
    async remove(accountId) {
      return (await session.changes(remove, { accountId })) === 1
    },
  }
}

const selectOf = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.selectFrom('admin').selectAll().where('account_id', '=', p.accountId),
)

const selectPage = defineQuery((db, p: { readonly afterUserId: string; readonly limit: number }) =>
  db
    .selectFrom('admin')
    .innerJoin('account', 'account.id', 'admin.account_id')
    .select(['admin.account_id', 'admin.role', 'admin.created_at_ms', 'admin.created_by'])
    .select(['account.user_id', 'account.display_name'])
    .where('account.user_id', '>', p.afterUserId)
    .orderBy('account.user_id')
    .limit(p.limit),
)

const countOwners = defineQuery((db, _: object) =>
  db
    .selectFrom('admin')
    .innerJoin('account', 'account.id', 'admin.account_id')
    .select(({ fn }) => fn.countAll<number>().as('owners'))
    .where('admin.role', '=', sql.lit('owner'))
    .where('account.state', '=', sql.lit('active')),
)

const upsert = defineQuery((db, row: AdminTable) =>
  db
    .insertInto('admin')
    .values({
      account_id: row.account_id,
      role: row.role,
      created_at_ms: row.created_at_ms,
      created_by: row.created_by,
    })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ role: row.role })),
)

const remove = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('admin').where('account_id', '=', p.accountId),
)

function toRecord(row: AdminTable): AdminRecord {
  return {
    accountId: row.account_id,
    role: row.role,
    createdAtMs: row.created_at_ms,
    createdBy: row.created_by,
  }
}
