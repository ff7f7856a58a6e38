// The device store: paired phones, their state, their counters.
import type { AccountId, DeviceId, DeviceStateName } from '@countersign/protocol'
import { sql } from 'kysely'
import type { DeviceStore } from '../core/ports.js'
import { deleteBiometricsOfDevice } from './biometrics.js'
import { deviceRow, toDevice } from './device-rows.js'
import { deletePushOfDevice } from './push-subscriptions.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { DeviceTable } from './tables.js'

export function deviceStore(session: Session): DeviceStore {
  return {
    async add(device) {
      if ((await session.changes(insert, deviceRow(device))) === 0) return false
      if (device.state === 'active') await session.changes(countActive, { id: device.id })
      return true
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toDevice(row)
    },
    async ofAccount(accountId) {
      return (await session.rows(selectOfAccount, { accountId })).map(toDevice)
    },
    async all(limit) {
      return (await session.rows(selectAll, { limit })).map(toDevice)
    },
    async changeState(id, from, to, nowMs) {
      const states = fourStates(from)
      if (states === undefined) return false
      if ((await session.changes(updateState, { id, to, nowMs, ...states })) === 0) return false
      await session.changes(countActive, { id })
      // [WP6]: here, so that no flow that takes a device's word away can forget it.
      if (to !== 'active') await session.changes(deletePushOfDevice, { deviceId: id })
      // [BI5]: it goes with its phone.
      if (to === 'revoked') await session.changes(deleteBiometricsOfDevice, { deviceId: id })
      return true
    },
    async spendCounter(id, counter, allowed, nowMs) {
      const states = fourStates(allowed)
      if (states === undefined) return false
      return (await session.changes(updateCounter, { id, counter, nowMs, ...states })) === 1
    },
    async forgetNames(accountId) {
      await session.changes(clearNames, { accountId })
    },
    async touchAll(accountId, nowMs) {
      await session.changes(updateTime, { accountId, nowMs })
    },
    async changedSince(sinceMs) {
      return (await session.rows(selectChangedSince, { sinceMs })).map(toDevice)
    },
  }
}

const insert = defineQuery((db, row: DeviceTable) =>
  db
    .insertInto('device')
    .values({
      id: row.id,
      account_id: row.account_id,
      name: row.name,
      public_key: row.public_key,
      state: row.state,
      counter: row.counter,
      verifies: row.verifies,
      created_at_ms: row.created_at_ms,
      changed_at_ms: row.changed_at_ms,
      last_used_at_ms: row.last_used_at_ms,
    })
    .onConflict((conflict) => conflict.column('public_key').doNothing()),
)

const selectById = defineQuery((db, p: { readonly id: DeviceId }) =>
  db.selectFrom('device').selectAll().where('id', '=', p.id),
)

const selectOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('device')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .orderBy('created_at_ms')
    .orderBy('id'),
)

const selectAll = defineQuery((db, p: { readonly limit: number }) =>
  db.selectFrom('device').selectAll().orderBy('created_at_ms').orderBy('id').limit(p.limit),
)

const updateState = defineQuery(
  (db, p: FourStates & { readonly id: DeviceId; readonly to: DeviceStateName; readonly nowMs: number }) =>
    db
      .updateTable('device')
      .set({ state: p.to, changed_at_ms: p.nowMs })
      .where('id', '=', p.id)
      .where('state', 'in', [p.state1, p.state2, p.state3, p.state4]),
)

const updateCounter = defineQuery(
  (db, p: FourStates & { readonly id: DeviceId; readonly counter: number; readonly nowMs: number }) =>
    db
      .updateTable('device')
      .set({ counter: p.counter, last_used_at_ms: p.nowMs })
      .where('id', '=', p.id)
      .where('counter', '<', p.counter)
      .where('state', 'in', [p.state1, p.state2, p.state3, p.state4]),
)

/** Counted anew, not by one more or less: whatever the state was before, the number is right after. */
const countActive = defineQuery((db, p: { readonly id: DeviceId }) =>
  db
    .updateTable('account')
    .set((eb) => ({
      active_devices: eb
        .selectFrom('device')
        .select(eb.fn.countAll<number>().as('active'))
        .whereRef('device.account_id', '=', 'account.id')
        .where('device.state', '=', sql.lit('active')),
    }))
    .where('id', '=', (eb) => eb.selectFrom('device').select('account_id').where('device.id', '=', p.id)),
)

/** For the purge of tickets: the device that a ticket brought, if it was never confirmed. */
export const deleteUnconfirmed = defineQuery((db, p: { readonly id: DeviceId }) =>
  db.deleteFrom('device').where('id', '=', p.id).where('state', '=', sql.lit('pending_confirm')),
)

const clearNames = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.updateTable('device').set({ name: '' }).where('account_id', '=', p.accountId),
)

const updateTime = defineQuery((db, p: { readonly accountId: AccountId; readonly nowMs: number }) =>
  db.updateTable('device').set({ changed_at_ms: p.nowMs }).where('account_id', '=', p.accountId),
)

const selectChangedSince = defineQuery((db, p: { readonly sinceMs: number }) =>
  db
    .selectFrom('device')
    .selectAll()
    .where('changed_at_ms', '>=', p.sinceMs)
    .orderBy('changed_at_ms')
    .orderBy('id'),
)

/** A prepared query has a fixed number of places: as many as there are states, short lists repeat their first. */
interface FourStates {
  readonly state1: DeviceStateName
  readonly state2: DeviceStateName
  readonly state3: DeviceStateName
  readonly state4: DeviceStateName
}

function fourStates(states: readonly DeviceStateName[]): FourStates | undefined {
  const [state1, state2 = state1, state3 = state1, state4 = state1] = states
  if (state1 === undefined || state2 === undefined || state3 === undefined || state4 === undefined)
    return undefined
  return { state1, state2, state3, state4 }
}
