// The store of phones' biometrics: one credential a phone.
import type { AccountId, DeviceId } from '@countersign/protocol'
import type { Biometrics, BiometricsStore } from '../core/ports-biometrics.js'
import { toBit, toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { BiometricsTable } from './tables-biometrics.js'
import { countVerifying } from './verifying.js'

export function biometricsStore(session: Session): BiometricsStore {
  return {
    async set(biometrics) {
      const { deviceId } = biometrics
      await session.changes(deleteBiometricsOfDevice, { deviceId })
      const isAdded = (await session.changes(insert, rowOf(biometrics))) === 1
      await session.changes(countVerifying, { deviceId })
      return isAdded
    },
    async ofDevice(deviceId) {
      const row = await session.row(selectOfDevice, { deviceId })
      return row && toBiometrics(row)
    },
    async ofAccount(accountId) {
      return (await session.rows(selectOfAccount, { accountId })).map(toBiometrics)
    },
    async spendCount(deviceId, credentialId, signCount, nowMs) {
      return (await session.changes(updateCount, { deviceId, credentialId, signCount, nowMs })) === 1
    },
    async remove(deviceId) {
      if ((await session.changes(deleteBiometricsOfDevice, { deviceId })) === 0) return false
      await session.changes(countVerifying, { deviceId })
      return true
    },
  }
}

const insert = defineQuery((db, row: BiometricsTable) =>
  db
    .insertInto('biometrics')
    .values({
      device_id: row.device_id,
      credential_id: row.credential_id,
      public_key: row.public_key,
      sign_count: row.sign_count,
      may_be_copied: row.may_be_copied,
      made_at_ms: row.made_at_ms,
      last_used_at_ms: row.last_used_at_ms,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing()),
)

const selectOfDevice = defineQuery((db, p: { readonly deviceId: DeviceId }) =>
  db.selectFrom('biometrics').selectAll().where('device_id', '=', p.deviceId),
)

const selectOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('biometrics')
    .selectAll('biometrics')
    .innerJoin('device', 'device.id', 'biometrics.device_id')
    .where('device.account_id', '=', p.accountId)
    .orderBy('device.created_at_ms')
    .orderBy('device.id'),
)

const updateCount = defineQuery(
  (
    db,
    p: {
      readonly deviceId: DeviceId
      readonly credentialId: Uint8Array
      readonly signCount: number
      readonly nowMs: number
    },
  ) =>
    db
      .updateTable('biometrics')
      .set({ sign_count: p.signCount, last_used_at_ms: p.nowMs })
      .where('device_id', '=', p.deviceId)
      .where('credential_id', '=', p.credentialId)
      .where((eb) =>
        eb.or([
          eb('sign_count', '<', p.signCount),
          eb.and([eb('sign_count', '=', 0), eb(eb.val(p.signCount), '=', 0)]),
        ]),
      ),
)

/** Also for the device store: it goes with its phone. */
export const deleteBiometricsOfDevice = defineQuery((db, p: { readonly deviceId: DeviceId }) =>
  db.deleteFrom('biometrics').where('device_id', '=', p.deviceId),
)

function rowOf(biometrics: Biometrics): BiometricsTable {
  return {
    device_id: biometrics.deviceId,
    credential_id: biometrics.credentialId,
    public_key: biometrics.publicKey,
    sign_count: biometrics.signCount,
    may_be_copied: toBit(biometrics.mayBeCopied),
    made_at_ms: biometrics.madeAtMs,
    last_used_at_ms: biometrics.lastUsedAtMs ?? null,
  }
}

function toBiometrics(row: BiometricsTable): Biometrics {
  return {
    deviceId: row.device_id,
    credentialId: toBytes(row.credential_id),
    publicKey: toBytes(row.public_key),
    signCount: row.sign_count,
    mayBeCopied: row.may_be_copied === 1,
    madeAtMs: row.made_at_ms,
    lastUsedAtMs: row.last_used_at_ms ?? undefined,
  }
}
