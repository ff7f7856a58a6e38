// The store of phones' biometrics over a table in memory: the same answers as the SQL one, by plain filters.
import { equalBytes } from '@countersign/protocol'
import type { Biometrics, BiometricsStore } from '../core/ports-biometrics.js'
import { isNextCount } from '../core/sign-count.js'
import type { Rows } from './memory-table.js'
import { byCreation, requireRow } from './memory-table.js'
import type { VerifyingTables } from './memory-verifying.js'
import { countVerifying } from './memory-verifying.js'

export interface BiometricsTables {
  readonly biometrics: Rows<Biometrics>
}

export function memoryBiometricsStore(tables: VerifyingTables): BiometricsStore {
  const { biometrics: rows, device: devices } = tables
  return {
    async set(biometrics) {
      const { deviceId, credentialId } = biometrics
      requireRow(devices, deviceId)
      rows.delete(deviceId)
      const isTaken = rows.find((row) => equalBytes(row.credentialId, credentialId)).length > 0
      if (!isTaken) rows.set(deviceId, biometrics)
      countVerifying(tables, deviceId)
      return !isTaken
    },
    async ofDevice(deviceId) {
      return rows.get(deviceId)
    },
    async ofAccount(accountId) {
      const owned = devices.find((row) => row.accountId === accountId).sort(byCreation)
      return owned.flatMap(({ id }) => rows.get(id) ?? [])
    },
    async spendCount(deviceId, credentialId, signCount, nowMs) {
      const row = rows.get(deviceId)
      if (row === undefined || !equalBytes(row.credentialId, credentialId)) return false
      if (!isNextCount(row.signCount, signCount)) return false
      rows.set(deviceId, { ...row, signCount, lastUsedAtMs: nowMs })
      return true
    },
    async remove(deviceId) {
      if (rows.get(deviceId) === undefined) return false
      rows.delete(deviceId)
      countVerifying(tables, deviceId)
      return true
    },
  }
}
