// Challenges, deliveries and guards over tables in memory.
import type { ChallengeId, DeviceId } from '@countersign/protocol'
import { equalBytes } from '@countersign/protocol'
import type { GuardStore } from '../core/ports.js'
import type { ChallengeStore } from '../core/ports-challenges.js'
import type { ChallengeRecord, Delivery, Guard } from '../core/records.js'
import { freshGuard } from '../core/throttle.js'
import type { AccountTables } from './memory-accounts.js'
import type { AppTables } from './memory-apps.js'
import type { DeviceTables } from './memory-devices.js'
import type { PushTables } from './memory-push.js'
import { forgetRings } from './memory-push.js'
import type { Rows } from './memory-table.js'
import { ascending, byCreation, insert, requireRow } from './memory-table.js'

export interface ChallengeTables {
  readonly challenge: Rows<ChallengeRecord>
  readonly delivery: Rows<Delivery>
  readonly guard: Rows<SavedGuard>
}

export interface SavedGuard {
  readonly guard: Guard
  readonly changedAtMs: number
}

export function memoryChallengeStore(
  tables: ChallengeTables & AppTables & AccountTables & DeviceTables & PushTables,
): ChallengeStore {
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
    async unfinishedOf(accountId) {
      return challenges
        .find((row) => row.accountId === accountId && (row.state === 'pending' || row.state === 'approved'))
        .sort(byCreation)
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
    async nameBrowser(id, browserId) {
      const challenge = challenges.get(id)
      if (challenge === undefined || challenge.browserId !== undefined) return false
      challenges.set(id, { ...challenge, browserId })
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
    async answered(id) {
      const challenge = challenges.get(id)
      if (challenge?.answer === undefined) return challenge && { challenge, shown: undefined }
      return { challenge, shown: await this.shownTo(id, challenge.answer.deviceId) }
    },
    async deliveriesOf(id) {
      return deliveries
        .find((row) => row.challengeId === id)
        .sort((a, b) => ascending(a.deviceId, b.deviceId))
    },
    async deviceIdsOf(id) {
      return (await this.deliveriesOf(id)).map(({ deviceId }) => deviceId)
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
    async ringing(nowMs, limit) {
      return deliveries
        .find(() => true)
        .map((delivery) => ({ delivery, challenge: requireRow(challenges, delivery.challengeId) }))
        .filter(({ challenge }) => isOpen(challenge, nowMs) && challenge.pushed)
        .sort((a, b) => byCreation(b.challenge, a.challenge))
        .slice(0, limit)
        .map(({ delivery: { challengeId, deviceId } }) => ({ challengeId, deviceId }))
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
        forgetRings(tables, id)
        challenges.delete(id)
        const { changedAtMs = beforeMs } = tables.guard.get(accountId) ?? {}
        if (tables.account.get(accountId) === undefined && changedAtMs < beforeMs)
          tables.guard.delete(accountId)
      }
      return purged.length
    },
  }
}

export function memoryGuardStore({
  guard: guards,
  account: accounts,
}: ChallengeTables & AccountTables): GuardStore {
  return {
    async of(accountId) {
      return guards.get(accountId)?.guard ?? freshGuard(accountId)
    },
    async raiseAll(by, nowMs) {
      for (const { guard } of guards.find(() => true))
        guards.set(guard.accountId, {
          guard: { ...guard, revision: guard.revision + by },
          changedAtMs: nowMs,
        })
      for (const { id } of accounts.find(() => true))
        if (guards.get(id) === undefined)
          guards.set(id, { guard: { ...freshGuard(id), revision: by }, changedAtMs: nowMs })
    },
    async save(guard, nowMs) {
      const current = guards.get(guard.accountId)?.guard.revision ?? 0
      if (guard.revision !== current) return false
      guards.set(guard.accountId, { guard: { ...guard, revision: current + 1 }, changedAtMs: nowMs })
      return true
    },
  }
}

function deliveryKey(challengeId: ChallengeId, deviceId: DeviceId): string {
  return `${challengeId}/${deviceId}`
}

function isOpen(challenge: ChallengeRecord, nowMs: number): boolean {
  return challenge.state === 'pending' && challenge.expiresAtMs > nowMs
}
