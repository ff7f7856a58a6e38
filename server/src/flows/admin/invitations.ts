// Invitations that were made: who has not accepted yet, reminders, an end to one, the sheet to print, the codes to hand on.
import type { InvitationRow, InvitationSummary } from '@countersign/protocol/admin'
import type { Invitation } from '../../core/invitation.js'
import { ended, isGood } from '../../core/invitation.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { InvitationEntry, InvitationFilter, InvitationPlace } from '../../core/ports-invitations.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { linkOf, mailInvitation, startCodeOf } from '../invite/make-invitation.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { action, record } from './action.js'
import { refuseAbove } from './rank.js'

/** Between two mails about one invitation: nobody's mailbox is filled by a button. */
const REMIND_AGAIN_MS = 600_000

export interface InvitationsWanted extends InvitationFilter {
  readonly limit: number
  readonly before?: InvitationPlace | undefined
}

export const listInvitations = action(
  'invitation.list',
  'onboarding:read',
  async (ports, _actor, { limit, before, ...filter }: InvitationsWanted) =>
    accepted(await ports.storage.read.invitations.page(filter, limit, before)),
)

export const summariseInvitations = action(
  'invitation.summary',
  'onboarding:read',
  async (ports, _actor, _: undefined): Promise<Result<InvitationSummary>> => {
    const { invitations } = ports.storage.read
    return accepted({ ...(await invitations.count()), notInvited: await invitations.countNotInvited() })
  },
)

/** The same link once more, by mail. Refuses with `not_found`, `conflict` (over, on paper, or too soon), `not_permitted`. */
export const remindInvitation = action(
  'invitation.remind',
  'onboarding:write',
  (ports, actor, { id }: { readonly id: string }) =>
    change(ports, actor, id, async (stores, { invitation }) => {
      const nowMs = ports.clock.nowMs()
      const { channel, sentAtMs = 0, remindedAtMs = 0, accountId } = invitation
      if (!isGood(invitation, nowMs)) return conflict('over')
      if (channel === 'sheet') return conflict('on_paper')
      if (nowMs < Math.max(sentAtMs, remindedAtMs) + REMIND_AGAIN_MS) return conflict('too_soon')
      const account = await stores.accounts.byId(accountId)
      if (account === undefined || account.emails.length === 0) return conflict('no_address')
      await mailInvitation(ports, stores, account, invitation, 'reminder')
      return accepted({ action: 'invitation.reminded', changed: { ...invitation, remindedAtMs: nowMs } })
    }),
)

/** The link and the start code are worth nothing from now on. Refuses with `not_found`, `conflict` (over), `not_permitted`. */
export const revokeInvitation = action(
  'invitation.revoke',
  'onboarding:write',
  (ports, actor, { id }: { readonly id: string }) =>
    change(ports, actor, id, async (stores, { invitation }) => {
      if (invitation.state !== 'open' && invitation.state !== 'blocked') return conflict('over')
      const { ticketId } = invitation
      // What was begun with it ends with it, unless a phone has it already: that waits for its confirmation in vain.
      if (ticketId !== undefined) await stores.tickets.changeState(ticketId, 'open', 'withdrawn')
      return accepted({ action: 'invitation.revoked', changed: ended(invitation, 'revoked') })
    }),
)

export interface Card {
  readonly entry: InvitationEntry
  readonly link: string
  readonly startCode: string
}

/** What is printed: link and code of each, of channel sheet only, and only of those that are good. Each look is in the audit. */
export const printInvitations = action(
  'invitation.print',
  'onboarding:write',
  (ports, actor, { ids }: { readonly ids: readonly string[] }): Promise<Result<readonly Card[]>> =>
    show(ports, actor, ids, 'sheet', 'invitation.printed'),
  { fresh: true },
)

/** The start codes that belong to mailed links. Each look is in the audit. */
export const showStartCodes = action(
  'invitation.codes',
  'onboarding:write',
  (
    ports,
    actor,
    { ids }: { readonly ids: readonly string[] },
  ): Promise<Result<readonly Omit<Card, 'link'>[]>> =>
    show(ports, actor, ids, 'mail', 'invitation.code_shown'),
  { fresh: true },
)

export function invitationRow({ invitation, userId, displayName }: InvitationEntry): InvitationRow {
  const { id, accountId, channel, state, createdBy, createdAtMs, expiresAtMs } = invitation
  return {
    id,
    accountId,
    userId,
    displayName,
    channel,
    state,
    createdBy,
    createdAtMs,
    sentAtMs: invitation.sentAtMs ?? null,
    remindedAtMs: invitation.remindedAtMs ?? null,
    openedAtMs: invitation.openedAtMs ?? null,
    expiresAtMs,
  }
}

const conflict = (because: string): { readonly ok: false; readonly refusal: Refusal } =>
  refused({ reason: 'conflict', what: 'invitation', because })

interface Change {
  readonly action: `invitation.${string}`
  readonly changed: Invitation
}

function change(
  ports: Ports,
  actor: Actor,
  id: string,
  decide: (stores: Stores, entry: InvitationEntry) => Promise<Result<Change>>,
): Promise<Result<InvitationEntry>> {
  return untilSettled(() =>
    ports.storage.transaction(async (stores) => {
      const entry = await stores.invitations.entry(id)
      if (entry === undefined) return refused({ reason: 'not_found', what: 'invitation' })
      const above = await refuseAbove(stores, actor, entry.invitation.accountId)
      if (above !== undefined) return refused(above)
      const decided = await decide(stores, entry)
      if (!decided.ok) return decided
      const { action: name, changed } = decided.value
      mustWin(await stores.invitations.save(changed))
      const { accountId } = changed
      await record(ports, stores, actor, { action: name, accountId, facts: { invitation: id } })
      return accepted({ ...entry, invitation: changed })
    }),
  )
}

/** Whoever sees a link and its code can pair a phone: so what somebody may not do to an account they cannot see of it either. */
function show(
  ports: Ports,
  actor: Actor,
  ids: readonly string[],
  channel: Invitation['channel'],
  name: `invitation.${string}`,
): Promise<Result<readonly Card[]>> {
  return ports.storage.transaction(async (stores) => {
    const nowMs = ports.clock.nowMs()
    const cards: Card[] = []
    for (const id of new Set(ids)) {
      const entry = await stores.invitations.entry(id)
      if (entry === undefined || entry.invitation.channel !== channel || !isGood(entry.invitation, nowMs))
        continue
      const { accountId } = entry.invitation
      if ((await refuseAbove(stores, actor, accountId)) !== undefined) continue
      const link = linkOf(ports, entry.invitation)
      const startCode = startCodeOf(ports, entry.invitation)
      if (link === undefined || startCode === undefined) continue
      await record(ports, stores, actor, { action: name, accountId, facts: { invitation: id } })
      cards.push({ entry, link, startCode })
    }
    return accepted(cards)
  })
}
