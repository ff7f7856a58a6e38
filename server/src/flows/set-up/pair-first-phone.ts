// The second step of a set-up: a phone is paired, and with its confirmation all of the set-up counts.
import type { PairingBody } from '@countersign/protocol/admin'
import type { SetUpBody, SetUpPairingBegun } from '@countersign/protocol/me'
import type { Ports } from '../../core/ports.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { allOrNothing } from '../all-or-nothing.js'
import { confirmPairing, pairingStatus, withdrawPairing } from '../confirm-pairing.js'
import { addTicket } from '../create-ticket.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { showSetUp } from './begin-set-up.js'
import { CODES_FIRST, completeSetUp } from './complete-set-up.js'
import { openSetUp, personIn, setUpOf } from './current-set-up.js'

/**
 * Makes a ticket for this browser; the one that it made before is withdrawn.
 * Refuses with `link_invalid`, `conflict` (no backup codes yet), `too_many_devices`.
 */
export async function beginSetUpPairing(
  ports: Ports,
  browserSecret: Uint8Array,
): Promise<Result<SetUpPairingBegun>> {
  const begun = await untilSettled(() =>
    allOrNothing(ports, async (stores) => {
      const current = await openSetUp(ports, stores, browserSecret)
      if (!current.ok) return current
      const { setUp, account } = current.value
      if (setUp.codeSetId === undefined) return refused(CODES_FIRST)
      const by = personIn(current.value)
      const ticket = await addTicket(ports, stores, account.id, by)
      if (!ticket.ok) return ticket
      mustWin(await stores.setUps.setTicket(setUp.id, ticket.value.ticketId, ports.clock.nowMs()))
      return accepted({ ticket: ticket.value, former: setUp.ticketId, by })
    }),
  )
  if (!begun.ok) return begun
  const { ticket, former, by } = begun.value
  if (former !== undefined) await withdrawPairing(ports, former, by)
  return accepted({ link: ticket.link, expiresAtMs: ticket.expiresAtMs })
}

/** Where the phone is with the link. Refuses with `link_invalid`, `not_found`. */
export async function setUpPairing(ports: Ports, browserSecret: Uint8Array): Promise<Result<PairingBody>> {
  const current = await setUpOf(ports, ports.storage.read, browserSecret)
  if (!current.ok) return current
  const { ticketId } = current.value.setUp
  return ticketId === undefined ? refused(NO_PAIRING) : pairingStatus(ports, ticketId)
}

/**
 * The person saw the same six digits on both screens: the phone counts, and with it the backup codes; whatever was there before goes
 * ([SU6]). It logs nobody in: the app asks the new phone. After a lost answer it can be sent again.
 *
 * Refuses with `link_invalid`, `not_found`, `confirmation_wrong` (nothing changes), `ticket_invalid`, `conflict` (no backup codes).
 */
export async function confirmSetUpPairing(
  ports: Ports,
  browserSecret: Uint8Array,
  confirmation: string,
): Promise<Result<SetUpBody>> {
  const current = await setUpOf(ports, ports.storage.read, browserSecret)
  if (!current.ok) return current
  const { setUp } = current.value
  if (setUp.state === 'done') return showSetUp(ports, browserSecret)
  const { ticketId } = setUp
  if (ticketId === undefined) return refused(NO_PAIRING)
  const confirmed = await confirmPairing(ports, ticketId, confirmation, personIn(current.value), (stores) =>
    completeSetUp(ports, stores, browserSecret, { kind: 'phone', ticketId }),
  )
  return confirmed.ok ? showSetUp(ports, browserSecret) : confirmed
}

/** Another phone answered: it is thrown out. Refuses with `link_invalid`, `not_found`, `ticket_invalid`. */
export async function withdrawSetUpPairing(
  ports: Ports,
  browserSecret: Uint8Array,
): Promise<Result<undefined>> {
  const current = await openSetUp(ports, ports.storage.read, browserSecret)
  if (!current.ok) return current
  const { ticketId } = current.value.setUp
  if (ticketId === undefined) return refused(NO_PAIRING)
  const withdrawn = await withdrawPairing(ports, ticketId, personIn(current.value))
  return withdrawn.ok ? accepted(undefined) : withdrawn
}

const NO_PAIRING: Refusal = { reason: 'not_found', what: 'pairing' }
