// The fabric of one process: who is connected here, who waits here, and coarse rate limits.
//
// Sockets and watchers are as many as the gateway and the HTTP server hold connections, which limit them. Only the keys of
// rate limits are named by the outside, so only their number is limited here.
import type { ChallengeId, ChallengeStatus, DeviceId } from '@countersign/protocol'
import type { Clock, DeviceSocket, Fabric } from '../core/ports.js'
import { RateLimits } from './rate-limits.js'

/** Challenges that phones show at once: far above what one process serves in the life of one. */
const SHOWN_MAX = 100_000

/** @param clock times the windows of `allow` and `noteShown` */
export function createMemoryFabric(clock: Clock): Fabric {
  // Entries are objects of their own: the same socket or callback given twice is two entries, each removed by its own function.
  const sockets = new Map<DeviceId, { readonly socket: DeviceSocket }>()
  const watchers = new Map<ChallengeId, Set<Watcher>>()
  const rates = new RateLimits(clock)
  /** Until when each is worth knowing, the oldest first. */
  const shown = new Map<ChallengeId, { readonly untilMs: number; readonly on: readonly DeviceId[] }>()

  return {
    attach(deviceId, socket) {
      const entry = { socket }
      const replaced = sockets.get(deviceId)
      // The new one stands before the old one is closed: closing it detaches it, which must find that it is gone.
      sockets.set(deviceId, entry)
      replaced?.socket.close('socket_replaced')
      return () => {
        if (sockets.get(deviceId) === entry) sockets.delete(deviceId)
      }
    },
    async announced() {},
    async present(deviceIds) {
      return deviceIds.filter((id) => sockets.has(id))
    },
    here: (deviceIds) => deviceIds.filter((id) => sockets.has(id)),
    async connected() {
      return sockets.size
    },
    async nodes() {
      return 1
    },
    async send(deviceId, frame) {
      sockets.get(deviceId)?.socket.deliver(frame)
    },
    watch(challengeId, onStatus) {
      const watcher = { onStatus }
      const ofChallenge = watchers.get(challengeId) ?? new Set()
      ofChallenge.add(watcher)
      watchers.set(challengeId, ofChallenge)
      return () => {
        ofChallenge.delete(watcher)
        if (ofChallenge.size === 0 && watchers.get(challengeId) === ofChallenge) watchers.delete(challengeId)
      }
    },
    async publish(challengeId, status) {
      // A copy: a watcher may stop watching while it is told.
      const faults = [...(watchers.get(challengeId) ?? [])].flatMap((watcher) => faultOf(watcher, status))
      if (faults.length > 0) throw new AggregateError(faults, `${faults.length} watchers failed`)
    },
    async noteShown(challengeId, deviceId, untilMs) {
      const nowMs = clock.nowMs()
      for (const [id, { untilMs: endMs }] of shown) {
        if (endMs > nowMs && shown.size < SHOWN_MAX) break
        shown.delete(id)
      }
      const before = shown.get(challengeId)?.on ?? []
      shown.set(challengeId, { untilMs, on: before.includes(deviceId) ? before : [...before, deviceId] })
    },
    async wasShown(challengeId, deviceId) {
      const { untilMs, on } = shown.get(challengeId) ?? { untilMs: 0, on: [] }
      return untilMs > clock.nowMs() && (deviceId === undefined || on.includes(deviceId))
    },
    async allow(key, limit, windowSeconds) {
      return rates.allow(key, limit, windowSeconds * 1000)
    },
    async close() {},
    // Nobody is outside this process.
    state: () => 'up',
  }
}

interface Watcher {
  readonly onStatus: (status: ChallengeStatus) => void
}

/** One page's fault must not keep the news from the others. */
function faultOf({ onStatus }: Watcher, status: ChallengeStatus): readonly unknown[] {
  try {
    onStatus(status)
    return []
  } catch (fault) {
    return [fault]
  }
}
