// A phone shows a challenge: the login page may say so. Decides nothing.
import type { ChallengeId, DeviceId } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import { statusAt } from '../core/status.js'

/** Marks the delivery as received, and tells the page the first time. A challenge this device was never sent is ignored. */
export async function receiveChallenge(ports: Ports, device: DeviceId, id: ChallengeId): Promise<void> {
  const nowMs = ports.clock.nowMs()
  const challenge = await ports.storage.transaction(async (stores) => {
    const first = await stores.challenges.markReceived(id, device, nowMs)
    return first ? stores.challenges.byId(id) : undefined
  })
  if (challenge === undefined) return
  await ports.fabric.publish(id, statusAt(challenge, true, nowMs, ports.settings.redeemWithinMs))
}
