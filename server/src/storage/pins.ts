// The store of PINs: one row a device, every change of it by compare-and-set.
import type { DeviceId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { DevicePin, WrongPin } from '../core/pin.js'
import type { PinStore } from '../core/ports-pins.js'
import { fromJson, toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { PinTable } from './tables-pins.js'

export function pinStore(session: Session): PinStore {
  return {
    async of(deviceId) {
      const row = await session.row(selectOf, { deviceId })
      return row && toPin(row)
    },
    async add(pin) {
      if ((await session.changes(insert, rowOf(pin))) === 0) return false
      await session.changes(markVerifying, { deviceId: pin.deviceId })
      return true
    },
    async replace(formerPinId, pin) {
      return (await session.changes(updateKey, { ...rowOf(pin), formerPinId })) === 1
    },
    async saveWrong({ deviceId, pinId, wrong: read }, wrong) {
      const written = { wrong: JSON.stringify(wrong), wrongCount: wrong.length }
      return (await session.changes(updateWrong, { deviceId, pinId, read: read.length, ...written })) === 1
    },
    async remove(deviceId) {
      await session.changes(deleteOf, { deviceId })
    },
  }
}

const selectOf = defineQuery((db, p: { readonly deviceId: DeviceId }) =>
  db.selectFrom('pin').selectAll().where('device_id', '=', p.deviceId),
)

const insert = defineQuery((db, row: PinTable) =>
  db
    .insertInto('pin')
    .values({
      device_id: row.device_id,
      pin_id: row.pin_id,
      sealed_key: row.sealed_key,
      wrong: row.wrong,
      wrong_count: row.wrong_count,
      set_at_ms: row.set_at_ms,
    })
    .onConflict((conflict) => conflict.column('device_id').doNothing()),
)

const markVerifying = defineQuery((db, p: { readonly deviceId: DeviceId }) =>
  db
    .updateTable('device')
    .set({ verifies: sql.lit(1) })
    .where('id', '=', p.deviceId),
)

const updateKey = defineQuery((db, p: PinTable & { readonly formerPinId: string }) =>
  db
    .updateTable('pin')
    .set({
      pin_id: p.pin_id,
      sealed_key: p.sealed_key,
      wrong: p.wrong,
      wrong_count: p.wrong_count,
      set_at_ms: p.set_at_ms,
    })
    .where('device_id', '=', p.device_id)
    .where('pin_id', '=', p.formerPinId),
)

interface WrongChange {
  readonly deviceId: DeviceId
  readonly pinId: string
  readonly read: number
  readonly wrong: string
  readonly wrongCount: number
}

const updateWrong = defineQuery((db, p: WrongChange) =>
  db
    .updateTable('pin')
    .set({ wrong: p.wrong, wrong_count: p.wrongCount })
    .where('device_id', '=', p.deviceId)
    .where('pin_id', '=', p.pinId)
    .where('wrong_count', '=', p.read),
)

const deleteOf = defineQuery((db, p: { readonly deviceId: DeviceId }) =>
  db.deleteFrom('pin').where('device_id', '=', p.deviceId),
)

function rowOf(pin: DevicePin): PinTable {
  return {
    device_id: pin.deviceId,
    pin_id: pin.pinId,
    sealed_key: pin.sealedKey,
    wrong: JSON.stringify(pin.wrong),
    wrong_count: pin.wrong.length,
    set_at_ms: pin.setAtMs,
  }
}

function toPin(row: PinTable): DevicePin {
  return {
    deviceId: row.device_id,
    pinId: row.pin_id,
    sealedKey: toBytes(row.sealed_key),
    wrong: fromJson<readonly WrongPin[]>(row.wrong),
    setAtMs: row.set_at_ms,
  }
}
