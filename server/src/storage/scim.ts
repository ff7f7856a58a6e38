// The provisioning store: accounts and groups by condition and place. Its queries are built from what was asked.
import type { AccountId } from '@countersign/protocol'
import type { Compilable, Expression, Kysely, RawBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { GroupCondition, GroupField, UserCondition, UserField } from '../core/directory-filter.js'
import type { ScimStore, Slice } from '../core/ports-scim.js'
import { toAccount } from './account-rows.js'
import type { SqlField } from './directory-filter-sql.js'
import { conditionSql, contains } from './directory-filter-sql.js'
import { toGroup } from './group-rows.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { Tables } from './tables.js'

export function scimStore(session: Session): ScimStore {
  return {
    async users(condition, slice) {
      const rows = await session.rowsOnce((db) => selectUsers(db, condition, slice))
      return rows.map(toAccount)
    },
    async countUsers(condition) {
      if (condition !== undefined) {
        const [row] = await session.rowsOnce((db) => countUsers(db, condition))
        return Number(row?.count ?? 0)
      }
      const [there, removed] = [await session.row(countThere, {}), await session.row(countRemoved, {})]
      return Number(there?.count ?? 0) - Number(removed?.count ?? 0)
    },
    async user(id) {
      const row = await session.row(selectUser, { id })
      return row && toAccount(row)
    },
    async groupsOf(accountIds) {
      if (accountIds.length === 0) return []
      return session.rowsOnce((db) => selectGroupsOf(db, accountIds))
    },
    async groups(condition, slice) {
      const rows = await session.rowsOnce((db) => selectGroups(db, condition, slice))
      return rows.map(toGroup)
    },
    async countGroups(condition) {
      const [row] = await session.rowsOnce((db) => countGroups(db, condition))
      return Number(row?.count ?? 0)
    },
    async group(id) {
      const row = await session.row(selectGroup, { id })
      return row && toGroup(row)
    },
    async membersOf(groupIds, limit) {
      if (groupIds.length === 0) return []
      return session.rowsOnce((db) => selectMembersOf(db, groupIds, limit))
    },
    known: (accountIds) => inParts(session, accountIds, selectKnown),
    addMembers: (groupId, accountIds) =>
      inParts(session, accountIds, (db, some) => insertMembers(db, groupId, some)),
    removeMembers: (groupId, accountIds) =>
      inParts(session, accountIds, (db, some) => deleteMembers(db, groupId, some)),
    async markRemoved(accountId, nowMs) {
      await session.changes(mark, { accountId, nowMs })
    },
    async unmarkRemoved(accountId) {
      return (await session.changes(unmark, { accountId })) === 1
    },
  }
}

/** One statement for each part of a long list of ids; the ids that came back. */
async function inParts(
  session: Session,
  ids: readonly AccountId[],
  query: (db: Kysely<Tables>, some: readonly AccountId[]) => Compilable<{ readonly id: AccountId }>,
): Promise<readonly AccountId[]> {
  const found: AccountId[] = []
  for (let at = 0; at < ids.length; at += IDS_A_QUERY) {
    const some = ids.slice(at, at + IDS_A_QUERY)
    for (const { id } of await session.rowsOnce((db) => query(db, some))) found.push(id)
  }
  return found
}

/** SQLite binds at most 32,766 values a statement (https://sqlite.org/limits.html). */
const IDS_A_QUERY = 500

/** What a provider may see: `account` rows that are there for it. */
const visible = sql<SqlBool>`(account.state <> 'deleted' and not (account.state = 'suspended'
  and exists (select 1 from scim_removed where scim_removed.account_id = account.id)))`

const userSql: Readonly<Record<UserField, SqlField>> = {
  id: { kind: 'text', column: sql.ref('account.id') },
  userId: { kind: 'text', column: sql.ref('account.user_id') },
  displayName: { kind: 'text', column: sql.ref('account.sort_name') },
  externalId: { kind: 'text', column: sql.ref('account.external_id') },
  emails: {
    kind: 'list',
    column: sql`lower(account.emails)`,
    // A question of its own, which an index answers alone: asked beside the array, it would be asked of each whole row.
    mayHold: (text) =>
      sql<SqlBool>`account.id in (select held.id from account as held where ${contains(sql.ref('held.search_text'), text)})`,
  },
  active: { kind: 'truth', column: sql.ref('account.state'), yes: 'active' },
  createdAtMs: { kind: 'number', column: sql.ref('account.created_at_ms') },
  changedAtMs: { kind: 'number', column: sql.ref('account.changed_at_ms') },
}

const memberOf = sql`select 1 from group_member inner join account on account.id = group_member.account_id
  where group_member.group_id = member_group.id and ${visible}`

const groupSql: Readonly<Record<GroupField, SqlField>> = {
  id: { kind: 'text', column: sql.ref('member_group.id') },
  displayName: { kind: 'text', column: sql.ref('member_group.name_key') },
  externalId: { kind: 'text', column: sql.ref('member_group.external_id') },
  members: {
    kind: 'among',
    has: (value) => sql<SqlBool>`exists (${memberOf} and group_member.account_id = ${value})`,
    hasAny: sql<SqlBool>`exists (${memberOf})`,
  },
  createdAtMs: { kind: 'number', column: sql.ref('member_group.created_at_ms') },
  changedAtMs: { kind: 'number', column: sql.ref('member_group.changed_at_ms') },
}

function userFilter(condition: UserCondition | undefined): Expression<SqlBool> {
  return condition === undefined ? visible : sql<SqlBool>`${visible} and ${conditionSql(userSql, condition)}`
}

function groupFilter(condition: GroupCondition | undefined): RawBuilder<SqlBool> {
  return condition === undefined ? sql<SqlBool>`(1 = 1)` : conditionSql(groupSql, condition)
}

function selectUsers(db: Kysely<Tables>, condition: UserCondition | undefined, { offset, limit }: Slice) {
  // Ids first, from the index that the list is sorted by: what an offset passes over is never read as a whole row.
  return db
    .selectFrom('account as shown')
    .selectAll('shown')
    .where('shown.id', 'in', (inner) =>
      inner
        .selectFrom('account')
        .select('account.id')
        .where(userFilter(condition))
        .orderBy('account.user_id')
        .limit(limit)
        .offset(offset),
    )
    .orderBy('shown.user_id')
}

function countUsers(db: Kysely<Tables>, condition: UserCondition) {
  return db
    .selectFrom('account')
    .select(({ fn }) => fn.countAll().as('count'))
    .where(userFilter(condition))
}

/** Everybody, from the index of states alone; those whom a provider removed are few, and counted by themselves. */
const countThere = defineQuery((db, _: Record<never, never>) =>
  db
    .selectFrom('account')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('state', 'in', ['active', 'suspended']),
)

const countRemoved = defineQuery((db, _: Record<never, never>) =>
  db
    .selectFrom('scim_removed')
    .innerJoin('account', 'account.id', 'scim_removed.account_id')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('account.state', '=', 'suspended'),
)

const selectUser = defineQuery((db, p: { readonly id: AccountId }) =>
  db.selectFrom('account').selectAll('account').where('account.id', '=', p.id).where(visible),
)

function selectGroupsOf(db: Kysely<Tables>, accountIds: readonly AccountId[]) {
  return db
    .selectFrom('group_member')
    .innerJoin('member_group', 'member_group.id', 'group_member.group_id')
    .select(['group_member.account_id as accountId', 'member_group.id as groupId'])
    .select('member_group.name as groupName')
    .where('group_member.account_id', 'in', [...accountIds])
    .orderBy('member_group.name_key')
}

function selectGroups(db: Kysely<Tables>, condition: GroupCondition | undefined, { offset, limit }: Slice) {
  return db
    .selectFrom('member_group')
    .selectAll()
    .where(groupFilter(condition))
    .orderBy('member_group.name_key')
    .limit(limit)
    .offset(offset)
}

function countGroups(db: Kysely<Tables>, condition: GroupCondition | undefined) {
  return db
    .selectFrom('member_group')
    .select(({ fn }) => fn.countAll().as('count'))
    .where(groupFilter(condition))
}

const selectGroup = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('member_group').selectAll().where('id', '=', p.id),
)

function selectMembersOf(db: Kysely<Tables>, groupIds: readonly string[], limit: number) {
  return db
    .selectFrom('group_member')
    .innerJoin('account', 'account.id', 'group_member.account_id')
    .select(['group_member.group_id as groupId', 'account.id as accountId', 'account.user_id as userId'])
    .where('group_member.group_id', 'in', [...groupIds])
    .where(visible)
    .orderBy('account.user_id')
    .limit(limit)
}

function selectKnown(db: Kysely<Tables>, accountIds: readonly AccountId[]) {
  return db
    .selectFrom('account')
    .select('account.id')
    .where('account.id', 'in', [...accountIds])
    .where(visible)
}

function insertMembers(db: Kysely<Tables>, groupId: string, accountIds: readonly AccountId[]) {
  return db
    .insertInto('group_member')
    .values(accountIds.map((accountId) => ({ group_id: groupId, account_id: accountId })))
    .onConflict((conflict) => conflict.columns(['group_id', 'account_id']).doNothing())
    .returning('account_id as id')
}

function deleteMembers(db: Kysely<Tables>, groupId: string, accountIds: readonly AccountId[]) {
  return db
    .deleteFrom('group_member')
    .where('group_id', '=', groupId)
    .where('account_id', 'in', [...accountIds])
    .returning('account_id as id')
}

const mark = defineQuery((db, p: { readonly accountId: AccountId; readonly nowMs: number }) =>
  db
    .insertInto('scim_removed')
    .values({ account_id: p.accountId, at_ms: p.nowMs })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ at_ms: p.nowMs })),
)

const unmark = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('scim_removed').where('account_id', '=', p.accountId),
)
