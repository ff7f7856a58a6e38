// HTTP bodies of /admin/v1/invitations: who is asked to pair a first phone, by mail or by a printed sheet.
import * as z from 'zod/mini'
import { idText, timeMs } from '../values.js'
import { pageOf } from './page.js'

export const invitationChannel = z.enum(['mail', 'sheet'])
export type InvitationChannel = z.infer<typeof invitationChannel>

export const invitationState = z.enum(['open', 'accepted', 'revoked', 'expired', 'blocked'])
export type InvitationState = z.infer<typeof invitationState>

/** Whom to invite. Accounts that have a phone, are suspended, or have an open invitation already are left out, and counted. */
export const invitationSelection = z.union([
  z.strictObject({ accountIds: z.array(idText<'AccountId'>()).check(z.minLength(1), z.maxLength(1_000)) }),
  z.strictObject({ groupId: z.string().check(z.maxLength(64)) }),
  z.strictObject({ importId: z.string().check(z.maxLength(64)) }),
  z.strictObject({ withoutDevice: z.literal(true) }),
])
export type InvitationSelection = z.infer<typeof invitationSelection>

/** POST /admin/v1/invitations. */
export const inviteBody = z.strictObject({
  select: invitationSelection,
  channel: invitationChannel,
  /** How long the invitation may be accepted. Default: 14. */
  days: z.optional(z.int().check(z.gte(1), z.lte(60))),
})
export type InviteBody = z.infer<typeof inviteBody>

/** 201. At most 1,000 a call: while `more` is true, the same call again goes on with the next ones. */
export const invited = z.strictObject({
  ids: z.array(z.string()),
  more: z.boolean(),
  leftOut: z.strictObject({
    hasDevice: z.int(),
    notActive: z.int(),
    invitedAlready: z.int(),
    /** Channel mail only. */
    noAddress: z.int(),
    /** They have a role in the administration: only who may give roles invites them. */
    notPermitted: z.int(),
  }),
})
export type Invited = z.infer<typeof invited>

export const invitationRow = z.strictObject({
  id: z.string(),
  accountId: idText<'AccountId'>(),
  userId: z.string(),
  displayName: z.string(),
  channel: invitationChannel,
  state: invitationState,
  createdBy: z.string(),
  createdAtMs: timeMs,
  /** When the last mail left for the queue; null for a sheet. */
  sentAtMs: z.nullable(timeMs),
  remindedAtMs: z.nullable(timeMs),
  /** When the start code was given rightly. */
  openedAtMs: z.nullable(timeMs),
  expiresAtMs: timeMs,
})
export type InvitationRow = z.infer<typeof invitationRow>

/** GET /admin/v1/invitations?state=&channel=&cursor=&limit=, newest first. */
export const invitationList = pageOf(invitationRow)
export type InvitationList = z.infer<typeof invitationList>

/** GET /admin/v1/invitations/summary: who has not yet accepted. */
export const invitationSummary = z.strictObject({
  open: z.int(),
  accepted: z.int(),
  revoked: z.int(),
  expired: z.int(),
  blocked: z.int(),
  /** Active accounts without a phone that nobody has invited, or whose invitation ended. */
  notInvited: z.int(),
})
export type InvitationSummary = z.infer<typeof invitationSummary>

/** POST /admin/v1/invitations/{id}/remind and /revoke answer with the row as it is then. */
export const invitationChanged = invitationRow

/** POST /admin/v1/invitations/sheet and /start-codes. */
export const invitationIds = z.strictObject({
  ids: z.array(z.string().check(z.maxLength(64))).check(z.minLength(1), z.maxLength(500)),
})
export type InvitationIds = z.infer<typeof invitationIds>

/** One card to print and hand over. Only open invitations of channel `sheet`; each look is in the audit. */
export const invitationCard = z.strictObject({
  id: z.string(),
  userId: z.string(),
  displayName: z.string(),
  link: z.string(),
  startCode: z.string(),
  /** The link as a QR code, a whole `<svg>`. */
  qrSvg: z.string(),
  expiresAtMs: timeMs,
})
export type InvitationCard = z.infer<typeof invitationCard>
export const invitationSheet = z.strictObject({ items: z.array(invitationCard) })
export type InvitationSheet = z.infer<typeof invitationSheet>

/** The codes that belong to mailed links: they reach people by another way than the mail. Each look is in the audit. */
export const startCodes = z.strictObject({
  items: z.array(
    z.strictObject({ id: z.string(), userId: z.string(), displayName: z.string(), startCode: z.string() }),
  ),
})
export type StartCodes = z.infer<typeof startCodes>
