// The store of secrets that time-based codes are made from; keeps the account's number of those that count.
import type { AccountId, DeviceId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { Totp } from '../core/codes.js'
import type { TotpStore } from '../core/ports-codes.js'
import { toBytes } from './column.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { TotpTable } from './tables-codes.js'

export function totpStore(session: Session): TotpStore {
  return {
    async add(totp) {
      await session.changes(insert, rowOf(totp))
      if (totp.state === 'active') await session.changes(countActive, { accountId: totp.accountId })
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toTotp(row)
    },
    async ofAccount(accountId) {
      return (await session.rows(selectOfAccount, { accountId })).map(toTotp)
    },
    async activate(id, step, nowMs) {
      const activated = await session.row(updateActive, { id, step, nowMs })
      if (activated === undefined) return false
      await session.changes(countActive, { accountId: activated.account_id })
      return true
    },
    async spendStep(id, step, nowMs) {
      return (await session.changes(updateStep, { id, step, nowMs })) === 1
    },
    async remove(id) {
      const removed = await session.row(deleteById, { id })
      if (removed === undefined) return false
      await session.changes(countActive, { accountId: removed.account_id })
      return true
    },
    async removeOfDevice(deviceId) {
      const removed = await session.rows(deleteOfDevice, { deviceId })
      // All of one phone are of one account.
      for (const { account_id: accountId } of removed.slice(0, 1))
        await session.changes(countActive, { accountId })
      return removed.length
    },
    async removeOf(accountId) {
      const removed = await session.changes(deleteOfAccount, { accountId })
      await session.changes(countActive, { accountId })
      return removed
    },
    purge: (nowMs, limit) => session.changes(deleteExpired, { nowMs, limit }),
  }
}

const insert = defineQuery((db, row: TotpTable) =>
  db.insertInto('totp').values({
    id: row.id,
    account_id: row.account_id,
    device_id: row.device_id,
    name: row.name,
    algorithm: row.algorithm,
    digits: row.digits,
    sealed_secret: row.sealed_secret,
    state: row.state,
    last_step: row.last_step,
    created_at_ms: row.created_at_ms,
    expires_at_ms: row.expires_at_ms,
    last_used_at_ms: row.last_used_at_ms,
  }),
)

const selectById = defineQuery((db, p: { readonly id: string }) =>
  db.selectFrom('totp').selectAll().where('id', '=', p.id),
)

const selectOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('totp')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .orderBy('created_at_ms')
    .orderBy('id'),
)

interface Step {
  readonly id: string
  readonly step: number
  readonly nowMs: number
}

const updateActive = defineQuery((db, p: Step) =>
  db
    .updateTable('totp')
    .set({ state: 'active', last_step: p.step })
    .where('id', '=', p.id)
    .where('state', '=', 'pending')
    .where('expires_at_ms', '>', p.nowMs)
    .returning('account_id'),
)

const updateStep = defineQuery((db, p: Step) =>
  db
    .updateTable('totp')
    .set({ last_step: p.step, last_used_at_ms: p.nowMs })
    .where('id', '=', p.id)
    .where('state', '=', 'active')
    .where('last_step', '<', p.step),
)

const deleteById = defineQuery((db, p: { readonly id: string }) =>
  db.deleteFrom('totp').where('id', '=', p.id).returning('account_id'),
)

const deleteOfDevice = defineQuery((db, p: { readonly deviceId: DeviceId }) =>
  db.deleteFrom('totp').where('device_id', '=', p.deviceId).returning('account_id'),
)

const deleteOfAccount = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db.deleteFrom('totp').where('account_id', '=', p.accountId),
)

const deleteExpired = defineQuery((db, p: { readonly nowMs: number; readonly limit: number }) =>
  db.deleteFrom('totp').where('id', 'in', (eb) =>
    eb
      .selectFrom('totp')
      .select('id')
      // Said as it is in the index of those that wait.
      .where('state', '=', sql.lit('pending'))
      .where('expires_at_ms', '<=', p.nowMs)
      .limit(p.limit),
  ),
)

/** Counted anew, not by one more or less: whatever there was before, the number is right after. */
const countActive = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .updateTable('account')
    .set((eb) => ({
      active_totps: eb
        .selectFrom('totp')
        .select(eb.fn.countAll<number>().as('active'))
        .whereRef('totp.account_id', '=', 'account.id')
        .where('totp.state', '=', 'active'),
    }))
    .where('id', '=', p.accountId),
)

function rowOf(totp: Totp): TotpTable {
  return {
    id: totp.id,
    account_id: totp.accountId,
    device_id: totp.deviceId ?? null,
    name: totp.name,
    algorithm: totp.algorithm,
    digits: totp.digits,
    sealed_secret: totp.sealedSecret,
    state: totp.state,
    last_step: totp.lastStep,
    created_at_ms: totp.createdAtMs,
    expires_at_ms: totp.expiresAtMs,
    last_used_at_ms: totp.lastUsedAtMs ?? null,
  }
}

function toTotp(row: TotpTable): Totp {
  return {
    id: row.id,
    accountId: row.account_id,
    deviceId: row.device_id ?? undefined,
    name: row.name,
    algorithm: row.algorithm,
    digits: row.digits,
    sealedSecret: toBytes(row.sealed_secret),
    state: row.state,
    lastStep: row.last_step,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    lastUsedAtMs: row.last_used_at_ms ?? undefined,
  }
}
