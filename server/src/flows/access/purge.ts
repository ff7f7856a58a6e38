// Forgets what access no longer needs: sessions and sign-ins that are over, replies that nobody asks for again.
import { KEPT_REPLY_MS, SESSION_IDLE_MS } from '../../core/access.js'
import type { Ports } from '../../core/ports.js'

/** One bite: short enough that a login never waits for it. What is left over is due again in the next round. */
const ROWS_PER_ROUND = 200

export async function purgeAccess({ clock, storage }: Ports): Promise<void> {
  const nowMs = clock.nowMs()
  await storage.transaction(async ({ sessions, signIns, keptReplies, totps, recoveries, notMeLinks }) => {
    await sessions.purge(nowMs, nowMs - SESSION_IDLE_MS, ROWS_PER_ROUND)
    await signIns.purge(nowMs, ROWS_PER_ROUND)
    await keptReplies.purge(nowMs - KEPT_REPLY_MS, ROWS_PER_ROUND)
    await totps.purge(nowMs, ROWS_PER_ROUND)
    await recoveries.purge(nowMs, ROWS_PER_ROUND)
    await notMeLinks.purge(nowMs, ROWS_PER_ROUND)
  })
}
