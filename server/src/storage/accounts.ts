// The account store: user IDs.
import type { AccountId } from '@countersign/protocol'
import type { AccountStore } from '../core/ports.js'
import type { Account, Device } from '../core/records.js'
import { toDevice } from './device-rows.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { AccountTable, DeviceTable } from './tables.js'

export function accountStore(session: Session): AccountStore {
  return {
    async add(account) {
      return (await session.changes(insert, rowOf(account))) === 1
    },
    async byUserId(userId) {
      return recordOf(await session.row(selectByUserId, { userId }))
    },
    async withDevices(userId) {
      const rows = await session.rows(selectWithDevices, { userId })
      const [first] = rows
      if (first === undefined) return undefined
      return { account: toRecord(first), devices: rows.flatMap(toDeviceIfAny) }
    },
    async byId(id) {
      return recordOf(await session.row(selectById, { id }))
    },
    async page(afterUserId, limit) {
      const rows = await session.rows(selectPage, { afterUserId, limit })
      return rows.map(toRecord)
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
    })
    .onConflict((conflict) => conflict.column('user_id').doNothing()),
)

const selectByUserId = defineQuery((db, p: { readonly userId: string }) =>
  db.selectFrom('account').selectAll().where('user_id', '=', p.userId),
)

// One row a device; an account without any has one row with nothing in the device's columns.
const selectWithDevices = defineQuery((db, p: { readonly userId: string }) =>
  db
    .selectFrom('account')
    .leftJoin('device', 'device.account_id', 'account.id')
    .selectAll('account')
    .select(['device.id as device_id', 'device.name', 'device.public_key', 'device.state'])
    .select(['device.counter', 'device.changed_at_ms'])
    .select('device.created_at_ms as device_created_at_ms')
    .where('account.user_id', '=', p.userId)
    .orderBy('device.created_at_ms')
    .orderBy('device.id'),
)

const selectById = defineQuery((db, p: { readonly id: AccountId }) =>
  db.selectFrom('account').selectAll().where('id', '=', p.id),
)

const selectPage = defineQuery((db, p: { readonly afterUserId: string; readonly limit: number }) =>
  db.selectFrom('account').selectAll().where('user_id', '>', p.afterUserId).orderBy('user_id').limit(p.limit),
)

function rowOf(account: Account): AccountTable {
  return {
    id: account.id,
    user_id: account.userId,
    display_name: account.displayName,
    created_at_ms: account.createdAtMs,
  }
}

function recordOf(row: AccountTable | undefined): Account | undefined {
  return row && toRecord(row)
}

function toRecord(row: AccountTable): Account {
  return { id: row.id, userId: row.user_id, displayName: row.display_name, createdAtMs: row.created_at_ms }
}

type DeviceColumns = Omit<DeviceTable, 'id' | 'account_id' | 'created_at_ms'>
type AccountDeviceRow = AccountTable & { readonly [K in keyof DeviceColumns]: DeviceColumns[K] | null } & {
  readonly device_id: DeviceTable['id'] | null
  readonly device_created_at_ms: number | null
}

function toDeviceIfAny(row: AccountDeviceRow): readonly Device[] {
  const { device_id, name, public_key, state, counter, changed_at_ms, device_created_at_ms } = row
  if (device_id === null || name === null || public_key === null || state === null) return []
  if (counter === null || changed_at_ms === null || device_created_at_ms === null) return []
  return [
    toDevice({
      id: device_id,
      account_id: row.id,
      name,
      public_key,
      state,
      counter,
      created_at_ms: device_created_at_ms,
      changed_at_ms,
    }),
  ]
}
