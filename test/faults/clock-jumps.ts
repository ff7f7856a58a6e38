// The clock jumps ten minutes ahead and back while logins go on: those under way may end, the next ones work, and nothing counts twice.

import { makeClock } from './clock.js'
import { compare } from './ledger.js'
import { crew, Load } from './load.js'
import type { Row, Scale } from './rows.js'
import { sqliteSite } from './site.js'

const TEN_MINUTES_MS = 600_000
/** What an app says of an approval that was asked for on one side of the jump and is looked at on the other. */
const WRONG_TIMES = [
  'expired',
  'not_yet_valid',
  'decided_outside_life',
  'challenge_too_old',
  'auth_time_wrong',
]

export async function clockJumps(scale: Scale): Promise<readonly Row[]> {
  const logins = scale === 'full' ? 200 : 20
  const clock = makeClock()
  const site = await sqliteSite({}, clock.nodeOptions)
  try {
    const load = await Load.open(site, {
      ...{ ...crew(scale), seed: 12, patienceMs: 5_000 },
      // The app's computer follows the same time, as computers do that ask the same time server.
      nowMs: clock.nowMs,
    })
    load.begin()
    await load.more(logins)
    const healed: string[] = []
    for (const aheadMs of [TEN_MINUTES_MS, 0, -TEN_MINUTES_MS, 0]) {
      const jumpedMs = Date.now()
      clock.jump(site.process.pid, aheadMs)
      healed.push(`${await load.firstSince(jumpedMs)}`)
      await load.more(logins)
    }
    await load.end()
    // Signed before the jump and looked at after it: ten minutes old, or of the future.
    const count = await compare(site.ports, load, WRONG_TIMES)
    const seen = `first login ${healed.join(', ')} ms after each jump`
    return [{ fault: 'clock', done: 'server and app jump +10, −10, −10, +10 min', count, seen }]
  } finally {
    await site.end()
    clock.remove()
  }
}
