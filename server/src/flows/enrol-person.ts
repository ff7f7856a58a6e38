// An app makes an account for somebody of its own, and leads them to the set-up of their first phone (rules [EN…]).
import type { AccountId, EnrolBody, EnrolmentBegun, TicketId } from '@countersign/protocol'
import { idFromBytes, normaliseUserId } from '@countersign/protocol'
import { ENROLMENT_WINDOW_MS, enrolsAgainInSeconds } from '../core/enrolment-budget.js'
import { newAccount } from '../core/new-account.js'
import type { Ports, Stores } from '../core/ports.js'
import { uuidShaped } from '../core/random-id.js'
import type { Account, App } from '../core/records.js'
import type { Refusal, Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { isDisplayName } from '../core/user-id.js'
import { record } from './admin/action.js'
import { allOrNothing } from './all-or-nothing.js'
import { withdrawPairing } from './confirm-pairing.js'
import { refuseNames } from './directory/account-names.js'
import { isStillEnrolled } from './set-up/is-enrolled.js'
import { addSetUp } from './set-up/new-set-up.js'
import { returnFault } from './set-up/return-address.js'

/**
 * Sees that the app may, charges the try, and then in one transaction: sees once more that it may; makes the account, or takes one that
 * this app made and nobody touched since; ends what was begun for it before, writes the new set-up, tells the audit.
 *
 * @param body checked by `enrolBody`. The ID is taken as it is: no pattern completes it, so that the app knows whom it will ask for.
 * Refuses with `enrolment_not_allowed`, `value_invalid` (an address to return to that is not the app's), `text_invalid`, `rate_limited`,
 * and with `user_id_taken` for every other account, whatever is the matter with it.
 * @example await enrolPerson(ports, app, { userId: 'anna', context, returnTo: 'https://cloud.example/login' })
 */
export async function enrolPerson(ports: Ports, app: App, body: EnrolBody): Promise<Result<EnrolmentBegun>> {
  const asked: Asked = { app, body, userId: normaliseUserId(body.userId), nowMs: ports.clock.nowMs() }
  const fault = faultOf(asked)
  if (fault !== undefined) return refused(fault)
  const charged = await charge(ports, asked)
  if (!charged.ok) return charged
  const enrolled = await allOrNothing(ports, (stores) => enrol(ports, stores, asked))
  if (!enrolled.ok) {
    if (enrolled.refusal.reason === 'user_id_taken') await tellRefused(ports, asked)
    return enrolled
  }
  const { accountId, endedPairings, reply } = enrolled.value
  ports.log.info('enrolment_begun', { accountId, appId: app.id })
  for (const ticketId of endedPairings) await withdrawPairing(ports, ticketId, { kind: 'server' })
  return accepted(reply)
}

interface Asked {
  readonly app: App
  readonly body: EnrolBody
  readonly userId: string
  readonly nowMs: number
}

/** What needs no look at anybody's account, so that a mistake costs no try. */
function faultOf({ app, body, userId }: Asked): Refusal | undefined {
  if (!app.mayEnrol) return NOT_ALLOWED
  if (!isDisplayName(body.displayName ?? '')) return { reason: 'text_invalid', field: 'displayName' }
  return returnFault(app, body.returnTo, 'returnTo') ?? refuseNames(userId, [])
}

/** In a commit of its own, before any account is looked at: a stolen key asks after few IDs ([EN5]). */
function charge(ports: Ports, { app, nowMs }: Asked): Promise<Result<undefined>> {
  return allOrNothing(ports, async ({ enrolmentTries }) => {
    const triesMs = await enrolmentTries.since(app.id, nowMs - ENROLMENT_WINDOW_MS)
    const retryAfterSeconds = enrolsAgainInSeconds(triesMs, nowMs)
    if (retryAfterSeconds !== undefined) return refused({ reason: 'rate_limited', retryAfterSeconds })
    await enrolmentTries.add(ports.random.id(), app.id, nowMs)
    return accepted(undefined)
  })
}

interface Enrolled {
  readonly accountId: AccountId
  readonly endedPairings: readonly TicketId[]
  readonly reply: EnrolmentBegun
}

async function enrol(ports: Ports, stores: Stores, asked: Asked): Promise<Result<Enrolled>> {
  // As it is in this transaction: an admin takes the right away, or switches the app off, at any moment.
  const app = await stores.apps.byId(asked.app.id)
  if (app?.state !== 'active' || !app.mayEnrol) return refused(NOT_ALLOWED)
  const account = await ownAccount(ports, stores, app, asked)
  if (account === undefined) return refused({ reason: 'user_id_taken' })
  const { body, nowMs } = asked
  const { address, browser } = body.context
  const { id: accountId } = account
  const of = { accountId, appId: app.id, returnTo: body.returnTo, address }
  // The app may take no codes, and nobody could lead its person to a phone again.
  const setUp = { kind: 'enrolment', onlyPhone: true, ...of } as const
  const { link, expiresAtMs, endedPairings } = await addSetUp(ports, stores, setUp, nowMs)
  const facts = { address, browser, expiresAtMs }
  await record(ports, stores, `app:${app.id}`, { action: 'enrolment.begun', accountId, appId: app.id, facts })
  return accepted({ accountId, endedPairings, reply: { link, expiresAtMs } })
}

/** Undefined: somebody else's, or not this app's alone any more. By the user ID and by aliases, in whatever spelling. */
async function ownAccount(
  ports: Ports,
  stores: Stores,
  app: App,
  asked: Asked,
): Promise<Account | undefined> {
  const found = await stores.accounts.withDevices(asked.userId)
  if (found === undefined) return makeAccount(ports, stores, app, asked)
  return (await isStillEnrolled(stores, app, found, asked.nowMs)) ? found.account : undefined
}

async function makeAccount(
  ports: Ports,
  stores: Stores,
  app: App,
  { body, userId, nowMs }: Asked,
): Promise<Account | undefined> {
  // Random, without a time in it: the ids of user IDs that nobody has must look the same.
  const id = idFromBytes<AccountId>(uuidShaped(ports.random.bytes(16)))
  const { displayName = '', language: locale = 'en' } = body
  const account = newAccount(id, userId, nowMs, { displayName, locale, enrolledBy: app.id })
  if (!(await stores.accounts.add(account))) return undefined
  const facts = { userId, aliases: [], groupIds: [] }
  await record(ports, stores, `app:${app.id}`, {
    action: 'account.added',
    accountId: id,
    appId: app.id,
    facts,
  })
  return account
}

/** Whoever holds the key of an app and tries names leaves a trace of each. */
async function tellRefused(ports: Ports, { app, body, userId }: Asked): Promise<void> {
  const { address, browser } = body.context
  await ports.storage.transaction(async (stores) => {
    const holder = await stores.accounts.byLoginName(userId)
    await record(ports, stores, `app:${app.id}`, {
      action: 'enrolment.refused',
      accountId: holder?.id,
      appId: app.id,
      facts: { address, browser },
    })
  })
}

const NOT_ALLOWED: Refusal = { reason: 'enrolment_not_allowed' }
