// The group store: groups of accounts, and who is in them.
import type { AccountId } from '@countersign/protocol'
import type { GroupRef } from '../core/directory.js'
import type { GroupStore } from '../core/ports-directory.js'
import { toAccount } from './account-rows.js'
import { groupRow, nameKey, toGroup } from './group-rows.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { GroupMemberTable, GroupTable } from './tables-admin.js'

export function groupStore(session: Session): GroupStore {
  return {
    async add(group) {
      return (await session.changes(insert, groupRow(group))) === 1
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toGroup(row)
    },
    async byName(name) {
      const row = await session.row(selectByName, { key: nameKey(name) })
      return row && toGroup(row)
    },
    async byExternalId(externalId) {
      const row = await session.row(selectByExternalId, { externalId })
      return row && toGroup(row)
    },
    async page(part, afterName, limit) {
      const rows = await session.rowsOnce((db) =>
        db
          .selectFrom('member_group')
          .selectAll()
          .select((eb) =>
            eb
              .selectFrom('group_member')
              .select((count) => count.fn.countAll<number>().as('members'))
              .whereRef('group_member.group_id', '=', 'member_group.id')
              .as('members'),
          )
          .where('name_key', '>', nameKey(afterName))
          .$if(part !== '', (page) =>
            page.where((eb) => eb(eb.fn('instr', ['name_key', eb.val(nameKey(part))]), '>', 0)),
          )
          .orderBy('name_key')
          .limit(limit),
      )
      return rows.map((row) => ({ group: toGroup(row), members: row.members ?? 0 }))
    },
    async save(group) {
      return (await session.changes(update, groupRow(group))) === 1
    },
    async remove(id) {
      return (await session.changes(remove, { id })) === 1
    },
    async size(id) {
      return groupSize(session, id)
    },
    async addMember(id, accountId) {
      return (await session.changes(insertMember, { group_id: id, account_id: accountId })) === 1
    },
    async removeMember(id, accountId) {
      return (await session.changes(deleteMember, { group_id: id, account_id: accountId })) === 1
    },
    async members(id, afterUserId, limit) {
      return (await session.rows(selectMembers, { id, afterUserId, limit })).map(toAccount)
    },
    async ofAccount(accountId) {
      return (await session.rows(selectOfAccount, { accountId })).map(toGroup)
    },
    async removeAccount(accountId) {
      await session.changes(deleteAccount, { accountId })
    },
  }
}

/** How many are in it. */
export async function groupSize(session: Session, id: string): Promise<number> {
  return (await session.row(countMembers, { id }))?.count ?? 0
}

/** Names and ids of an account's groups, by name. */
export async function groupRefsOf(session: Session, accountId: AccountId): Promise<readonly GroupRef[]> {
  return (await session.rows(selectOfAccount, { accountId })).map(({ id, name }) => ({ id, name }))
}

const insert = defineQuery((db, row: GroupTable) =>
  db
    .insertInto('member_group')
    .values({
      id: row.id,
      name: row.name,
      name_key: row.name_key,
      description: row.description,
      external_id: row.external_id,
      created_at_ms: row.created_at_ms,
      changed_at_ms: row.changed_at_ms,
      revision: row.revision,
    })
    .onConflict((conflict) => conflict.column('name_key').doNothing()),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('member_group').selectAll().where('id', '=', p.id),
)

const selectByName = defineQuery((db, p: { readonly key: string }) =>
  db.selectFrom('member_group').selectAll().where('name_key', '=', p.key),
)

const selectByExternalId = defineQuery((db, p: { readonly externalId: string }) =>
  db
    .selectFrom('member_group')
    .selectAll()
    .where('external_id', 'is not', null)
    .where('external_id', '=', p.externalId),
)

const update = defineQuery((db, row: GroupTable) =>
  db
    .updateTable('member_group')
    .set((eb) => ({
      name: row.name,
      name_key: row.name_key,
      description: row.description,
      external_id: row.external_id,
      changed_at_ms: row.changed_at_ms,
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', row.id)
    .where('revision', '=', row.revision),
)

// Memberships go with their group: the foreign key cascades.
const remove = defineQuery((db, p: { readonly id: string }) =>
  db.deleteFrom('member_group').where('id', '=', p.id),
)

const countMembers = defineQuery((db, p: { readonly id: string }) =>
  db
    .selectFrom('group_member')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('group_id', '=', p.id),
)

const insertMember = defineQuery((db, row: GroupMemberTable) =>
  db
    .insertInto('group_member')
    .values({ group_id: row.group_id, account_id: row.account_id })
    .onConflict((conflict) => conflict.columns(['group_id', 'account_id']).doNothing()),
)

const deleteMember = defineQuery((db, row: GroupMemberTable) =>
  db.deleteFrom('group_member').where('group_id', '=', row.group_id).where('account_id', '=', row.account_id),
)

// Over the accounts in their order, each asked whether it is in: the first page of a large group reads one page.
const selectMembers = defineQuery(
  (db, p: { readonly id: string; readonly afterUserId: string; readonly limit: number }) =>
    db
      .selectFrom('account')
      .selectAll()
      .where('user_id', '>', p.afterUserId)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('group_member')
            .select('group_member.group_id')
            .where('group_member.group_id', '=', p.id)
            .whereRef('group_member.account_id', '=', 'account.id'),
        ),
      )
      .orderBy('user_id')
      .limit(p.limit),
)

const selectOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('group_member')
    .innerJoin('member_group', 'member_group.id', 'group_member.group_id')
    .selectAll('member_group')
    .where('group_member.account_id', '=', p.accountId)
    .orderBy('member_group.name_key'),
)

const deleteAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('group_member').where('account_id', '=', p.accountId),
)
