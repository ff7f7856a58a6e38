// Once a second: writes what time has done, tells whom it concerns, and forgets what is old, in small bites.
import { changeTo, lifeOf, recordAfter, transition } from '../core/challenge.js'
import type { Ports } from '../core/ports.js'
import type { ChallengeRecord } from '../core/records.js'
import { tellNotices } from './phone-notices.js'
import { recordOutcome } from './record-outcome.js'
import { tellDevice, tellOutcome } from './tell.js'

/** One bite: short enough that a login never waits for it. What is left over is due again in a second. */
const ROWS_PER_SWEEP = 200

/**
 * Ends overdue challenges, tells pages and phones, tells devices whose state changed (also in another process), tells phones
 * what their people were told, removes
 * old challenges and old tickets with what hangs on them.
 * @param sinceMs time of the last sweep.
 */
export async function sweep(ports: Ports, sinceMs: number): Promise<void> {
  const nowMs = ports.clock.nowMs()
  for (const challenge of await endOverdue(ports, nowMs)) tellOutcome(ports, challenge)
  for (const device of await ports.storage.read.devices.changedSince(sinceMs)) tellDevice(ports, device)
  await tellNotices(ports, sinceMs)
  const beforeMs = nowMs - ports.settings.retentionMs
  await ports.storage.transaction(async ({ challenges, tickets }) => {
    await challenges.purge(beforeMs, ROWS_PER_SWEEP)
    await tickets.purge(beforeMs, ROWS_PER_SWEEP)
  })
}

/** Each by its own compare-and-set: one that was decided meanwhile is left alone. */
async function endOverdue(ports: Ports, nowMs: number): Promise<readonly ChallengeRecord[]> {
  const { redeemWithinMs } = ports.settings
  const overdue = await ports.storage.read.challenges.overdue(nowMs, nowMs - redeemWithinMs, ROWS_PER_SWEEP)
  if (overdue.length === 0) return []
  return ports.storage.transaction(async (stores) => {
    const ended: ChallengeRecord[] = []
    for (const challenge of overdue) {
      const next = transition(lifeOf(challenge, redeemWithinMs), { type: 'tick' }, nowMs)
      if (next.state === challenge.state) continue
      const change = changeTo(challenge, next, nowMs)
      if (!(await stores.challenges.change(change))) continue
      const over = recordAfter(challenge, change)
      await recordOutcome(ports, stores, over, nowMs)
      ended.push(over)
    }
    return ended
  })
}
