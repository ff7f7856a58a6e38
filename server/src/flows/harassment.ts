// The alarm: somebody asks and asks, and nobody approves. Told once a day to the person and, by the audit, to admins and webhooks.
import { harassmentCounts, isHarassed } from '../core/harassment.js'
import type { Ports } from '../core/ports.js'
import type { ChallengeRecord, Guard } from '../core/records.js'
import { accepted } from '../core/refusal.js'
import { afterwards } from './afterwards.js'
import { appendAudit } from './append-audit.js'
import { mustWin, untilSettled } from './lost-race.js'
import { notify } from './notices.js'

/**
 * Sounds it if it is time, once the reply has left: an app's question takes the same time whoever is asked ([LI5]). What is lost in a
 * crash is said at the next request.
 * @param guard as it was saved with what the challenge did to it.
 * @param last the request that was one too many.
 */
export function soundAlarm(ports: Ports, guard: Guard, last: ChallengeRecord): void {
  if (isHarassed(guard, ports.clock.nowMs())) afterwards(ports, 'harassment', () => alarm(ports, last))
}

/** The guard remembers that it was said, in the same transaction: told once, however many requests race. */
async function alarm(ports: Ports, { accountId, appId, requester }: ChallengeRecord): Promise<void> {
  const said = await untilSettled(() =>
    ports.storage.transaction(
      async (stores) => {
        const nowMs = ports.clock.nowMs()
        const guard = await stores.guards.of(accountId)
        if (!isHarassed(guard, nowMs)) return accepted(undefined)
        mustWin(await stores.guards.save({ ...guard, harassedAtMs: nowMs }, nowMs))
        const account = await stores.accounts.byId(accountId)
        // An ID that nobody has is asked for as well, and nobody is harassed.
        if (account === undefined || account.state === 'deleted') return accepted(undefined)
        const { unapproved, denied } = harassmentCounts(guard, nowMs)
        const counts = { requests: unapproved, denied }
        const { address, browser } = requester
        const appName = (await stores.apps.byId(appId))?.name ?? ''
        await appendAudit(ports, stores, nowMs, {
          action: 'account.harassed',
          actor: 'server',
          accountId,
          appId,
          facts: { ...counts, address, browser },
        })
        await notify(ports, stores, accountId, 'login_harassment', { ...counts, appName, address, browser })
        return accepted(counts)
      },
      { account: accountId },
    ),
  )
  if (said.ok && said.value !== undefined) ports.log.warn('account_harassed', { accountId, ...said.value })
}
