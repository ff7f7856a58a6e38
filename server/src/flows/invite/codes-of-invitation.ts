// The browser that gave a start code makes backup codes before its phone, and another link when that took longer than the first lived.
import type { BackupCodesMade } from '@countersign/protocol/admin'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { allOrNothing } from '../all-or-nothing.js'
import { countBackupCodes, makeWaitingBackupCodes } from '../codes/backup-codes.js'
import { withdrawPairing } from '../confirm-pairing.js'
import type { TicketCreated } from '../create-ticket.js'
import { addTicket } from '../create-ticket.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { goodPairing, personOf } from './invited-browser.js'

/**
 * Shown here and never again; they count when the phone does. Made anew, those of before go. Takes seconds.
 * Refuses with `invitation_refused`, `busy`.
 */
export async function makeInvitationCodes(ports: Ports, token: Uint8Array): Promise<Result<BackupCodesMade>> {
  const found = await goodPairing(ports, token, ports.storage.read)
  if (!found.ok) return found
  const { account } = found.value
  const made = await makeWaitingBackupCodes(ports, account.id, personOf(account), async (stores, setId) => {
    // Seconds have passed.
    const still = await goodPairing(ports, token, stores)
    if (!still.ok) return still
    mustWin(await stores.invitations.save({ ...still.value.invitation, codeSetId: setId }))
    return accepted(undefined)
  })
  if (!made.ok) return made
  const { madeAtMs, codes } = made.value
  return accepted({ madeAtMs, codes })
}

/**
 * Another link for the same browser, without the start code again: it lives minutes, and codes want to be printed.
 * Refuses with `invitation_refused`, and as making a ticket does.
 */
export async function renewInvitationPairing(
  ports: Ports,
  token: Uint8Array,
): Promise<Result<TicketCreated>> {
  const made = await untilSettled(() =>
    allOrNothing(ports, async (stores) => {
      const found = await goodPairing(ports, token, stores)
      if (!found.ok) return found
      const { invitation, account, ticketId: former } = found.value
      const by = personOf(account)
      const ticket = await addTicket(ports, stores, account.id, by)
      if (!ticket.ok) return ticket
      mustWin(await stores.invitations.save({ ...invitation, ticketId: ticket.value.ticketId }))
      return accepted({ ticket: ticket.value, former, by })
    }),
  )
  if (!made.ok) return made
  const { ticket, former, by } = made.value
  await withdrawPairing(ports, former, by)
  return accepted(ticket)
}

/**
 * Inside the transaction that makes the phone count. Codes that were shown must count, or nothing does: else somebody goes home with a
 * sheet that opens nothing.
 */
export async function codesCount(
  ports: Ports,
  stores: Stores,
  token: Uint8Array,
  by: Actor,
): Promise<Result<undefined>> {
  const found = await goodPairing(ports, token, stores)
  if (!found.ok) return found
  const { invitation, account } = found.value
  if (invitation.codeSetId === undefined) return accepted(undefined)
  const count = await countBackupCodes(ports, stores, account.id, invitation.codeSetId, by)
  return count ? accepted(undefined) : refused(NOT_THERE)
}

const NOT_THERE = { reason: 'conflict', what: 'backup codes', because: 'they are made anew first' } as const
