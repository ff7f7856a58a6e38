// A phone asks what it is about to pair with; the ticket stays unspent.
import type { LookUpTicketBody, TicketFound } from '@countersign/protocol'
import { idToBytes, pairingLookupDocument } from '@countersign/protocol'
import { ticketStateAt, whyNot } from '../core/pairing.js'
import type { Ports } from '../core/ports.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { givenBytes } from './given-bytes.js'
import { provenTicket } from './ticket-proof.js'

/**
 * Finds the ticket, checks the proof, checks its state, tells the account and the key set.
 * Refuses with `ticket_invalid`, in one sentence for every cause ([PA3]).
 */
export async function lookUpTicket(ports: Ports, body: LookUpTicketBody): Promise<Result<TicketFound>> {
  const { ticketId } = body
  const lookup = { version: 1, serverId: ports.vault.serverId, ticketId: idToBytes(ticketId) } as const
  const message = pairingLookupDocument.message(pairingLookupDocument.encode(lookup))
  const proven = await provenTicket(ports, ticketId, givenBytes(body.proof), () => message)
  if (!proven.ok) return proven
  const ticket = proven.value
  const state = ticketStateAt(ticket, ports.clock.nowMs())
  if (state !== 'open') return refused({ reason: 'ticket_invalid', because: whyNot(state) })
  const account = await ports.storage.read.accounts.byId(ticket.accountId)
  if (account?.state !== 'active') return refused({ reason: 'ticket_invalid', because: 'unknown' })
  return accepted({
    accountId: account.id,
    userId: account.userId,
    serverName: ports.settings.serverName,
    expiresAtMs: ticket.expiresAtMs,
    keySet: ports.vault.keySet(),
  })
}
