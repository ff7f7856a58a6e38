// Push subscriptions and rings over tables in memory.
import type { ChallengeId } from '@countersign/protocol'
import type { PushSubscription, PushSubscriptionStore, RingStore } from '../core/ports-push.js'
import type { Ring, RingNews } from '../core/rings.js'
import { mergedNews } from '../core/rings.js'
import type { ChallengeTables } from './memory-challenges.js'
import type { DeviceTables } from './memory-devices.js'
import type { Rows } from './memory-table.js'

export interface PushTables {
  /** By device. */
  readonly pushSubscription: Rows<PushSubscription>
  /** By challenge and device. */
  readonly ring: Rows<RingNews>
}

export function memoryPushSubscriptionStore(tables: PushTables & DeviceTables): PushSubscriptionStore {
  const { pushSubscription: subscriptions, device: devices } = tables
  const byId = (id: string): PushSubscription | undefined => subscriptions.find((row) => row.id === id)[0]
  return {
    async set(subscription) {
      if (devices.get(subscription.deviceId)?.state !== 'active') return false
      subscriptions.set(subscription.deviceId, subscription)
      return true
    },
    async ofDevice(deviceId) {
      return subscriptions.get(deviceId)
    },
    async ofAccount(accountId) {
      return subscriptions.find(({ deviceId }) => devices.get(deviceId)?.accountId === accountId)
    },
    async remove(deviceId) {
      if (subscriptions.get(deviceId) === undefined) return false
      subscriptions.delete(deviceId)
      return true
    },
    async drop(id) {
      const found = byId(id)
      if (found === undefined) return false
      subscriptions.delete(found.deviceId)
      return true
    },
    async quiet(id, untilMs) {
      const found = byId(id)
      if (found !== undefined) subscriptions.set(found.deviceId, { ...found, quietUntilMs: untilMs })
    },
  }
}

export function memoryRingStore({ ring: rings, delivery }: PushTables & ChallengeTables): RingStore {
  return {
    async note(news) {
      const { challengeId, deviceId } = news
      const isKept = (row: { challengeId: string; deviceId: string }): boolean =>
        row.challengeId === challengeId && row.deviceId === deviceId
      if (delivery.find(isKept).length === 0) return
      const before = rings.get(ringKey(news))
      rings.set(ringKey(news), before === undefined ? news : mergedNews(before, news))
    },
    async ofChallenge(challengeId) {
      return rings.find((row) => row.challengeId === challengeId).map(toRing)
    },
  }
}

/** A request goes, and its rings with it: what the foreign key does in a database. */
export function forgetRings({ ring: rings }: Pick<PushTables, 'ring'>, challengeId: ChallengeId): void {
  for (const row of rings.find((ring) => ring.challengeId === challengeId)) rings.delete(ringKey(row))
}

function ringKey({ challengeId, deviceId }: Pick<RingNews, 'challengeId' | 'deviceId'>): string {
  return `${challengeId} ${deviceId}`
}

function toRing({ challengeId, deviceId, atMs, silence, socketAtMs, shownAtMs, push }: RingNews): Ring {
  return { challengeId, deviceId, atMs, silence, socketAtMs, shownAtMs, push }
}
