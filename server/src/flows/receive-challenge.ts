// A phone shows a challenge: the login page may say so. Decides nothing.
import type { ChallengeId, DeviceId } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import { statusAt } from '../core/status.js'
import { tracerOf } from './traced.js'

/**
 * Finds what this device was sent, notes that it is on a phone, and tells the page the first time. A challenge this device
 * was never sent is ignored. It helps the person who waits, and an admin who asks why a phone did not ring.
 */
export async function receiveChallenge(ports: Ports, device: DeviceId, id: ChallengeId): Promise<void> {
  const sent = await ports.storage.read.challenges.shownTo(id, device)
  if (sent === undefined || (await ports.fabric.wasShown(id, device))) return
  const { challenge } = sent
  const nowMs = ports.clock.nowMs()
  const isFirst = !(await ports.fabric.wasShown(id))
  // [WP3]: this phone is not woken any more.
  await ports.fabric.noteShown(id, device, challenge.expiresAtMs)
  ports.rings.note({ challengeId: id, deviceId: device, atMs: nowMs, shownAtMs: nowMs })
  if (!isFirst) return
  ports.metrics.took('shown', nowMs - challenge.createdAtMs)
  await tracerOf(ports, challenge).span('shown', { 'countersign.challenge': id }, () => Promise.resolve())
  await ports.fabric.publish(id, statusAt(challenge, true, nowMs, ports.settings.redeemWithinMs))
}
