// The directory store: accounts as an admin lists, searches and edits them.
import type { AccountId } from '@countersign/protocol'
import type { Kysely, RawBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { AccountFilter, AccountQuery } from '../core/directory.js'
import type { DirectoryStore } from '../core/ports-directory.js'
import { accountRow, toAccount } from './account-rows.js'
import { insertLoginName } from './accounts.js'
import { groupRefsOf, groupSize } from './groups.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { AccountTable, Tables } from './tables.js'

export function directoryStore(session: Session): DirectoryStore {
  const aliasesOf = async ({ id, user_id: userId }: AccountTable): Promise<readonly string[]> =>
    (await session.rows(selectAliases, { id, userId })).map(({ name }) => name)
  const entryOf = async (row: AccountTable) => ({
    account: toAccount(row),
    aliases: await aliasesOf(row),
    groups: await groupRefsOf(session, row.id),
  })
  const hasFewMembers = async ({ groupId }: AccountFilter): Promise<boolean> =>
    groupId !== undefined && (await groupSize(session, groupId)) <= FEW_MEMBERS
  return {
    async list(query) {
      const fits = fitting(query, { fewMembers: await hasFewMembers(query), inOrder: true })
      const entries = []
      for (const row of await session.rowsOnce((db) => listed(db, query, fits)))
        entries.push(await entryOf(row))
      return entries
    },
    async count(filter) {
      if (isAllOfGroup(filter)) return groupSize(session, filter.groupId)
      const fits = fitting(filter, { fewMembers: await hasFewMembers(filter), inOrder: false })
      const [row] = await session.rowsOnce((db) =>
        db
          .selectFrom('account')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(fits),
      )
      return row?.count ?? 0
    },
    async entry(id) {
      const row = await session.row(selectById, { id })
      return row && entryOf(row)
    },
    async byExternalId(externalId) {
      const row = await session.row(selectByExternalId, { externalId })
      return row && toAccount(row)
    },
    async save(account, aliases) {
      return (await session.changes(update, accountRow(account, aliases))) === 1
    },
    async setLoginNames(id, names) {
      const wanted = new Set(names)
      const present = new Set((await session.rows(selectNames, { id })).map(({ name }) => name))
      for (const name of present) if (!wanted.has(name)) await session.changes(deleteName, { id, name })
      const taken: string[] = []
      for (const name of wanted) {
        if (present.has(name)) continue
        if ((await session.changes(insertLoginName, { name, account_id: id })) === 0) taken.push(name)
      }
      return taken
    },
  }
}

/** Up to so many members are looked up one by one and sorted; of a larger group the accounts are asked in their order. */
const FEW_MEMBERS = 2_000

/** A deleted account is in no group, so its size is the answer. */
function isAllOfGroup(filter: AccountFilter): filter is AccountFilter & { readonly groupId: string } {
  const { words, state, device, groupId } = filter
  return words.length === 0 && state === undefined && device === undefined && groupId !== undefined
}

const sortColumns = { userId: 'user_id', displayName: 'sort_name', createdAt: 'created_at_ms' } as const

/**
 * The places come from an index that holds all that is looked at; only the rows of the page are read. Otherwise whoever looks
 * for somebody who is not there waits for a look at every row.
 */
function listed(db: Kysely<Tables>, query: AccountQuery, fits: RawBuilder<SqlBool>) {
  const column = sortColumns[query.sort]
  const behind = query.order === 'asc' ? sql`>` : sql`<`
  const { after } = query
  const places = db
    .selectFrom('account')
    .select('id')
    .where(fits)
    .$if(after !== undefined, (page) =>
      page.where(sql<SqlBool>`(${sql.ref(column)}, id) ${behind} (${after?.key ?? ''}, ${after?.id ?? ''})`),
    )
    .orderBy(column, query.order)
    .orderBy('id', query.order)
    .limit(query.limit)
  // By `in`, not by a join: SQLite would rather walk all accounts in their order and ask each whether it is among the places.
  return db
    .selectFrom('account')
    .selectAll()
    .where('id', 'in', places)
    .orderBy(column, query.order)
    .orderBy('id', query.order)
}

interface Manner {
  readonly fewMembers: boolean
  /** For a list; a count needs no order. */
  readonly inOrder: boolean
}

function fitting(
  { words, state, device, groupId }: AccountFilter,
  { fewMembers, inOrder }: Manner,
): RawBuilder<SqlBool> {
  const states = state === undefined ? ['active', 'suspended'] : [state]
  const looksAtText = inOrder || words.length > 0
  const conditions = [
    sql<SqlBool>`${looksAtText ? STATE_READ : STATE_FOUND} in (${sql.join(states)})`,
    ...(device === undefined ? [] : [hasDevice[device]]),
    ...words.map((word) => sql<SqlBool>`instr(account.search_text, ${word}) > 0`),
    ...(groupId === undefined ? [] : [fewMembers ? oneOfMembers(groupId) : inGroup(groupId)]),
  ]
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`
}

/** No engine looks for the value of a function in the index of states: found by it, each account's row would have to be read. */
const STATE_READ = sql<string>`coalesce(account.state, '')`
const STATE_FOUND = sql<string>`account.state`

const hasDevice = {
  with: sql<SqlBool>`account.active_devices > 0`,
  without: sql<SqlBool>`account.active_devices = 0`,
} as const

const oneOfMembers = (groupId: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`account.id in (select account_id from group_member where group_id = ${groupId})`

// Asked of each account in turn, so that the first page of a large group reads one page.
const inGroup = (groupId: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select 1 from group_member where group_id = ${groupId} and account_id = account.id)`

const selectAliases = defineQuery((db, p: { readonly id: AccountId; readonly userId: string }) =>
  db
    .selectFrom('login_name')
    .select('name')
    .where('account_id', '=', p.id)
    .where('name', '<>', p.userId)
    .orderBy('name'),
)

const selectNames = defineQuery((db, p: { readonly id: AccountId }) =>
  db.selectFrom('login_name').select('name').where('account_id', '=', p.id),
)

const deleteName = defineQuery((db, p: { readonly id: AccountId; readonly name: string }) =>
  db.deleteFrom('login_name').where('name', '=', p.name).where('account_id', '=', p.id),
)

const selectById = defineQuery((db, p: { readonly id: AccountId }) =>
  db.selectFrom('account').selectAll().where('id', '=', p.id),
)

const selectByExternalId = defineQuery((db, p: { readonly externalId: string }) =>
  db
    .selectFrom('account')
    .selectAll()
    // As the condition of the index stands: no engine proves that a placeholder is not null.
    .where('external_id', 'is not', null)
    .where('external_id', '=', p.externalId),
)

const update = defineQuery((db, row: AccountTable) =>
  db
    .updateTable('account')
    .set((eb) => ({
      user_id: row.user_id,
      display_name: row.display_name,
      state: row.state,
      emails: row.emails,
      notes: row.notes,
      locale: row.locale,
      external_id: row.external_id,
      second_factor_off_until_ms: row.second_factor_off_until_ms,
      second_factor_off_reason: row.second_factor_off_reason,
      quiet_hours: row.quiet_hours,
      changed_at_ms: row.changed_at_ms,
      search_text: row.search_text,
      sort_name: row.sort_name,
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', row.id)
    .where('revision', '=', row.revision),
)
