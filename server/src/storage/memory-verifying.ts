// Whether a device has a PIN or biometrics, over tables in memory.
import type { DeviceId } from '@countersign/protocol'
import type { DevicePin } from '../core/pin.js'
import type { Device } from '../core/records.js'
import type { BiometricsTables } from './memory-biometrics.js'
import type { Rows } from './memory-table.js'
import { requireRow } from './memory-table.js'

export interface VerifyingTables extends BiometricsTables {
  readonly device: Rows<Device>
  readonly pin: Rows<DevicePin>
}

export function countVerifying({ device, biometrics, pin }: VerifyingTables, deviceId: DeviceId): void {
  const verifies = biometrics.get(deviceId) !== undefined || pin.get(deviceId) !== undefined
  device.set(deviceId, { ...requireRow(device, deviceId), verifies })
}
