// A phone shows a challenge: the login page may say so. Decides nothing.
import type { ChallengeId, DeviceId } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import { statusAt } from '../core/status.js'

/**
 * Finds what this device was sent, notes that it is on a phone, and tells the page the first time. A challenge this device
 * was never sent is ignored. Nothing is written: where a challenge is helps the person who waits, and is forgotten with it.
 */
export async function receiveChallenge(ports: Ports, device: DeviceId, id: ChallengeId): Promise<void> {
  const sent = await ports.storage.read.challenges.shownTo(id, device)
  if (sent === undefined || (await ports.fabric.wasShown(id))) return
  const { challenge } = sent
  await ports.fabric.noteShown(id, challenge.expiresAtMs)
  const status = statusAt(challenge, true, ports.clock.nowMs(), ports.settings.redeemWithinMs)
  await ports.fabric.publish(id, status)
}
