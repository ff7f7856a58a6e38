// The browser that gave the start code of an invitation: it goes on by a secret of its own, and as the person who was invited.
import type { Invitation } from '../../core/invitation.js'
import { isGood } from '../../core/invitation.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Account } from '../../core/records.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'

export interface InvitedBrowser {
  readonly invitation: Invitation
  readonly account: Account
  readonly ticketId: NonNullable<Invitation['ticketId']>
}

/** By its secret, whether the invitation is still good or not. Refuses with `invitation_refused`. */
export async function pairingOf(
  { vault, storage }: Ports,
  token: Uint8Array,
  { invitations, accounts }: Pick<Stores, 'invitations' | 'accounts'> = storage.read,
): Promise<Result<InvitedBrowser>> {
  const invitation = await invitations.byPairing(vault.keyedHash('invitation-pairing', token))
  if (invitation?.ticketId === undefined) return refused(UNKNOWN)
  const account = await accounts.byId(invitation.accountId)
  return account === undefined
    ? refused(UNKNOWN)
    : accepted({ invitation, account, ticketId: invitation.ticketId })
}

/** The same, while it may still pair a phone. */
export async function goodPairing(
  ports: Ports,
  token: Uint8Array,
  stores: Stores,
): Promise<Result<InvitedBrowser>> {
  const found = await pairingOf(ports, token, stores)
  if (!found.ok) return found
  return isGood(found.value.invitation, ports.clock.nowMs()) ? found : refused(OVER)
}

export function personOf({ id, userId }: Account): Actor {
  return { kind: 'person', accountId: id, userId }
}

export const UNKNOWN: Refusal = { reason: 'invitation_refused', because: 'unknown' }
export const OVER: Refusal = { reason: 'invitation_refused', because: 'ended' }
