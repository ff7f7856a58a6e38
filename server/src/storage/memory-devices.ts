// Devices and pairing tickets over tables in memory.
import type { AccountId } from '@countersign/protocol'
import { equalBytes } from '@countersign/protocol'
import type { DeviceStore, TicketStore } from '../core/ports.js'
import type { Device, Ticket } from '../core/records.js'
import type { AccountTables } from './memory-accounts.js'
import type { BiometricsTables } from './memory-biometrics.js'
import type { PushTables } from './memory-push.js'
import type { Rows } from './memory-table.js'
import { ascending, byCreation, insert, requireRow } from './memory-table.js'

export interface DeviceTables {
  readonly device: Rows<Device>
  readonly ticket: Rows<Ticket>
}

export function memoryDeviceStore(
  tables: DeviceTables & AccountTables & PushTables & BiometricsTables,
): DeviceStore {
  const { account: accounts, device: devices } = tables
  const countActive = (accountId: AccountId): void => {
    const active = devices.find((row) => row.accountId === accountId && row.state === 'active')
    accounts.set(accountId, { ...requireRow(accounts, accountId), activeDevices: active.length })
  }
  return {
    async add(device) {
      requireRow(accounts, device.accountId)
      if (devices.find((row) => equalBytes(row.publicKey, device.publicKey)).length > 0) return false
      insert(devices, device.id, device)
      countActive(device.accountId)
      return true
    },
    async byId(id) {
      return devices.get(id)
    },
    async ofAccount(accountId) {
      return devices.find((row) => row.accountId === accountId).sort(byCreation)
    },
    async all(limit) {
      return devices
        .find(() => true)
        .sort(byCreation)
        .slice(0, limit)
    },
    async changeState(id, from, to, nowMs) {
      const device = devices.get(id)
      if (device === undefined || !from.includes(device.state)) return false
      devices.set(id, { ...device, state: to, changedAtMs: nowMs })
      countActive(device.accountId)
      if (to !== 'active') tables.pushSubscription.delete(id)
      if (to === 'revoked') tables.biometrics.delete(id)
      return true
    },
    async spendCounter(id, counter, states, nowMs) {
      const device = devices.get(id)
      if (device === undefined || !states.includes(device.state) || counter <= device.counter) return false
      devices.set(id, { ...device, counter, lastUsedAtMs: nowMs })
      return true
    },
    async forgetNames(accountId) {
      for (const device of devices.find((row) => row.accountId === accountId))
        devices.set(device.id, { ...device, name: '' })
    },
    async touchAll(accountId, nowMs) {
      for (const device of devices.find((row) => row.accountId === accountId))
        devices.set(device.id, { ...device, changedAtMs: nowMs })
    },
    async changedSince(sinceMs) {
      return devices
        .find((row) => row.changedAtMs >= sinceMs)
        .sort((a, b) => a.changedAtMs - b.changedAtMs || ascending(a.id, b.id))
    },
  }
}

export function memoryTicketStore(tables: DeviceTables & AccountTables): TicketStore {
  const { account: accounts, device: devices, ticket: tickets } = tables
  return {
    async add(ticket) {
      requireRow(accounts, ticket.accountId)
      insert(tickets, ticket.id, ticket)
    },
    async byId(id) {
      return tickets.get(id)
    },
    async accept(id, deviceId, confirmation, nowMs) {
      const ticket = tickets.get(id)
      if (ticket === undefined || ticket.state !== 'open' || ticket.expiresAtMs <= nowMs) return false
      tickets.set(id, { ...ticket, state: 'accepted', deviceId, confirmation })
      return true
    },
    async changeState(id, from, to) {
      const ticket = tickets.get(id)
      if (ticket === undefined || ticket.state !== from) return false
      tickets.set(id, { ...ticket, state: to })
      return true
    },
    async purge(beforeMs, limit) {
      const purged = tickets.find((row) => row.expiresAtMs < beforeMs).slice(0, limit)
      for (const { id, deviceId } of purged) {
        tickets.delete(id)
        if (deviceId !== undefined && devices.get(deviceId)?.state === 'pending_confirm')
          devices.delete(deviceId)
      }
      return purged.length
    },
  }
}
