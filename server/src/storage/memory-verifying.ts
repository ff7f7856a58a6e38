// Whether a device has a PIN or biometrics, over tables in memory.
import type { DeviceId } from '@countersign/protocol'
import type { Device } from '../core/records.js'
import type { BiometricsTables } from './memory-biometrics.js'
import type { Rows } from './memory-table.js'
import { requireRow } from './memory-table.js'

export interface VerifyingTables extends BiometricsTables {
  readonly device: Rows<Device>
}

export function countVerifying({ device, biometrics }: VerifyingTables, deviceId: DeviceId): void {
  const verifies = biometrics.get(deviceId) !== undefined
  device.set(deviceId, { ...requireRow(device, deviceId), verifies })
}
