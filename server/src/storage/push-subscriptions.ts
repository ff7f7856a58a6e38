// The store of push subscriptions: one a device at most, and none of a device that is not active.
import type { AccountId, DeviceId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { PushSubscription, PushSubscriptionStore } from '../core/ports-push.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { PushSubscriptionTable } from './tables-push.js'

export function pushSubscriptionStore(session: Session): PushSubscriptionStore {
  return {
    async set({ id, deviceId, sealedTerms, setAtMs, quietUntilMs }) {
      return (await session.changes(upsert, { id, deviceId, sealedTerms, setAtMs, quietUntilMs })) === 1
    },
    async ofDevice(deviceId) {
      const row = await session.row(selectOfDevice, { deviceId })
      return row && toSubscription(row)
    },
    async ofAccount(accountId) {
      return (await session.rows(selectOfAccount, { accountId })).map(toSubscription)
    },
    async remove(deviceId) {
      return (await session.changes(deletePushOfDevice, { deviceId })) === 1
    },
    async drop(id) {
      return (await session.changes(deleteById, { id })) === 1
    },
    async quiet(id, untilMs) {
      await session.changes(updateQuiet, { id, untilMs })
    },
  }
}

// From the device's own row: whether it is active is asked in the very statement that writes.
const upsert = defineQuery((db, p: PushSubscription) =>
  db
    .insertInto('push_subscription')
    .columns(['device_id', 'id', 'sealed_terms', 'set_at_ms', 'quiet_until_ms'])
    .expression((eb) =>
      eb
        .selectFrom('device')
        .select([
          'device.id',
          sql<string>`cast(${p.id} as text)`.as('subscription_id'),
          sql<Uint8Array>`${p.sealedTerms}`.as('sealed_terms'),
          sql<number>`cast(${p.setAtMs} as bigint)`.as('set_at_ms'),
          sql<number>`cast(${p.quietUntilMs} as bigint)`.as('quiet_until_ms'),
        ])
        .where('device.id', '=', p.deviceId)
        .where('device.state', '=', sql.lit('active')),
    )
    .onConflict((conflict) =>
      conflict.column('device_id').doUpdateSet({
        id: (eb) => eb.ref('excluded.id'),
        sealed_terms: (eb) => eb.ref('excluded.sealed_terms'),
        set_at_ms: (eb) => eb.ref('excluded.set_at_ms'),
        quiet_until_ms: (eb) => eb.ref('excluded.quiet_until_ms'),
      }),
    ),
)

const selectOfDevice = defineQuery((db, p: { readonly deviceId: DeviceId }) =>
  db.selectFrom('push_subscription').selectAll().where('device_id', '=', p.deviceId),
)

const selectOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('device')
    .innerJoin('push_subscription', 'push_subscription.device_id', 'device.id')
    .selectAll('push_subscription')
    .where('device.account_id', '=', p.accountId),
)

/** Also for the device store: who may not approve is not rung. */
export const deletePushOfDevice = defineQuery((db, p: { readonly deviceId: DeviceId }) =>
  db.deleteFrom('push_subscription').where('device_id', '=', p.deviceId),
)

const deleteById = defineQuery((db, p: { readonly id: string }) =>
  db.deleteFrom('push_subscription').where('id', '=', p.id),
)

const updateQuiet = defineQuery((db, p: { readonly id: string; readonly untilMs: number }) =>
  db.updateTable('push_subscription').set({ quiet_until_ms: p.untilMs }).where('id', '=', p.id),
)

function toSubscription(row: PushSubscriptionTable): PushSubscription {
  return {
    id: row.id,
    deviceId: row.device_id,
    sealedTerms: toBytes(row.sealed_terms),
    setAtMs: row.set_at_ms,
    quietUntilMs: row.quiet_until_ms,
  }
}
