// Devices as rows, and back.
import type { Device } from '../core/records.js'
import { toBit, toBytes } from './column.js'
import type { DeviceTable } from './tables.js'

export function deviceRow(device: Device): DeviceTable {
  return {
    id: device.id,
    account_id: device.accountId,
    name: device.name,
    public_key: device.publicKey,
    state: device.state,
    counter: device.counter,
    verifies: toBit(device.verifies),
    created_at_ms: device.createdAtMs,
    changed_at_ms: device.changedAtMs,
    last_used_at_ms: device.lastUsedAtMs ?? null,
  }
}

export function toDevice(row: DeviceTable): Device {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    publicKey: toBytes(row.public_key),
    state: row.state,
    counter: row.counter,
    verifies: row.verifies === 1,
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
    lastUsedAtMs: row.last_used_at_ms ?? undefined,
  }
}
