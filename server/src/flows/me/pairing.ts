// A person pairs another phone: after a fresh approval on one they have, shown, compared and confirmed in the same session.
import type { TicketId } from '@countersign/protocol'
import { equalBytes, fromBase64Url, isId, toBase64Url } from '@countersign/protocol'
import type { MyDevice, MyPairing, MyPairingStarted } from '@countersign/protocol/me'
import type { LiveSession } from '../../core/access.js'
import { devicesHeld, hasRoomForDevice } from '../../core/pairing.js'
import type { Ports } from '../../core/ports.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { actorOf } from '../access/sessions.js'
import { confirmPairing, pairingStatus, withdrawPairing } from '../confirm-pairing.js'
import { createTicketFor } from '../create-ticket.js'
import { shownDevice } from './devices.js'
import { personAction } from './person-action.js'

/**
 * Makes a ticket, in a session in which a phone has approved something minutes ago, or that began with two codes because the phone is
 * lost. Refuses with `approval_needed`, `too_many_devices`.
 */
export const startMyPairing = personAction(
  'me.pairing.start',
  'pair',
  async (ports, session, _: undefined): Promise<Result<MyPairingStarted>> => {
    const room = await roomFor(ports, session)
    if (room !== undefined) return refused(room)
    const ticket = await createTicketFor(ports, session.accountId, actorOf(session))
    if (!ticket.ok) return ticket
    const { ticketId, link, expiresAtMs } = ticket.value
    return accepted({ pairingId: pairingIdOf(ports, session, ticketId), link, expiresAtMs })
  },
  { fresh: true, afterRecovery: true },
)

export const myPairing = personAction(
  'me.pairing.show',
  'pair',
  async (ports, session, { id }: { readonly id: string }): Promise<Result<MyPairing>> => {
    const ticketId = ticketIn(ports, session, id)
    return ticketId === undefined ? refused(NO_PAIRING) : pairingStatus(ports, ticketId)
  },
  { afterRecovery: true },
)

/** Refuses with `not_found`, `ticket_invalid`, and with `confirmation_wrong`, which changes nothing. */
export const confirmMyPairing = personAction(
  'me.pairing.confirm',
  'pair',
  async (
    ports,
    session,
    { id, confirmation }: { readonly id: string; readonly confirmation: string },
  ): Promise<Result<MyDevice>> => {
    const ticketId = ticketIn(ports, session, id)
    if (ticketId === undefined) return refused(NO_PAIRING)
    const confirmed = await confirmPairing(ports, ticketId, confirmation, actorOf(session))
    if (!confirmed.ok) return confirmed
    const [device] = shownDevice(confirmed.value)
    return device === undefined ? refused({ reason: 'device_revoked' }) : accepted(device)
  },
  { afterRecovery: true },
)

/** Also when pairing was forbidden meanwhile: what is under way can always be ended. */
export const withdrawMyPairing = personAction(
  'me.pairing.withdraw',
  undefined,
  async (ports, session, { id }: { readonly id: string }): Promise<Result<undefined>> => {
    const ticketId = ticketIn(ports, session, id)
    if (ticketId === undefined) return refused(NO_PAIRING)
    const withdrawn = await withdrawPairing(ports, ticketId, actorOf(session))
    return withdrawn.ok ? accepted(undefined) : withdrawn
  },
  { afterRecovery: true },
)

const NO_PAIRING: Refusal = { reason: 'not_found', what: 'pairing' }

async function roomFor(ports: Ports, { accountId }: LiveSession): Promise<Refusal | undefined> {
  const devices = await ports.storage.read.devices.ofAccount(accountId)
  return hasRoomForDevice(devices) ? undefined : { reason: 'too_many_devices', devices: devicesHeld(devices) }
}

/**
 * The ticket's id with a proof that this session made it. Without one, whoever holds a session could confirm a pairing that an
 * admin or an invitation began, and no phone of theirs would have been asked.
 */
function pairingIdOf(ports: Ports, session: LiveSession, ticketId: TicketId): string {
  return `${ticketId}.${toBase64Url(pairingProof(ports, session, ticketId))}`
}

function ticketIn(ports: Ports, session: LiveSession, pairingId: string): TicketId | undefined {
  const [id = '', proofText = '', ...more] = pairingId.split('.')
  if (!isId(id) || more.length > 0) return undefined
  // Sound: `isId` is the run-time check of every id.
  const ticketId = id as TicketId
  const proof = fromBase64Url(proofText)
  return proof !== undefined && equalBytes(proof, pairingProof(ports, session, ticketId))
    ? ticketId
    : undefined
}

function pairingProof(ports: Ports, { id }: LiveSession, ticketId: TicketId): Uint8Array {
  return ports.vault.keyedHash('step-up', new TextEncoder().encode(`pairing ${id} ${ticketId}`))
}
