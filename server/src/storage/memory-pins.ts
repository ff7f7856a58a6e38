// The store of PINs over a table in memory: the same answers as the SQL one.
import type { DevicePin } from '../core/pin.js'
import type { PinStore } from '../core/ports-pins.js'
import type { Device } from '../core/records.js'
import type { Rows } from './memory-table.js'
import { insert, requireRow } from './memory-table.js'

export interface PinTables {
  readonly device: Rows<Device>
  readonly pin: Rows<DevicePin>
}

export function memoryPinStore({ device: devices, pin: pins }: PinTables): PinStore {
  return {
    async of(deviceId) {
      return pins.get(deviceId)
    },
    async add(pin) {
      const device = requireRow(devices, pin.deviceId)
      if (pins.get(pin.deviceId) !== undefined) return false
      insert(pins, pin.deviceId, pin)
      devices.set(device.id, { ...device, verifies: true })
      return true
    },
    async replace(formerPinId, pin) {
      if (pins.get(pin.deviceId)?.pinId !== formerPinId) return false
      pins.set(pin.deviceId, pin)
      return true
    },
    async saveWrong({ deviceId, pinId, wrong: read }, wrong) {
      const pin = pins.get(deviceId)
      if (pin?.pinId !== pinId || pin.wrong.length !== read.length) return false
      pins.set(deviceId, { ...pin, wrong })
      return true
    },
    async remove(deviceId) {
      pins.delete(deviceId)
    },
  }
}
