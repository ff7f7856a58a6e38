// People with an invitation, for tests: what their mail or card holds, and the phone that they take.
import assert from 'node:assert/strict'
import { fromBase64Url, parsePairingLink } from '@countersign/protocol'
import type { Ports } from '@countersign/server/core/ports'
import { outgoingPlace } from '@countersign/server/core/ports-outgoing'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import { printInvitations } from '@countersign/server/flows/admin/invitations'
import { invite } from '@countersign/server/flows/admin/invite'
import { putMailSettings } from '@countersign/server/flows/admin/mail-settings'
import type { InvitationChecked } from '@countersign/server/flows/invite/accept-invitation'
import { checkInvitation } from '@countersign/server/flows/invite/accept-invitation'
import type { MailContent } from '@countersign/server/flows/mail'
import { OPERATOR, takeOver } from './onboarding.js'
import type { OfferedPairing, World } from './test-world.js'
import { acceptanceBy, must } from './test-world.js'

export interface Invitee {
  readonly id: string
  readonly userId: string
  readonly secret: Uint8Array
  readonly startCode: string
}

/** Alice with an address and a start code, invited by a card. */
export async function invitedBySheet(
  world: World,
  userId = 'alice',
  startCode = '40718252',
): Promise<Invitee> {
  const { ports } = world
  const job = await takeOver(ports, ['user_id,start_code', `${userId},${startCode}`])
  const { ids } = must(await invite(ports, OPERATOR, { select: { importId: job.id }, channel: 'sheet' }))
  const [card] = must(await printInvitations(ports, OPERATOR, { ids }))
  assert.ok(card, 'a card')
  return { id: card.entry.invitation.id, userId, secret: secretIn(card.link), startCode: card.startCode }
}

/** What a link of an invitation carries behind its `#`. */
export function secretIn(link: string): Uint8Array {
  return fromBase64Url(link.slice(link.indexOf('#') + 1)) ?? assert.fail('no secret in the link')
}

export async function setUpMail(ports: Ports): Promise<void> {
  const url = 'smtps://countersign:mail-password@mail.example.org'
  must(await putMailSettings(ports, OPERATOR, { url, from: 'ACME <id@example.org>', revision: 0 }))
}

/** What waits to be sent, opened; by address, the newest first. */
export async function mailsOf({ storage, vault }: Ports): Promise<readonly MailContent[]> {
  const waiting = await storage.read.outgoing.page({ kind: 'mail', limit: 200 })
  const mails = waiting.map(({ id, sealedContent }) => {
    assert.ok(sealedContent, 'it waits')
    // Sound: only queueLetter writes it.
    return JSON.parse(new TextDecoder().decode(vault.unseal(sealedContent, outgoingPlace(id)))) as MailContent
  })
  return mails.sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0))
}

export async function checked({ ports }: World, { secret, startCode }: Invitee): Promise<InvitationChecked> {
  return must(await checkInvitation(ports, secret, startCode))
}

/** A phone opens the link that the page shows, and answers. */
export async function phoneTakes(
  world: World,
  userId: string,
  link: string,
): Promise<OfferedPairing & { readonly confirmation: string }> {
  const { ticketId, ticketSecret } = parsePairingLink(link) ?? assert.fail('no pairing link')
  const offered = await acceptanceBy(world, userId, ticketId, ticketSecret)
  const { confirmation } = must(await acceptPairing(world.ports, offered.body))
  return { ...offered, confirmation }
}
