// "Was this you?": what a person was asked lately, and what follows when one of them was not theirs.
import type { AccountId, ChallengeId } from '@countersign/protocol'
import type { MyRequest } from '@countersign/protocol/me'
import type { LiveSession } from '../../core/access.js'
import { BUILTIN_APP_ID } from '../../core/builtin-app.js'
import { lifeOf, transition } from '../../core/challenge.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { AuditPosition } from '../../core/ports-audit.js'
import type { ChallengeRecord } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { guardAfter } from '../../core/throttle.js'
import { actorOf } from '../access/sessions.js'
import { requestsOf } from '../admin/account-requests.js'
import { record } from '../admin/action.js'
import { allOrNothing } from '../all-or-nothing.js'
import { forgetBrowserOf } from '../browsers/known-browsers.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { tellOutcome } from '../tell.js'
import { writeStep } from '../write-step.js'
import { personAction } from './person-action.js'

/** Requests that one account disowned within the time that requests are kept: a person says so of some, a script of none. */
const DISOWNED_MAX = 200
/** A session needs an approval each, so nobody has nearly as many. */
const SESSIONS_MAX = 1_000

export interface MyRequestPage {
  readonly items: readonly MyRequest[]
  readonly next: AuditPosition | undefined
}

/** Newest first, as long as requests are kept. */
export const myRequests = personAction(
  'me.request.list',
  undefined,
  async (
    ports,
    { accountId },
    { before, limit }: { readonly before: AuditPosition | undefined; readonly limit: number },
  ): Promise<Result<MyRequestPage>> => {
    const page = await requestsOf(ports, { accountId, before, limit })
    if (!page.ok) return page
    const keptSinceMs = ports.clock.nowMs() - ports.settings.retentionMs
    const disowned = await disownedOf(ports.storage.read, accountId, keptSinceMs)
    const kept = page.value.rows.filter(({ endedAtMs }) => endedAtMs >= keptSinceMs)
    const items = kept.map(
      ({ challengeId, appName, outcome, address, browser, browserKnown, place, ...rest }): MyRequest => ({
        id: challengeId,
        appName: appName ?? '',
        outcome,
        address,
        browser,
        browserKnown,
        place,
        requestedAtMs: rest.requestedAtMs,
        endedAtMs: rest.endedAtMs,
        deviceName: rest.deviceName,
        disownedAtMs: disowned.get(challengeId) ?? null,
      }),
    )
    const isLast = kept.length < page.value.rows.length
    return accepted({ items, next: isLast ? undefined : page.value.next })
  },
)

/**
 * "This wasn't me", said afterwards. What is still open ends; that app and address ring no more for a day, and for as long only
 * typed codes are trusted ([LI3], [LI6]). Of a sign-in here, every other browser is signed out. The audit, its webhooks, the person's other phones and addresses hear of it. Twice is
 * no fault. Refuses with `not_found`, also when it is somebody else's.
 */
export const disownRequest = personAction(
  'me.request.disown',
  undefined,
  async (ports, session, { id }: { readonly id: ChallengeId }): Promise<Result<undefined>> => {
    const { accountId } = session
    const disowned = await untilSettled(() =>
      allOrNothing(ports, async (stores): Promise<Result<ChallengeRecord | undefined>> => {
        const nowMs = ports.clock.nowMs()
        const challenge = await stores.challenges.byId(id)
        if (challenge?.accountId !== accountId) return refused({ reason: 'not_found', what: 'request' })
        const known = await disownedOf(stores, accountId, nowMs - ports.settings.retentionMs)
        if (known.has(id)) return accepted(undefined)
        const ended = await endedNow(ports, stores, challenge, nowMs)
        const { appId, requester, createdAtMs } = challenge
        const guard = await stores.guards.of(accountId)
        const wasReported = { state: 'reported', pool: 'app', appId, requester, createdAtMs } as const
        mustWin(await stores.guards.save(guardAfter(guard, wasReported, nowMs), nowMs))
        // Whoever got in by a sign-in here is sent out again; what other apps made of an approval, only they can end.
        if (appId === BUILTIN_APP_ID) await endOthers(stores, session)
        const app = await stores.apps.byId(appId)
        const { address, browser } = requester
        await record(ports, stores, actorOf(session), {
          action: 'login.disowned',
          accountId,
          appId,
          facts: { challengeId: id, outcome: ended.state, address, browser },
        })
        await forgetBrowserOf(ports, stores, challenge, actorOf(session))
        await notify(ports, stores, accountId, 'login_reported', {
          appName: app?.name ?? '',
          address,
          browser,
        })
        return accepted(ended.state === challenge.state ? undefined : ended)
      }),
    )
    if (!disowned.ok) return disowned
    if (disowned.value !== undefined) tellOutcome(ports, disowned.value)
    ports.log.warn('request_disowned', { challengeId: id, accountId })
    return accepted(undefined)
  },
)

/** An open request, or an approval that nobody redeemed yet, is worth nothing from now on. */
async function endedNow(
  ports: Ports,
  stores: Stores,
  challenge: ChallengeRecord,
  nowMs: number,
): Promise<ChallengeRecord> {
  const life = lifeOf(challenge, ports.settings.redeemWithinMs)
  const next = transition(life, { type: 'bar' }, nowMs)
  return next === life ? challenge : writeStep(ports, stores, challenge, next, nowMs)
}

/** The person's other browsers, here and at the console. */
async function endOthers({ sessions }: Stores, { accountId, id: own }: LiveSession): Promise<void> {
  for (const { id } of await sessions.ofAccount(accountId, '', SESSIONS_MAX))
    if (id !== own) await sessions.end(id)
}

/** Ids of requests → when they were disowned. */
async function disownedOf(
  { audit }: Pick<Stores, 'audit'>,
  accountId: AccountId,
  fromMs: number,
): Promise<ReadonlyMap<string, number>> {
  const { entries } = await audit.page(
    { accountId, action: 'login.disowned', fromMs },
    undefined,
    DISOWNED_MAX,
  )
  return new Map(entries.map(({ entry, atMs }) => [String(entry.facts['challengeId']), atMs]))
}
