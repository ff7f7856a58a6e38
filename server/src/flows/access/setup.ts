// The first owner: a one-time link from the server's own machine, one browser that goes on with it, one phone that is paired.
import type { AccountId } from '@countersign/protocol'
import { equalBytes, idFromBytes, normaliseUserId, toBase64Url } from '@countersign/protocol'
import type { SetupBegun, SetupLink } from '../../core/access.js'
import { ACCESS_SECRET_BYTES, SETUP_BEGUN_MS, SETUP_LINK_MS } from '../../core/access.js'
import { newAccount } from '../../core/new-account.js'
import type { Ports, Stores } from '../../core/ports.js'
import { uuidShaped } from '../../core/random-id.js'
import type { Device } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { isDisplayName, isUserId } from '../../core/user-id.js'
import { action, record } from '../admin/action.js'
import { allOrNothing } from '../all-or-nothing.js'
import type { PairingStatus } from '../confirm-pairing.js'
import { confirmPairing, pairingStatus, withdrawPairing } from '../confirm-pairing.js'
import type { TicketCreated } from '../create-ticket.js'
import { addTicket } from '../create-ticket.js'
import { remove } from '../directory/remove.js'
import type { Afterwards } from '../directory/suspend.js'
import { mustWin, untilSettled } from '../lost-race.js'
import type { Browser, SignedIn } from './sessions.js'
import { startSession } from './sessions.js'

/**
 * Makes a link that makes the first owner; any link before it opens nothing any more, and the account begun with it is gone.
 * Refuses with `conflict` when there is an owner: then `countersign admin add` is the way.
 */
export const makeSetupLink = action(
  'setup.link',
  'admins:write',
  async (
    ports,
    actor,
    _input: object,
  ): Promise<Result<{ readonly link: string; readonly expiresAtMs: number }>> => {
    const nowMs = ports.clock.nowMs()
    const secret = ports.random.bytes(ACCESS_SECRET_BYTES)
    const expiresAtMs = nowMs + SETUP_LINK_MS
    const made = await allOrNothing(ports, async (stores): Promise<Result<readonly Afterwards[]>> => {
      if ((await stores.admins.owners()) > 0) return refused(OWNER_EXISTS)
      const afterwards: Afterwards[] = []
      for (const former of await stores.setupLinks.withdrawAll())
        afterwards.push(await forgetAccount(ports, stores, former))
      const secretHash = ports.vault.keyedHash('setup-link', secret)
      await stores.setupLinks.add({ secretHash, createdAtMs: nowMs, expiresAtMs })
      await record(ports, stores, actor, { action: 'setup.link_made', facts: { expiresAtMs } })
      return accepted(afterwards)
    })
    if (!made.ok) return made
    for (const tell of made.value) tell()
    // After the #, which no server, proxy or referrer ever sees.
    const link = `${ports.settings.publicUrl.replace(/\/$/, '')}/console/#setup=${toBase64Url(secret)}`
    return accepted({ link, expiresAtMs })
  },
)

/** Whether the first owner is still to be made, and whether a link to do so is out already. */
export async function setupState(ports: Ports): Promise<'done' | 'link_out' | 'needed'> {
  const { admins, setupLinks } = ports.storage.read
  if ((await admins.owners()) > 0) return 'done'
  return (await setupLinks.anyOpen(ports.clock.nowMs())) ? 'link_out' : 'needed'
}

const OWNER_EXISTS = { reason: 'conflict', what: 'owner', because: 'there is an owner' } as const
const BEGUN_ELSEWHERE = {
  reason: 'conflict',
  what: 'setup',
  because: 'another browser began with this link',
} as const

export interface SetupGiven {
  /** 32 bytes of the link. */
  readonly secret: Uint8Array
  readonly userId: string
  readonly displayName: string
  readonly email: string | undefined
}

/**
 * Takes the link for this browser, makes the account, and a ticket to pair its phone. Whoever begins again leaves nothing of the
 * former attempt: its pairing link is dead, and the account that it made is gone.
 *
 * @param browserSecret of the browser's setup cookie; from here on the link is for this browser alone.
 * Refuses with `credentials_wrong` (no such link, or over), `conflict` (another browser, an owner, an account with a phone),
 * `text_invalid`.
 */
export function beginSetup(
  ports: Ports,
  given: SetupGiven,
  browserSecret: Uint8Array,
): Promise<Result<TicketCreated>> {
  return untilSettled(async () => {
    const nowMs = ports.clock.nowMs()
    const secretHash = ports.vault.keyedHash('setup-link', given.secret)
    const browserHash = ports.vault.keyedHash('setup-link', browserSecret)
    const begun = await allOrNothing(ports, async (stores) => {
      const link = await stores.setupLinks.bySecret(secretHash)
      const refusal = await whyNotBegin(stores, link, browserHash, nowMs)
      if (refusal !== undefined) return refused(refusal)
      const former = link?.begun
      const afterwards = await forgetAccount(ports, stores, former)
      const account = await accountFor(ports, stores, given, nowMs)
      if (!account.ok) return account
      const { id: accountId, isNew } = account.value
      const ticket = await addTicket(ports, stores, accountId, OPERATOR)
      if (!ticket.ok) return ticket
      const { ticketId } = ticket.value
      const untilMs = nowMs + SETUP_BEGUN_MS
      const now = { browserHash, accountId, madeAccount: isNew, ticketId, untilMs }
      mustWin(await stores.setupLinks.begin(secretHash, now, nowMs))
      return accepted({ ticket: ticket.value, former, afterwards })
    })
    if (!begun.ok) return begun
    const { ticket, former, afterwards } = begun.value
    afterwards()
    if (former !== undefined) await withdrawPairing(ports, former.ticketId)
    return accepted(ticket)
  })
}

const OPERATOR = { kind: 'operator' } as const
const NO_LINK = { reason: 'credentials_wrong' } as const

/** Where the pairing of the browser's setup is. Refuses with `credentials_wrong`. */
export async function setupPairing(ports: Ports, browserSecret: Uint8Array): Promise<Result<PairingStatus>> {
  const link = await linkOf(ports, browserSecret)
  return link?.begun === undefined ? refused(NO_LINK) : pairingStatus(ports, link.begun.ticketId)
}

/**
 * Confirms the phone, makes the account the owner, and signs the browser in. After a fault in between it can be sent again.
 * @param confirmation the six digits that the phone shows.
 * Refuses with `credentials_wrong`, `conflict`, and as confirming a pairing does.
 */
export function confirmSetup(
  ports: Ports,
  browserSecret: Uint8Array,
  confirmation: string,
  browser: Browser,
): Promise<Result<SignedIn>> {
  return untilSettled(async () => {
    const link = await linkOf(ports, browserSecret)
    if (link?.begun === undefined) return refused(NO_LINK)
    const { accountId, browserHash, ticketId } = link.begun
    const ticket = await ports.storage.read.tickets.byId(ticketId)
    if (ticket?.state !== 'confirmed') {
      const paired = await confirmPairing(ports, ticketId, confirmation)
      if (!paired.ok) return paired
    }
    const nowMs = ports.clock.nowMs()
    const refusal = await ports.storage.transaction(async (stores) => {
      if ((await stores.admins.owners()) > 0) return OWNER_EXISTS
      if (!(await stores.setupLinks.use(link.secretHash, browserHash))) return NO_LINK
      await stores.admins.put({ accountId, role: 'owner', createdAtMs: nowMs, createdBy: 'operator' })
      await record(ports, stores, 'operator', {
        action: 'admin.added',
        accountId,
        facts: { role: 'owner', by: 'setup link', ...browser },
      })
      return undefined
    })
    if (refusal !== undefined) return refused(refusal)
    return startSession(ports, 'admin', accountId, { browser, former: undefined })
  })
}

/** The link that this browser goes on with, while it may. */
async function linkOf(ports: Ports, browserSecret: Uint8Array): Promise<SetupLink | undefined> {
  const browserHash = ports.vault.keyedHash('setup-link', browserSecret)
  const link = await ports.storage.read.setupLinks.byBrowser(browserHash)
  if (link?.state !== 'begun' || link.begun === undefined) return undefined
  return ports.clock.nowMs() < link.begun.untilMs ? link : undefined
}

async function whyNotBegin(
  { admins }: Stores,
  link: SetupLink | undefined,
  browserHash: Uint8Array,
  nowMs: number,
): Promise<typeof NO_LINK | typeof OWNER_EXISTS | typeof BEGUN_ELSEWHERE | undefined> {
  if (link === undefined || link.state === 'used' || nowMs >= link.expiresAtMs) return NO_LINK
  if ((await admins.owners()) > 0) return OWNER_EXISTS
  const { begun } = link
  if (begun === undefined || nowMs >= begun.untilMs) return undefined
  return equalBytes(begun.browserHash, browserHash) ? undefined : BEGUN_ELSEWHERE
}

/** Removes the account that the former attempt made, unless it became somebody's meanwhile: by a phone, or by a role. */
async function forgetAccount(
  ports: Ports,
  stores: Stores,
  former: SetupBegun | undefined,
): Promise<Afterwards> {
  const nothing = () => undefined
  if (former?.madeAccount !== true) return nothing
  const { accountId } = former
  const account = await stores.accounts.byId(accountId)
  if (account === undefined || account.state === 'deleted') return nothing
  if (!(await stores.devices.ofAccount(accountId)).every(isNoPhone)) return nothing
  if ((await stores.admins.of(accountId)) !== undefined) return nothing
  const removed = await remove(ports, stores, OPERATOR, accountId)
  return removed.ok ? removed.value : nothing
}

function isNoPhone({ state }: Device): boolean {
  return state === 'revoked' || state === 'pending_confirm'
}

interface SetupAccount {
  readonly id: AccountId
  readonly isNew: boolean
}

/** A new account, or one that nobody has paired a phone with: whose phone is in use is not made an owner by a link. */
async function accountFor(
  ports: Ports,
  stores: Stores,
  given: SetupGiven,
  nowMs: number,
): Promise<Result<SetupAccount>> {
  const userId = normaliseUserId(given.userId)
  if (!isUserId(userId)) return refused({ reason: 'text_invalid', field: 'userId' })
  if (!isDisplayName(given.displayName)) return refused({ reason: 'text_invalid', field: 'displayName' })
  const found = await stores.accounts.withDevices(userId)
  if (found !== undefined) {
    const isFree = found.account.state === 'active' && found.devices.every(isNoPhone)
    return isFree ? accepted({ id: found.account.id, isNew: false }) : refused(ACCOUNT_IN_USE)
  }
  const id = idFromBytes<AccountId>(uuidShaped(ports.random.bytes(16)))
  const emails = given.email === undefined ? [] : [given.email]
  mustWin(
    await stores.accounts.add(newAccount(id, userId, nowMs, { displayName: given.displayName, emails })),
  )
  await record(ports, stores, OPERATOR, {
    action: 'account.added',
    accountId: id,
    facts: { userId, by: 'setup link' },
  })
  return accepted({ id, isNew: true })
}

const ACCOUNT_IN_USE = {
  reason: 'conflict',
  what: 'account',
  because: 'this account has a phone: make it an admin with `countersign admin add`',
} as const
