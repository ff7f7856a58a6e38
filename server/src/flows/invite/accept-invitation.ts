// A person with an invitation: the link is opened, the start code makes a ticket, the two screens are compared, the phone is theirs.
import type { InvitationOpened } from '@countersign/protocol'
import { equalBytes, START_CODE_DIGITS, toBase64Url } from '@countersign/protocol'
import type { Invitation } from '../../core/invitation.js'
import { afterWrongCode, isGood } from '../../core/invitation.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Account, Device } from '../../core/records.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { hasPhone } from '../admin/invite.js'
import type { PairingStatus } from '../confirm-pairing.js'
import { confirmPairing, pairingStatus, withdrawPairing } from '../confirm-pairing.js'
import type { TicketCreated } from '../create-ticket.js'
import { createTicketFor } from '../create-ticket.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { publicBranding } from '../public-branding.js'
import { codesCount } from './codes-of-invitation.js'
import { OVER, pairingOf, personOf, UNKNOWN } from './invited-browser.js'
import { startCodeOf } from './make-invitation.js'

const PAIRING_TOKEN_BYTES = 32

/** Says nothing of the link: whether it is good shows only together with its start code. */
export async function openInvitation(ports: Ports): Promise<Result<InvitationOpened>> {
  const { name } = await publicBranding(ports)
  return accepted({ serverName: name, startCodeDigits: START_CODE_DIGITS })
}

export interface InvitationChecked {
  readonly account: Account
  readonly ticket: TicketCreated
  /** The browser that gave the code goes on with it; nobody else can. */
  readonly pairingToken: string
}

/**
 * Finds the invitation, compares the start code and counts a wrong one, makes a ticket, hands this browser the pairing.
 * A ticket made for another browser before is withdrawn: the last one who gives the code goes on.
 * Refuses with `invitation_refused`, the same for everything that can be wrong.
 */
export function checkInvitation(
  ports: Ports,
  secret: Uint8Array,
  startCode: string,
): Promise<Result<InvitationChecked>> {
  return untilSettled(async () => {
    const hash = ports.vault.keyedHash('invitation', secret)
    const guess = await ports.storage.transaction((stores) => guessCode(ports, stores, hash, startCode))
    if (!guess.ok) return guess
    const { invitation, account } = guess.value
    const ticket = await createTicketFor(ports, account.id, personOf(account))
    if (!ticket.ok) return refused(NOT_THIS_ACCOUNT)
    const token = ports.random.bytes(PAIRING_TOKEN_BYTES)
    const { ticketId } = ticket.value
    const taken = await ports.storage.transaction((stores) =>
      stores.invitations.save({
        ...invitation,
        ticketId,
        // Whoever gives the code anew may be somebody else, and has not seen the codes that were made.
        codeSetId: undefined,
        pairingHash: ports.vault.keyedHash('invitation-pairing', token),
        openedAtMs: ports.clock.nowMs(),
      }),
    )
    const useless = taken ? invitation.ticketId : ticketId
    if (useless !== undefined) await withdrawPairing(ports, useless, personOf(account))
    mustWin(taken)
    ports.log.info('invitation_opened', { invitation: invitation.id, accountId: account.id, ticketId })
    return accepted({ account, ticket: ticket.value, pairingToken: toBase64Url(token) })
  })
}

/** Where the phone is with the ticket. Refuses with `invitation_refused`. */
export async function invitationPairing(ports: Ports, token: Uint8Array): Promise<Result<PairingStatus>> {
  const found = await pairingOf(ports, token)
  return found.ok ? pairingStatus(ports, found.value.ticketId) : found
}

/**
 * The phone counts, and with it the backup codes that were made for it. Refuses with `invitation_refused`, with `conflict` when those
 * are not there any more, and as confirming a pairing does.
 */
export async function confirmInvitation(
  ports: Ports,
  token: Uint8Array,
  confirmation: string,
): Promise<Result<Device>> {
  const found = await pairingOf(ports, token)
  if (!found.ok) return found
  const { invitation, account, ticketId } = found.value
  if (!isGood(invitation, ports.clock.nowMs())) return refused(OVER)
  const by = personOf(account)
  return confirmPairing(ports, ticketId, confirmation, by, (stores) => codesCount(ports, stores, token, by))
}

/** Another phone answered: it is thrown out, and the code may be given again. Refuses with `invitation_refused`. */
export async function declineInvitation(ports: Ports, token: Uint8Array): Promise<Result<void>> {
  const found = await pairingOf(ports, token)
  if (!found.ok) return found
  return withdrawPairing(ports, found.value.ticketId, personOf(found.value.account))
}

const NOT_THIS_ACCOUNT: Refusal = { reason: 'invitation_refused', because: 'account' }

interface Guessed {
  readonly invitation: Invitation
  readonly account: Account
}

/** Compared and counted in one transaction: a hundred guesses at once are a hundred guesses. */
async function guessCode(
  ports: Ports,
  stores: Stores,
  hash: Uint8Array,
  startCode: string,
): Promise<Result<Guessed>> {
  const invitation = await stores.invitations.bySecret(hash)
  if (invitation === undefined) return refused(UNKNOWN)
  if (!isGood(invitation, ports.clock.nowMs())) return refused(OVER)
  const right = startCodeOf(ports, invitation)
  if (right === undefined || !sameText(right, startCode)) return countWrong(ports, stores, invitation)
  const account = await stores.accounts.byId(invitation.accountId)
  if (account?.state !== 'active') return refused(NOT_THIS_ACCOUNT)
  // Else an old mail could add a phone to an account that has one.
  if (await hasPhone(stores, account)) return refused({ reason: 'invitation_refused', because: 'has_device' })
  return accepted({ invitation, account })
}

async function countWrong(ports: Ports, stores: Stores, before: Invitation): Promise<Result<never>> {
  const counted = afterWrongCode(before)
  mustWin(await stores.invitations.save(counted))
  const { id, accountId, wrongCodes, state } = counted
  const action = state === 'blocked' ? 'invitation.blocked' : 'invitation.code_wrong'
  await record(
    ports,
    stores,
    { kind: 'server' },
    { action, accountId, facts: { invitation: id, wrongCodes } },
  )
  return refused({ reason: 'invitation_refused', because: 'start_code' })
}

function sameText(a: string, b: string): boolean {
  const utf8 = new TextEncoder()
  return equalBytes(utf8.encode(a), utf8.encode(b))
}
