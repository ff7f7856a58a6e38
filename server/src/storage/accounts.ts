// The account store: accounts, found by id or by a name that logs in.
import type { AccountId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { AccountStore } from '../core/ports.js'
import { accountRow, toAccount, toDeviceIfAny } from './account-rows.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { AccountTable } from './tables.js'
import type { LoginNameTable } from './tables-admin.js'

export function accountStore(session: Session): AccountStore {
  return {
    async add(account) {
      if ((await session.changes(insert, accountRow(account, []))) === 0) return false
      const name = { name: account.userId, account_id: account.id }
      if ((await session.changes(insertLoginName, name)) === 1) return true
      // Taken as an alias: the account goes before anybody saw it.
      await session.changes(remove, { id: account.id })
      return false
    },
    async byUserId(userId) {
      const row = await session.row(selectByUserId, { userId })
      return row && toAccount(row)
    },
    async byLoginName(name) {
      const row = await session.row(selectByLoginName, { name })
      return row && toAccount(row)
    },
    async withDevices(loginName) {
      const rows = await session.rows(selectWithDevices, { loginName })
      const [first] = rows
      if (first === undefined) return undefined
      return { account: toAccount(first), devices: rows.flatMap(toDeviceIfAny) }
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toAccount(row)
    },
    async endEnrolment(id) {
      await session.changes(updateEnrolled, { id })
    },
    async page(afterUserId, limit) {
      const rows = await session.rows(selectPage, { afterUserId, limit })
      return rows.map(toAccount)
    },
  }
}

const insert = defineQuery((db, row: AccountTable) =>
  db
    .insertInto('account')
    .values({
      id: row.id,
      user_id: row.user_id,
      display_name: row.display_name,
      created_at_ms: row.created_at_ms,
      state: row.state,
      emails: row.emails,
      notes: row.notes,
      locale: row.locale,
      external_id: row.external_id,
      second_factor_off_until_ms: row.second_factor_off_until_ms,
      second_factor_off_reason: row.second_factor_off_reason,
      quiet_hours: row.quiet_hours,
      changed_at_ms: row.changed_at_ms,
      revision: row.revision,
      active_devices: row.active_devices,
      active_totps: row.active_totps,
      active_passkeys: row.active_passkeys,
      enrolled_by: row.enrolled_by,
      search_text: row.search_text,
      sort_name: row.sort_name,
    })
    .onConflict((conflict) => conflict.column('user_id').doNothing()),
)

/** None when somebody has the name. */
export const insertLoginName = defineQuery((db, row: LoginNameTable) =>
  db
    .insertInto('login_name')
    .values({ name: row.name, account_id: row.account_id })
    .onConflict((conflict) => conflict.column('name').doNothing()),
)

const remove = defineQuery((db, p: { readonly id: AccountId }) =>
  db.deleteFrom('account').where('id', '=', p.id),
)

const selectByUserId = defineQuery((db, p: { readonly userId: string }) =>
  db.selectFrom('account').selectAll().where('user_id', '=', p.userId),
)

const selectByLoginName = defineQuery((db, p: { readonly name: string }) =>
  db
    .selectFrom('login_name')
    .innerJoin('account', 'account.id', 'login_name.account_id')
    .selectAll('account')
    .where('login_name.name', '=', p.name),
)

// One row a device; an account without any has one row with nothing in the device's columns.
const selectWithDevices = defineQuery((db, p: { readonly loginName: string }) =>
  db
    .selectFrom('login_name')
    .innerJoin('account', 'account.id', 'login_name.account_id')
    .leftJoin('device', 'device.account_id', 'account.id')
    .selectAll('account')
    .select(['device.id as device_id', 'device.name', 'device.public_key', 'device.state as device_state'])
    .select(['device.counter', 'device.verifies', 'device.last_used_at_ms'])
    .select(['device.created_at_ms as device_created_at_ms', 'device.changed_at_ms as device_changed_at_ms'])
    .where('login_name.name', '=', p.loginName)
    .orderBy('device.created_at_ms')
    .orderBy('device.id'),
)

const selectById = defineQuery((db, p: { readonly id: AccountId }) =>
  db.selectFrom('account').selectAll().where('id', '=', p.id),
)

const updateEnrolled = defineQuery((db, p: { readonly id: AccountId }) =>
  db
    .updateTable('account')
    .set({ enrolled_by: null })
    .where('id', '=', p.id)
    .where('enrolled_by', 'is not', null),
)

const selectPage = defineQuery((db, p: { readonly afterUserId: string; readonly limit: number }) =>
  db
    .selectFrom('account')
    .selectAll()
    .where('user_id', '>', p.afterUserId)
    .where('state', '<>', sql.lit('deleted'))
    .orderBy('user_id')
    .limit(p.limit),
)
