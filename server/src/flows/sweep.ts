// Once a second, on one node for all: writes what time has done, tells whom it concerns, and forgets what is old, in small bites.
import { KNOWN_BROWSER_DAYS } from '@countersign/protocol'
import { changeTo, lifeOf, recordAfter, transition } from '../core/challenge.js'
import type { Ports } from '../core/ports.js'
import type { ChallengeRecord } from '../core/records.js'
import { recordOutcome } from './record-outcome.js'
import { tellOutcome } from './tell.js'

/** One bite: short enough that a login never waits for it. What is left over is due again in a second. */
const ROWS_PER_SWEEP = 200
const DAY_MS = 86_400_000
/** Whoever reads an uploaded list for longer than this died over it. */
const READING_MAX_MS = 3_600_000

/** Ends overdue challenges, tells pages and phones, removes old challenges and old tickets with what hangs on them. */
export async function sweep(ports: Ports): Promise<void> {
  const nowMs = ports.clock.nowMs()
  for (const challenge of await endOverdue(ports, nowMs)) tellOutcome(ports, challenge)
  const beforeMs = nowMs - ports.settings.retentionMs
  await ports.storage.transaction(
    async ({ challenges, tickets, imports, notices, invitations, codeGuards, browsers }) => {
      await challenges.purge(beforeMs, ROWS_PER_SWEEP)
      await tickets.purge(beforeMs, ROWS_PER_SWEEP)
      await codeGuards.purge(beforeMs, ROWS_PER_SWEEP)
      await browsers.purge(nowMs - KNOWN_BROWSER_DAYS * DAY_MS, ROWS_PER_SWEEP)
      await notices.purge(beforeMs, ROWS_PER_SWEEP)
      await invitations.expire(nowMs, ROWS_PER_SWEEP)
      await invitations.purge(beforeMs, ROWS_PER_SWEEP)
      await imports.purge(beforeMs, nowMs - READING_MAX_MS, ROWS_PER_SWEEP)
    },
    { one: 'sweep' },
  )
}

/** Each by its own compare-and-set: one that was decided meanwhile is left alone. */
async function endOverdue(ports: Ports, nowMs: number): Promise<readonly ChallengeRecord[]> {
  const { redeemWithinMs } = ports.settings
  const overdue = await ports.storage.read.challenges.overdue(nowMs, nowMs - redeemWithinMs, ROWS_PER_SWEEP)
  if (overdue.length === 0) return []
  return ports.storage.transaction(
    async (stores) => {
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
    },
    { one: 'overdue' },
  )
}
