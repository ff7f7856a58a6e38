// A login of somebody without a second factor is sent to the set-up page: a link with a secret, for one browser, for half an hour.
import type { RequestApprovalBody, SetUpNeeded, TicketId } from '@countersign/protocol'
import type { SetUp } from '../../core/codes.js'
import type { AccountWithDevices, Ports, Stores } from '../../core/ports.js'
import type { App } from '../../core/records.js'
import { laterUntilMs } from '../../core/set-up.js'
import { record } from '../admin/action.js'
import { withdrawPairing } from '../confirm-pairing.js'
import { loginTerms } from '../login-terms.js'
import { whoIs } from '../who-is.js'
import { isLedToSetUp } from './is-led.js'
import { addSetUp } from './new-set-up.js'

/**
 * Looks whether this account is led there, and then in one transaction looks again, ends what was begun for it before, writes the new
 * set-up, notes the day of the first offer, and tells the audit ([SU1]–[SU4]). Undefined: it is not.
 *
 * @param wish its `returnTo` is an address at one of the app's origins.
 */
export async function offerSetUp(
  ports: Ports,
  app: App,
  body: RequestApprovalBody,
  wish: SetUpWish,
): Promise<SetUpNeeded | undefined> {
  const asked: Asked = { app, body, wish, nowMs: ports.clock.nowMs() }
  // Most logins end here: a transaction is begun only for an offer.
  if ((await ledTo(ports, ports.storage.read, asked)) === undefined) return undefined
  const offered = await ports.storage.transaction(async (stores) => {
    // Once more: a phone that counts since, a policy that was changed, a suspension at this moment.
    const led = await ledTo(ports, stores, asked)
    return led === undefined ? undefined : offer(ports, stores, asked, led)
  })
  if (offered === undefined) return undefined
  const { accountId, endedPairings, reply } = offered
  ports.log.info('set_up_offered', { accountId, appId: app.id })
  for (const ticketId of endedPairings) await withdrawPairing(ports, ticketId, { kind: 'server' })
  return reply
}

/** What the app said of it: `maySetUp` of its request. */
type SetUpWish = NonNullable<RequestApprovalBody['maySetUp']>

interface Asked {
  readonly app: App
  readonly body: RequestApprovalBody
  readonly wish: SetUpWish
  readonly nowMs: number
}

interface Led {
  readonly found: AccountWithDevices
  readonly graceDays: number
}

async function ledTo(ports: Ports, stores: Stores, { app, body, nowMs }: Asked): Promise<Led | undefined> {
  const { found } = await whoIs(ports, stores, body.userId)
  if (found === undefined) return undefined
  const { address } = body.context
  const facts = { accountId: found.account.id, appId: app.id, address, atMs: nowMs }
  const { settings } = await loginTerms(ports, facts)
  if (!(await isLedToSetUp(stores, found, settings, nowMs))) return undefined
  return { found, graceDays: settings.setUpGraceDays }
}

interface Offered {
  readonly accountId: SetUp['accountId']
  readonly endedPairings: readonly TicketId[]
  readonly reply: SetUpNeeded
}

async function offer(
  ports: Ports,
  stores: Stores,
  { app, body, wish, nowMs }: Asked,
  { found, graceDays }: Led,
): Promise<Offered> {
  const accountId = found.account.id
  const { address, browser } = body.context
  const { returnTo, onlyPhone = false } = wish
  const setUp = { kind: 'login', onlyPhone, accountId, appId: app.id, returnTo, address } as const
  const { link, expiresAtMs, endedPairings } = await addSetUp(ports, stores, setUp, nowMs)
  const firstAtMs = await stores.setUps.firstOffered(accountId, nowMs)
  const untilMs = laterUntilMs({ setUpGraceDays: graceDays }, firstAtMs, nowMs)
  // Only an app that takes waivers can let anybody in later.
  const later = body.mayWaive === true ? (untilMs ?? null) : null
  await record(ports, stores, `app:${app.id}`, {
    action: 'set_up.offered',
    accountId,
    appId: app.id,
    facts: { address, browser, expiresAtMs, laterUntilMs: later },
  })
  return {
    accountId,
    endedPairings,
    reply: { decision: 'setUp', link, expiresAtMs, laterUntilMs: later },
  }
}
