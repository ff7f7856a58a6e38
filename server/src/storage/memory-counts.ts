// Counts over tables in memory.
import type { CountStore, MinuteCount } from '../core/ports-counts.js'
import type { Account, Device } from '../core/records.js'
import type { Rows } from './memory-table.js'

export interface CountTables {
  readonly minuteCount: Rows<MinuteCount>
  readonly account: Rows<Account>
  readonly device: Rows<Device>
}

export function memoryCountStore({ minuteCount, account, device }: CountTables): CountStore {
  return {
    async add(counts) {
      for (const each of counts) {
        const key = `${each.minute}/${each.appId}/${each.outcome}`
        minuteCount.set(key, { ...each, count: each.count + (minuteCount.get(key)?.count ?? 0) })
      }
    },
    async minutes(from, to, appId) {
      return minuteCount
        .find(
          ({ minute, appId: app }) => minute >= from && minute < to && (appId === undefined || app === appId),
        )
        .sort((a, b) => a.minute - b.minute)
    },
    async census() {
      const accounts = account.find(({ state }) => state !== 'deleted')
      const devices = device.find(() => true)
      return {
        accounts: {
          total: accounts.length,
          suspended: accounts.filter(({ state }) => state === 'suspended').length,
          withoutDevice: accounts.filter(({ activeDevices }) => activeDevices === 0).length,
        },
        devices: {
          active: devices.filter(({ state }) => state === 'active').length,
          suspended: devices.filter(({ state }) => state === 'suspended').length,
        },
      }
    },
    async purge(beforeMinute, limit) {
      const purged = minuteCount.find(({ minute }) => minute < beforeMinute).slice(0, limit)
      for (const { minute, appId, outcome } of purged) minuteCount.delete(`${minute}/${appId}/${outcome}`)
      return purged.length
    },
  }
}
