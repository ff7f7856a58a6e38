// A pairing begins: a ticket for one phone, ten minutes, once.
import type { TicketId } from '@countersign/protocol'
import {
  formatPairingLink,
  normaliseUserId,
  TICKET_SECRET_BYTES,
  TICKET_TTL_SECONDS,
} from '@countersign/protocol'
import { devicesHeld, hasRoomForDevice } from '../core/pairing.js'
import type { Actor } from '../core/permissions.js'
import type { Ports } from '../core/ports.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { record } from './admin/action.js'
import { ticketSecretPlace } from './ticket-proof.js'

const OPERATOR: Actor = { kind: 'operator' }

export interface TicketCreated {
  readonly ticketId: TicketId
  /** Holds the secret: shown on a screen, never mailed, never logged. */
  readonly link: string
  readonly expiresAtMs: number
}

/**
 * Finds the account, checks that it has room for a device, draws a secret, stores it sealed, writes the link.
 * @param by who starts it; the caller saw that they may.
 * Refuses with `account_unknown`, `account_suspended`, `too_many_devices`.
 */
export async function createTicket(
  ports: Ports,
  userId: string,
  by: Actor = OPERATOR,
): Promise<Result<TicketCreated>> {
  const found = await ports.storage.read.accounts.withDevices(normaliseUserId(userId))
  if (found === undefined) return refused({ reason: 'account_unknown' })
  if (found.account.state !== 'active') return refused({ reason: 'account_suspended' })
  if (!hasRoomForDevice(found.devices))
    return refused({ reason: 'too_many_devices', devices: devicesHeld(found.devices) })
  const ticketId = ports.random.id<TicketId>()
  const ticketSecret = ports.random.bytes(TICKET_SECRET_BYTES)
  const expiresAtMs = ports.clock.nowMs() + TICKET_TTL_SECONDS * 1000
  const { id: accountId } = found.account
  await ports.storage.transaction(async (stores) => {
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
  })
  ports.log.info('ticket_created', { ticketId, accountId })
  const { publicUrl: serverUrl } = ports.settings
  const link = formatPairingLink({ serverUrl, serverId: ports.vault.serverId, ticketId, ticketSecret })
  return accepted({ ticketId, link, expiresAtMs })
}
