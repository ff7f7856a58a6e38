// The stores over tables in memory: the same answers as the SQL ones, by plain filters.
import type { ChallengeId, DeviceId } from '@countersign/protocol'
import { equalBytes } from '@countersign/protocol'
import type {
  AccountStore,
  AppStore,
  ChallengeStore,
  DeviceStore,
  GuardStore,
  SigningKeyStore,
  Stores,
  TicketStore,
} from '../core/ports.js'
import type {
  Account,
  App,
  AppKey,
  ChallengeRecord,
  Delivery,
  Device,
  Guard,
  SigningKeyRecord,
  Ticket,
} from '../core/records.js'
import { freshGuard } from './fresh-guard.js'
import type { AuditTables } from './memory-audit.js'
import { memoryAuditStore } from './memory-audit.js'
import type { OutgoingTables } from './memory-outgoing.js'
import { memoryOutgoingStore } from './memory-outgoing.js'
import type { SettingTables } from './memory-settings.js'
import { memorySettingStore } from './memory-settings.js'
import type { Rows } from './memory-table.js'

/** Every table, keyed as the primary keys of tables.ts are. */
export interface MemoryTables extends AuditTables, OutgoingTables, SettingTables {
  readonly account: Rows<Account>
  readonly app: Rows<App>
  readonly appKey: Rows<AppKey>
  readonly device: Rows<Device>
  readonly ticket: Rows<Ticket>
  readonly challenge: Rows<ChallengeRecord>
  readonly delivery: Rows<Delivery>
  readonly guard: Rows<SavedGuard>
  readonly signingKey: Rows<SigningKeyRecord>
  /** One row, `version`. */
  readonly keySet: Rows<number>
}

export interface SavedGuard {
  readonly guard: Guard
  readonly changedAtMs: number
}

export function memoryStores(tables: MemoryTables): Stores {
  return {
    accounts: accountStore(tables),
    apps: appStore(tables),
    devices: deviceStore(tables),
    tickets: ticketStore(tables),
    challenges: challengeStore(tables),
    guards: guardStore(tables),
    signingKeys: signingKeyStore(tables),
    audit: memoryAuditStore(tables),
    outgoing: memoryOutgoingStore(tables),
    settings: memorySettingStore(tables),
  }
}

function accountStore({ account: accounts, device: devices }: MemoryTables): AccountStore {
  return {
    async add(account) {
      if (accounts.find((row) => row.userId === account.userId).length > 0) return false
      insert(accounts, account.id, account)
      return true
    },
    async byUserId(userId) {
      return accounts.find((row) => row.userId === userId)[0]
    },
    async withDevices(userId) {
      const account = accounts.find((row) => row.userId === userId)[0]
      if (account === undefined) return undefined
      return { account, devices: devices.find((row) => row.accountId === account.id).sort(byCreation) }
    },
    async byId(id) {
      return accounts.get(id)
    },
    async page(afterUserId, limit) {
      return accounts
        .find((row) => row.userId > afterUserId)
        .sort((a, b) => ascending(a.userId, b.userId))
        .slice(0, limit)
    },
  }
}

function appStore({ app: apps, appKey: keys }: MemoryTables): AppStore {
  return {
    async add(app) {
      if (apps.find((row) => row.name === app.name).length > 0) return false
      insert(apps, app.id, app)
      return true
    },
    async addKey(key) {
      requireRow(apps, key.appId)
      insert(keys, key.id, key)
    },
    async byId(id) {
      return apps.get(id)
    },
    async byName(name) {
      return apps.find((row) => row.name === name)[0]
    },
    async all() {
      return apps.find(() => true).sort((a, b) => ascending(a.name, b.name))
    },
    async key(keyId) {
      const key = keys.get(keyId)
      const app = key && apps.get(key.appId)
      return key && app && { app, key }
    },
    async expireKeys(appId, atMs) {
      for (const key of keys.find((row) => row.appId === appId && row.expiresAtMs === undefined))
        keys.set(key.id, { ...key, expiresAtMs: atMs })
    },
    async removeEndedKeys(appId, nowMs) {
      const ended = ({ expiresAtMs }: AppKey): boolean => expiresAtMs !== undefined && expiresAtMs <= nowMs
      for (const key of keys.find((row) => row.appId === appId && ended(row))) keys.delete(key.id)
    },
  }
}

function deviceStore({ account: accounts, device: devices }: MemoryTables): DeviceStore {
  return {
    async add(device) {
      requireRow(accounts, device.accountId)
      if (devices.find((row) => equalBytes(row.publicKey, device.publicKey)).length > 0) return false
      insert(devices, device.id, device)
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
      return true
    },
    async spendCounter(id, counter, states) {
      const device = devices.get(id)
      if (device === undefined || !states.includes(device.state) || counter <= device.counter) return false
      devices.set(id, { ...device, counter })
      return true
    },
    async changedSince(sinceMs) {
      return devices
        .find((row) => row.changedAtMs >= sinceMs)
        .sort((a, b) => a.changedAtMs - b.changedAtMs || ascending(a.id, b.id))
    },
  }
}

function ticketStore({ account: accounts, device: devices, ticket: tickets }: MemoryTables): TicketStore {
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

function challengeStore(tables: MemoryTables): ChallengeStore {
  const { challenge: challenges, delivery: deliveries } = tables
  return {
    async add(challenge, added) {
      requireRow(tables.app, challenge.appId)
      const sameToken = (row: ChallengeRecord): boolean =>
        equalBytes(row.watchTokenHash, challenge.watchTokenHash)
      if (challenges.find(sameToken).length > 0) throw new Error('watch token: not unique')
      insert(challenges, challenge.id, challenge)
      for (const delivery of added) {
        requireRow(challenges, delivery.challengeId)
        insert(deliveries, deliveryKey(delivery.challengeId, delivery.deviceId), delivery)
      }
    },
    async byId(id) {
      return challenges.get(id)
    },
    async byWatchToken(hash) {
      return challenges.find((row) => equalBytes(row.watchTokenHash, hash))[0]
    },
    async openOf(accountId, nowMs) {
      return challenges.find((row) => row.accountId === accountId && isOpen(row, nowMs)).sort(byCreation)
    },
    async change({ id, from, to, nowMs, notExpired, cause, answer }) {
      const challenge = challenges.get(id)
      if (challenge === undefined || challenge.state !== from) return false
      if (notExpired && challenge.expiresAtMs <= nowMs) return false
      challenges.set(id, {
        ...challenge,
        state: to,
        decidedAtMs: nowMs,
        cause: cause ?? challenge.cause,
        answer: answer ?? challenge.answer,
      })
      return true
    },
    async delivery(id, deviceId) {
      return deliveries.get(deliveryKey(id, deviceId))
    },
    async shownTo(id, deviceId) {
      const challenge = challenges.get(id)
      const delivery = deliveries.get(deliveryKey(id, deviceId))
      const device = tables.device.get(deviceId)
      return challenge && delivery && device && { challenge, delivery, device }
    },
    async deliveriesOf(id) {
      return deliveries
        .find((row) => row.challengeId === id)
        .sort((a, b) => ascending(a.deviceId, b.deviceId))
    },
    async openDeliveries(deviceId, nowMs, pushedOnly) {
      if (tables.device.get(deviceId) === undefined) return []
      return deliveries
        .find((row) => row.deviceId === deviceId)
        .map((delivery) => ({ delivery, challenge: requireRow(challenges, delivery.challengeId) }))
        .filter(({ challenge }) => isOpen(challenge, nowMs) && (challenge.pushed || !pushedOnly))
        .sort((a, b) => byCreation(a.challenge, b.challenge))
        .map(({ delivery }) => delivery)
    },
    async overdue(nowMs, approvedBeforeMs, limit) {
      const due = ({ state, expiresAtMs, decidedAtMs }: ChallengeRecord): boolean =>
        (state === 'pending' && expiresAtMs <= nowMs) ||
        (state === 'approved' && decidedAtMs !== undefined && decidedAtMs <= approvedBeforeMs)
      return challenges.find(due).slice(0, limit)
    },
    async purge(beforeMs, limit) {
      const old = ({ state, decidedAtMs }: ChallengeRecord): boolean =>
        state !== 'pending' && state !== 'approved' && decidedAtMs !== undefined && decidedAtMs < beforeMs
      const purged = challenges.find(old).slice(0, limit)
      for (const { id, accountId } of purged) {
        for (const row of deliveries.find((delivery) => delivery.challengeId === id))
          deliveries.delete(deliveryKey(id, row.deviceId))
        challenges.delete(id)
        const { changedAtMs = beforeMs } = tables.guard.get(accountId) ?? {}
        if (tables.account.get(accountId) === undefined && changedAtMs < beforeMs)
          tables.guard.delete(accountId)
      }
      return purged.length
    },
  }
}

function guardStore({ guard: guards }: MemoryTables): GuardStore {
  return {
    async of(accountId) {
      return guards.get(accountId)?.guard ?? freshGuard(accountId)
    },
    async save(guard, nowMs) {
      const current = guards.get(guard.accountId)?.guard.revision ?? 0
      if (guard.revision !== current) return false
      guards.set(guard.accountId, { guard: { ...guard, revision: current + 1 }, changedAtMs: nowMs })
      return true
    },
  }
}

function signingKeyStore({ signingKey: keys, keySet }: MemoryTables): SigningKeyStore {
  return {
    async all() {
      return keys.find(() => true).sort((a, b) => a.notBeforeMs - b.notBeforeMs || ascending(a.id, b.id))
    },
    async add(key) {
      insert(keys, key.id, key)
    },
    async remove(id) {
      keys.delete(id)
    },
    async keySetVersion() {
      return keySet.get('version') ?? 0
    },
    async advanceKeySet(from, to) {
      if ((keySet.get('version') ?? 0) !== from) return false
      keySet.set('version', to)
      return true
    },
  }
}

function insert<V>(rows: Rows<V>, key: string, row: V): void {
  if (rows.get(key) !== undefined) throw new Error('primary key: not unique')
  rows.set(key, row)
}

function requireRow<V>(rows: Rows<V>, key: string): V {
  const row = rows.get(key)
  if (row === undefined) throw new Error('foreign key: no such row')
  return row
}

function deliveryKey(challengeId: ChallengeId, deviceId: DeviceId): string {
  return `${challengeId}/${deviceId}`
}

function isOpen(challenge: ChallengeRecord, nowMs: number): boolean {
  return challenge.state === 'pending' && challenge.expiresAtMs > nowMs
}

function byCreation<T extends { readonly id: string; readonly createdAtMs: number }>(a: T, b: T): number {
  return a.createdAtMs - b.createdAtMs || ascending(a.id, b.id)
}

/** By code unit, as SQLite's BINARY collation orders ASCII; a locale's order would differ between machines. */
function ascending(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
