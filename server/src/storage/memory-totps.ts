// The store of secrets of time-based codes over a table in memory: the same answers as the SQL one, by plain filters.
import type { AccountId } from '@countersign/protocol'
import type { Totp } from '../core/codes.js'
import type { TotpStore } from '../core/ports-codes.js'
import type { Account, Device } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { byCreation, insert, requireRow } from './memory-table.js'

export interface TotpTables {
  readonly account: Rows<Account>
  readonly device: Rows<Device>
  readonly totp: Rows<Totp>
}

export function memoryTotpStore({ account: accounts, device: devices, totp: totps }: TotpTables): TotpStore {
  const countActive = (accountId: AccountId): void => {
    const active = totps.find((row) => row.accountId === accountId && row.state === 'active')
    accounts.set(accountId, { ...requireRow(accounts, accountId), activeTotps: active.length })
  }
  const remove = (rows: readonly Totp[]): number => {
    for (const { id } of rows) totps.delete(id)
    for (const accountId of new Set(rows.map((row) => row.accountId))) countActive(accountId)
    return rows.length
  }
  return {
    async add(totp) {
      requireRow(accounts, totp.accountId)
      if (totp.deviceId !== undefined) requireRow(devices, totp.deviceId)
      insert(totps, totp.id, totp)
      countActive(totp.accountId)
    },
    async byId(id) {
      return totps.get(id)
    },
    async ofAccount(accountId) {
      return totps.find((row) => row.accountId === accountId).sort(byCreation)
    },
    async activate(id, step, nowMs) {
      const totp = totps.get(id)
      if (totp?.state !== 'pending' || totp.expiresAtMs <= nowMs) return false
      totps.set(id, { ...totp, state: 'active', lastStep: step })
      countActive(totp.accountId)
      return true
    },
    async spendStep(id, step, nowMs) {
      const totp = totps.get(id)
      if (totp?.state !== 'active' || totp.lastStep >= step) return false
      totps.set(id, { ...totp, lastStep: step, lastUsedAtMs: nowMs })
      return true
    },
    async remove(id) {
      return remove(totps.find((row) => row.id === id)) === 1
    },
    async removeOfDevice(deviceId) {
      return remove(totps.find((row) => row.deviceId === deviceId))
    },
    async removeOf(accountId) {
      return remove(totps.find((row) => row.accountId === accountId))
    },
    async purge(nowMs, limit) {
      return remove(totps.find((row) => row.state === 'pending' && row.expiresAtMs <= nowMs).slice(0, limit))
    },
  }
}
