// A person pairs another phone: approved on one they have, then shown, compared and confirmed in the same session.
import type { ChallengeId, TicketId } from '@countersign/protocol'
import { equalBytes, fromBase64Url, isId, toBase64Url } from '@countersign/protocol'
import type { SignInStarted } from '@countersign/protocol/admin'
import type { MyDevice, MyPairing, MyPairingStarted } from '@countersign/protocol/me'
import type { LiveSession } from '../../core/access.js'
import { devicesHeld, hasRoomForDevice } from '../../core/pairing.js'
import type { Ports } from '../../core/ports.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { builtinApp } from '../access/builtin-app.js'
import type { Browser } from '../access/sessions.js'
import { actorOf } from '../access/sessions.js'
import { confirmPairing, pairingStatus, withdrawPairing } from '../confirm-pairing.js'
import { createTicketFor } from '../create-ticket.js'
import { redeemChallenge } from '../redeem-challenge.js'
import { requestApproval } from '../request-approval.js'
import { shownDevice } from './devices.js'
import { personAction } from './person-action.js'

/**
 * Asks on the person's phones whether another one may be added; always by code, since a session alone must never be enough to
 * add a key (NIST SP 800-63B-4 §4.1.2.1). Refuses with `too_many_devices`, and as every request does.
 */
export const askToPair = personAction(
  'me.pairing.ask',
  'pair',
  async (ports, session, from: Browser): Promise<Result<SignInStarted>> => {
    const room = await roomFor(ports, session)
    if (room !== undefined) return refused(room)
    const { userId } = session
    const asked = await requestApproval(ports, await builtinApp(ports, 'person'), {
      userId,
      purpose: 'stepUp',
      appNonce: toBase64Url(nonceOf(ports, session)),
      // The browser that asks now, not the one that signed in: a stolen cookie shows where it is used.
      context: from,
      atLeast: 'code',
    })
    if (!asked.ok) return asked
    const { challengeId, watchToken, match, delivery, expiresAtMs } = asked.value
    if (match.mode !== 'code') throw new Error('a step-up without a code')
    return accepted({ challengeId, watchToken, code: match.code, delivery, expiresAtMs })
  },
)

/**
 * Spends that approval for one ticket. The approval of another session, of a login, or of anybody else does not fit.
 * Refuses with `too_many_devices`, and as redeeming does.
 */
export const startMyPairing = personAction(
  'me.pairing.start',
  'pair',
  async (
    ports,
    session,
    { challengeId }: { readonly challengeId: ChallengeId },
  ): Promise<Result<MyPairingStarted>> => {
    const room = await roomFor(ports, session)
    if (room !== undefined) return refused(room)
    const redeemed = await redeemChallenge(
      ports,
      await builtinApp(ports, 'person'),
      challengeId,
      nonceOf(ports, session),
    )
    if (!redeemed.ok) return redeemed
    const ticket = await createTicketFor(ports, session.accountId, actorOf(session))
    if (!ticket.ok) return ticket
    const { ticketId, link, expiresAtMs } = ticket.value
    return accepted({ pairingId: pairingIdOf(ports, session, ticketId), link, expiresAtMs })
  },
)

export const myPairing = personAction(
  'me.pairing.show',
  'pair',
  async (ports, session, { id }: { readonly id: string }): Promise<Result<MyPairing>> => {
    const ticketId = ticketIn(ports, session, id)
    return ticketId === undefined ? refused(NO_PAIRING) : pairingStatus(ports, ticketId)
  },
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
)

const NO_PAIRING: Refusal = { reason: 'not_found', what: 'pairing' }

async function roomFor(ports: Ports, { accountId }: LiveSession): Promise<Refusal | undefined> {
  const devices = await ports.storage.read.devices.ofAccount(accountId)
  return hasRoomForDevice(devices) ? undefined : { reason: 'too_many_devices', devices: devicesHeld(devices) }
}

/**
 * What the approval is redeemed with: the session's own, so that nothing needs to be kept. An approval is spent once whatever
 * the nonce, and a login's nonce is never this one.
 */
function nonceOf(ports: Ports, { id }: LiveSession): Uint8Array {
  return ports.vault.keyedHash('step-up', new TextEncoder().encode(`approval ${id}`))
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
