// Finds a ticket and checks that the caller knows its secret; what then follows from its state is the caller's business.
import type { TicketId } from '@countersign/protocol'
import { equalBytes, TICKET_SECRET_BYTES } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { Ticket } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'

/** Where a ticket's sealed secret is kept: sealed bytes that were moved to another ticket do not open. */
export function ticketSecretPlace(id: TicketId): string {
  return `ticket/${id}/secret`
}

/**
 * The ticket, when `proof` is `HMAC-SHA-256(ticketSecret, message)`. `messageFor` builds the message for the account of
 * the ticket. A ticket that does not exist is checked against a secret that nobody has, so that it takes as long.
 * Refuses with `ticket_invalid`.
 */
export async function provenTicket(
  ports: Ports,
  id: TicketId,
  proof: Uint8Array,
  messageFor: (accountId: Ticket['accountId'] | undefined) => Uint8Array,
): Promise<Result<Ticket>> {
  const ticket = await ports.storage.read.tickets.byId(id)
  const secret =
    ticket === undefined
      ? ports.random.bytes(TICKET_SECRET_BYTES)
      : ports.vault.unseal(ticket.sealedSecret, ticketSecretPlace(id))
  const expected = ports.vault.hmacSha256(secret, messageFor(ticket?.accountId))
  const proven = equalBytes(expected, proof)
  if (ticket === undefined) return refused({ reason: 'ticket_invalid', because: 'unknown' })
  return proven ? accepted(ticket) : refused({ reason: 'ticket_invalid', because: 'proof' })
}
