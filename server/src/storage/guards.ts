// The guard store: what an account did lately, one row that is read and written as a whole.
import type { AccountId } from '@countersign/protocol'
import type { GuardStore } from '../core/ports.js'
import type { Guard } from '../core/records.js'
import { freshGuard } from '../core/throttle.js'
import { fromJson } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { GuardTable } from './tables.js'

export function guardStore(session: Session): GuardStore {
  return {
    async of(accountId) {
      const row = await session.row(selectOf, { accountId })
      return row === undefined ? freshGuard(accountId) : toRecord(row)
    },
    async raiseAll(by, nowMs) {
      await session.changes(raise, { by })
      await session.changes(insertRaised, { by, nowMs })
    },
    async save(guard, nowMs) {
      // Revision 0 says "there was no row": then only an insert may succeed.
      const query = guard.revision === 0 ? insert : update
      return (await session.changes(query, rowOf(guard, nowMs))) === 1
    },
  }
}

const selectOf = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.selectFrom('guard').selectAll().where('account_id', '=', p.accountId),
)

const insert = defineQuery((db, row: GuardTable) =>
  db
    .insertInto('guard')
    .values({
      account_id: row.account_id,
      facts: row.facts,
      changed_at_ms: row.changed_at_ms,
      revision: 1,
    })
    .onConflict((conflict) => conflict.column('account_id').doNothing()),
)

const raise = defineQuery((db, p: { readonly by: number }) =>
  db.updateTable('guard').set((eb) => ({ revision: eb('revision', '+', p.by) })),
)

const insertRaised = defineQuery((db, p: { readonly by: number; readonly nowMs: number }) =>
  db
    .insertInto('guard')
    .columns(['account_id', 'facts', 'changed_at_ms', 'revision'])
    .expression((eb) =>
      eb
        .selectFrom('account')
        .select((at) => [
          'account.id',
          at.val('{}').as('facts'),
          at.val(p.nowMs).as('changed_at_ms'),
          at.val(p.by).as('revision'),
        ])
        .where(({ exists, not, selectFrom }) =>
          not(
            exists(selectFrom('guard').select('account_id').whereRef('guard.account_id', '=', 'account.id')),
          ),
        ),
    ),
)

const update = defineQuery((db, row: GuardTable) =>
  db
    .updateTable('guard')
    .set((eb) => ({
      facts: row.facts,
      changed_at_ms: row.changed_at_ms,
      revision: eb('revision', '+', 1),
    }))
    .where('account_id', '=', row.account_id)
    .where('revision', '=', row.revision),
)

/** For the purge of challenges: the guard of an account that does not exist, unless it changed since. */
export const deleteGuardOfNobody = defineQuery(
  (db, p: { readonly accountId: AccountId; readonly beforeMs: number }) =>
    db
      .deleteFrom('guard')
      .where('account_id', '=', p.accountId)
      .where('changed_at_ms', '<', p.beforeMs)
      .where(({ exists, not, selectFrom }) =>
        not(exists(selectFrom('account').select('id').where('id', '=', p.accountId))),
      ),
)

function rowOf({ accountId, revision, ...facts }: Guard, nowMs: number): GuardTable {
  return { account_id: accountId, facts: JSON.stringify(facts), revision, changed_at_ms: nowMs }
}

/** A fact that is newer than the row has its fresh value. */
function toRecord(row: GuardTable): Guard {
  return {
    ...freshGuard(row.account_id),
    ...fromJson<Omit<Guard, 'accountId' | 'revision'>>(row.facts),
    revision: row.revision,
  }
}
