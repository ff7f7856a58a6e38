// Forgets what access no longer needs: sessions and sign-ins that are over, replies that nobody asks for again.
import { KEPT_REPLY_MS, SESSION_IDLE_MS } from '../../core/access.js'
import { ENROLMENT_WINDOW_MS } from '../../core/enrolment-budget.js'
import type { Ports } from '../../core/ports.js'

/** One bite: short enough that a login never waits for it. What is left over is due again in the next round. */
const ROWS_PER_ROUND = 200
/** After its end: for whoever asks the help desk why a link did not work. */
const SET_UP_KEPT_MS = 24 * 3_600_000
/** Printed codes of a set-up that nobody ended: twice as long as the longest set-up takes. */
const WAITING_CODES_KEPT_MS = 3_600_000

export async function purgeAccess({ clock, storage, settings }: Ports): Promise<void> {
  const nowMs = clock.nowMs()
  await storage.transaction(async (stores) => {
    await stores.sessions.purge(nowMs, nowMs - SESSION_IDLE_MS, ROWS_PER_ROUND)
    await stores.signIns.purge(nowMs, ROWS_PER_ROUND)
    await stores.keptReplies.purge(nowMs - KEPT_REPLY_MS, ROWS_PER_ROUND)
    await stores.totps.purge(nowMs, ROWS_PER_ROUND)
    await stores.backupCodes.purgeWaiting(nowMs - WAITING_CODES_KEPT_MS, ROWS_PER_ROUND)
    await stores.bypassCodes.purge(nowMs - settings.retentionMs, ROWS_PER_ROUND)
    await stores.recoveries.purge(nowMs, ROWS_PER_ROUND)
    await stores.notMeLinks.purge(nowMs, ROWS_PER_ROUND)
    await stores.passkeys.purge(nowMs, ROWS_PER_ROUND)
    await stores.setUps.purge(nowMs - SET_UP_KEPT_MS, ROWS_PER_ROUND)
    await stores.enrolmentTries.purge(nowMs - ENROLMENT_WINDOW_MS, ROWS_PER_ROUND)
  })
}
