// What a phone that connects, or asks, is shown: its open challenges, freshly signed.
import type { ServerFrame } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { Device } from '../core/records.js'
import { challengeFrame } from './tell.js'

/**
 * Finds the device's open challenges and signs each for it; oldest first. Empty for a device that can answer nothing.
 * @param which `pushed` after connecting; `all` when the person asks, those that did not ring included ([LI2]).
 */
export async function openChallenges(
  ports: Ports,
  device: Device,
  which: 'pushed' | 'all',
): Promise<readonly ServerFrame[]> {
  if (device.state !== 'active' && device.state !== 'suspended') return []
  const nowMs = ports.clock.nowMs()
  const open = await ports.storage.read.challenges.openDeliveries(device.id, nowMs, which === 'pushed')
  // Another node asked with a key that is ended, before it heard of that: no phone would believe it.
  return open
    .filter(({ keyId }) => ports.vault.hasKey(keyId))
    .map((delivery) => challengeFrame(ports, delivery))
}
