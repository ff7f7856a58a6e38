// A pairing begins: a ticket for one phone, ten minutes, once.
import type { AccountId, TicketId } from '@countersign/protocol'
import {
  formatPairingLink,
  normaliseUserId,
  TICKET_SECRET_BYTES,
  TICKET_TTL_SECONDS,
} from '@countersign/protocol'
import { devicesHeld, hasRoomForDevice } from '../core/pairing.js'
import type { Actor } from '../core/permissions.js'
import type { Ports, Stores } from '../core/ports.js'
import type { Refusal, Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { record } from './admin/action.js'
import { refuseAbove } from './admin/rank.js'
import { allOrNothing } from './all-or-nothing.js'
import { ticketSecretPlace } from './ticket-proof.js'

const OPERATOR: Actor = { kind: 'operator' }

export interface TicketCreated {
  readonly ticketId: TicketId
  /** Holds the secret: shown on a screen, never mailed, never logged. */
  readonly link: string
  readonly expiresAtMs: number
}

/**
 * The same for an account that the command line names by a user ID or an alias.
 * Refuses also with `account_unknown`.
 */
export async function createTicket(
  ports: Ports,
  userId: string,
  by: Actor = OPERATOR,
): Promise<Result<TicketCreated>> {
  const account = await ports.storage.read.accounts.byLoginName(normaliseUserId(userId))
  return account === undefined
    ? refused({ reason: 'account_unknown' })
    : createTicketFor(ports, account.id, by)
}

/**
 * Checks that the account is active and has room for a device, draws a secret, stores it sealed, writes the link.
 * @param accountId never a name: between a look and this transaction a name can become somebody else's.
 * @param by who starts it; the caller saw that they may, and here it is seen once more in the transaction that counts.
 * Refuses with `account_unknown`, `account_suspended`, `too_many_devices`, `not_permitted` (an admin above the actor).
 */
export async function createTicketFor(
  ports: Ports,
  accountId: AccountId,
  by: Actor,
): Promise<Result<TicketCreated>> {
  const made = await allOrNothing(ports, (stores) => addTicket(ports, stores, accountId, by))
  if (made.ok) ports.log.info('ticket_created', { ticketId: made.value.ticketId, accountId })
  return made
}

/** The same inside the caller's transaction, which a refusal must roll back. */
export async function addTicket(
  ports: Ports,
  stores: Stores,
  accountId: AccountId,
  by: Actor,
): Promise<Result<TicketCreated>> {
  const no = await whyNot(stores, accountId, by)
  if (no !== undefined) return refused(no)
  const ticketId = ports.random.id<TicketId>()
  const ticketSecret = ports.random.bytes(TICKET_SECRET_BYTES)
  const expiresAtMs = ports.clock.nowMs() + TICKET_TTL_SECONDS * 1000
  await stores.tickets.add({
    id: ticketId,
    accountId,
    sealedSecret: ports.vault.seal(ticketSecret, ticketSecretPlace(ticketId)),
    state: 'open',
    expiresAtMs,
    deviceId: undefined,
    confirmation: undefined,
  })
  const facts = { ticketId, expiresAtMs }
  await record(ports, stores, by, { action: 'pairing.started', accountId, facts })
  const { publicUrl: serverUrl } = ports.settings
  const link = formatPairingLink({ serverUrl, serverId: ports.vault.serverId, ticketId, ticketSecret })
  return accepted({ ticketId, link, expiresAtMs })
}

async function whyNot(stores: Stores, accountId: AccountId, by: Actor): Promise<Refusal | undefined> {
  const account = await stores.accounts.byId(accountId)
  if (account === undefined || account.state === 'deleted') return { reason: 'account_unknown' }
  if (account.state !== 'active') return { reason: 'account_suspended' }
  const devices = await stores.devices.ofAccount(accountId)
  if (!hasRoomForDevice(devices)) return { reason: 'too_many_devices', devices: devicesHeld(devices) }
  return refuseAbove(stores, by, accountId)
}
