// One account is invited: a secret for the link, a start code for the other way, both sealed; and the mail that carries the link.
import { START_CODE_DIGITS, toBase64Url } from '@countersign/protocol'
import type { InvitationChannel } from '@countersign/protocol/admin'
import type { Invitation } from '../../core/invitation.js'
import { invitationCodePlace, invitationSecretPlace } from '../../core/invitation.js'
import { invitationLetter } from '../../core/mail/invitation-letter.js'
import type { Actor } from '../../core/permissions.js'
import { actorText } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Account } from '../../core/records.js'
import { record } from '../admin/action.js'
import { correspondence, queueLetter } from '../mail.js'

const SECRET_BYTES = 32

export interface Inviting {
  readonly channel: InvitationChannel
  readonly expiresAtMs: number
  readonly by: Actor
}

/** @param startCode given in a list; else one is drawn. */
export async function makeInvitation(
  ports: Ports,
  stores: Stores,
  account: Account,
  { channel, expiresAtMs, by }: Inviting,
  startCode: string = drawnCode(ports),
): Promise<Invitation> {
  const { vault, random, clock } = ports
  const id = random.id()
  const secret = random.bytes(SECRET_BYTES)
  const nowMs = clock.nowMs()
  const invitation: Invitation = {
    id,
    accountId: account.id,
    secretHash: vault.keyedHash('invitation', secret),
    sealedSecret: vault.seal(secret, invitationSecretPlace(id)),
    sealedStartCode: vault.seal(new TextEncoder().encode(startCode), invitationCodePlace(id)),
    channel,
    state: 'open',
    wrongCodes: 0,
    ticketId: undefined,
    pairingHash: undefined,
    codeSetId: undefined,
    createdBy: actorText(by),
    createdAtMs: nowMs,
    sentAtMs: channel === 'mail' ? nowMs : undefined,
    remindedAtMs: undefined,
    openedAtMs: undefined,
    expiresAtMs,
    revision: 1,
  }
  await stores.invitations.add(invitation)
  const facts = { invitation: id, channel, expiresAtMs }
  await record(ports, stores, by, { action: 'invitation.made', accountId: account.id, facts })
  if (channel === 'mail') await mailInvitation(ports, stores, account, invitation, 'invitation')
  return invitation
}

/** To each address of the account: the link, and never the start code. */
export async function mailInvitation(
  ports: Ports,
  stores: Stores,
  account: Account,
  invitation: Invitation,
  kind: 'invitation' | 'reminder',
): Promise<void> {
  const link = linkOf(ports, invitation)
  if (link === undefined) return
  const to = await correspondence(ports, stores, account)
  const letter = invitationLetter(to, kind, link, invitation.expiresAtMs)
  await queueLetter(ports, stores, account, account.emails, kind, letter)
}

/** Behind the `#`, which browsers keep to themselves: no server log, no proxy and no referrer ever has it. */
export function linkOf({ vault, settings }: Ports, { id, sealedSecret }: Invitation): string | undefined {
  if (sealedSecret === undefined) return undefined
  const secret = vault.unseal(sealedSecret, invitationSecretPlace(id))
  return `${settings.publicUrl}/invite/#${toBase64Url(secret)}`
}

export function startCodeOf({ vault }: Ports, { id, sealedStartCode }: Invitation): string | undefined {
  return sealedStartCode && new TextDecoder().decode(vault.unseal(sealedStartCode, invitationCodePlace(id)))
}

function drawnCode({ random }: Ports): string {
  return String(random.below(10 ** START_CODE_DIGITS)).padStart(START_CODE_DIGITS, '0')
}
