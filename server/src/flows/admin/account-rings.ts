// How each request of an account reached its phones, or why one did not ring: what an admin is asked by somebody who waited.
import type { AccountId, ChallengeId } from '@countersign/protocol'
import type { RingRow } from '@countersign/protocol/admin'
import type { Ports } from '../../core/ports.js'
import { ringOutcome } from '../../core/rings.js'

/** The account's devices are looked up once; the one that stands in for the phone that is not there is left out. */
export async function ringsFor(
  { storage }: Ports,
  accountId: AccountId,
): Promise<(id: ChallengeId) => Promise<RingRow[]>> {
  const names = new Map<string, string>()
  for (const { id, name } of await storage.read.devices.ofAccount(accountId)) names.set(id, name)
  return async (id) => {
    const rings = await storage.read.rings.ofChallenge(id)
    return rings
      .filter(({ deviceId }) => names.has(deviceId))
      .map((ring) => ({
        deviceId: ring.deviceId,
        deviceName: names.get(ring.deviceId) || null,
        outcome: ringOutcome(ring),
        socketAtMs: ring.socketAtMs ?? null,
        pushAtMs: ring.push?.atMs ?? null,
        pushStatus: ring.push?.status ?? null,
        shownAtMs: ring.shownAtMs ?? null,
      }))
  }
}
