// Nothing that was under way at a time of the past goes on: requests, approvals not yet redeemed, pairing links, set-ups, recoveries.
import { changeTo, lifeOf, recordAfter, transition } from '../core/challenge.js'
import type { Ports, Stores } from '../core/ports.js'
import { recordOutcome } from './record-outcome.js'

const ROWS_AT_ONCE = 1_000
/** After every time that was ever written. */
const NEVER_MS = Number.MAX_SAFE_INTEGER

/**
 * Each of these counts once, and was perhaps used since the time that the database is of: it would count again. All live for minutes,
 * so whoever waits for one asks again and loses nothing.
 */
export async function endWhatIsOpen(ports: Ports, stores: Stores): Promise<void> {
  await endSessions(stores)
  await endRequests(ports, stores)
  await stores.setupLinks.withdrawAll()
  await inBites((limit) => stores.tickets.purge(NEVER_MS, limit))
  await inBites((limit) => stores.signIns.purge(NEVER_MS, limit))
  await inBites((limit) => stores.setUps.purge(NEVER_MS, limit))
  await inBites((limit) => stores.recoveries.purge(NEVER_MS, limit))
}

function endSessions({ sessions }: Stores): Promise<void> {
  return inBites((limit) => sessions.purge(NEVER_MS, NEVER_MS, limit))
}

/** Cancels every open request. [ST7]: an approval of before is no way in after. */
export async function endRequests(ports: Ports, stores: Stores): Promise<void> {
  const nowMs = ports.clock.nowMs()
  await inBites(async (limit) => {
    const open = await stores.challenges.overdue(NEVER_MS, NEVER_MS, limit)
    for (const challenge of open) {
      const next = transition(lifeOf(challenge, ports.settings.redeemWithinMs), { type: 'bar' }, nowMs)
      const change = changeTo(challenge, next, nowMs)
      if (!(await stores.challenges.change(change))) throw new Error('a request was decided meanwhile')
      await recordOutcome(ports, stores, recordAfter(challenge, change), nowMs)
    }
    return open.length
  })
}

async function inBites(bite: (limit: number) => Promise<number>): Promise<void> {
  while ((await bite(ROWS_AT_ONCE)) === ROWS_AT_ONCE);
}
