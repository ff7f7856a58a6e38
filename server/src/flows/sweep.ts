// Once a second, on one node for all: writes what time has done, tells whom it concerns, and forgets what is old, in small bites.
import { KNOWN_BROWSER_DAYS } from '@countersign/protocol'
import { changeTo, lifeOf, recordAfter, transition } from '../core/challenge.js'
import type { Ports } from '../core/ports.js'
import type { ChallengeRecord } from '../core/records.js'
import { recordOutcome } from './record-outcome.js'
import { tellOutcome } from './tell.js'

/** One bite: short enough that a login never waits for it. */
const ROWS_PER_BITE = 200
/** Bites of one sweep: as many requests as a busy server is asked in a second. What is left over is due again in the next. */
const BITES_PER_SWEEP = 20
const DAY_MS = 86_400_000
/** Whoever reads an uploaded list for longer than this died over it. */
const READING_MAX_MS = 3_600_000

/** Ends overdue challenges, tells pages and phones, removes old challenges and old tickets with what hangs on them. */
export async function sweep(ports: Ports): Promise<void> {
  const nowMs = ports.clock.nowMs()
  const beforeMs = nowMs - ports.settings.retentionMs
  await inBites(() => endOverdue(ports, nowMs))
  await inBites(() =>
    ports.storage.transaction(({ challenges }) => challenges.purge(beforeMs, ROWS_PER_BITE), {
      one: 'sweep',
    }),
  )
  await ports.storage.transaction(
    async ({ tickets, imports, notices, invitations, codeGuards, browsers }) => {
      await tickets.purge(beforeMs, ROWS_PER_BITE)
      await codeGuards.purge(beforeMs, ROWS_PER_BITE)
      await browsers.purge(nowMs - KNOWN_BROWSER_DAYS * DAY_MS, ROWS_PER_BITE)
      await notices.purge(beforeMs, ROWS_PER_BITE)
      await invitations.expire(nowMs, ROWS_PER_BITE)
      await invitations.purge(beforeMs, ROWS_PER_BITE)
      await imports.purge(beforeMs, nowMs - READING_MAX_MS, ROWS_PER_BITE)
    },
    { one: 'sweep' },
  )
}

/** Until a bite was not full: there is no more of it. Whoever logs in comes between two of them. */
async function inBites(bite: () => Promise<number>): Promise<void> {
  for (let bites = 0; bites < BITES_PER_SWEEP; bites += 1) if ((await bite()) < ROWS_PER_BITE) return
}

/** Each by its own compare-and-set: one that was decided meanwhile is left alone. How many were due. */
async function endOverdue(ports: Ports, nowMs: number): Promise<number> {
  const { redeemWithinMs } = ports.settings
  const overdue = await ports.storage.read.challenges.overdue(nowMs, nowMs - redeemWithinMs, ROWS_PER_BITE)
  if (overdue.length === 0) return 0
  for (const challenge of await endEach(ports, overdue, nowMs)) tellOutcome(ports, challenge)
  return overdue.length
}

async function endEach(
  ports: Ports,
  overdue: readonly ChallengeRecord[],
  nowMs: number,
): Promise<readonly ChallengeRecord[]> {
  const { redeemWithinMs } = ports.settings
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
