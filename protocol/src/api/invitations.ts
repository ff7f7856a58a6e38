// HTTP bodies of /v1/invitations: a person with an invitation's link and start code pairs a first phone.
import * as z from 'zod/mini'
import { START_CODE_DIGITS } from '../limits.js'
import { bytesText, timeMs } from './values.js'

/** The link's own part after `#`: 32 bytes, base64url. It travels in bodies only, never in an address that is sent. */
const secret = bytesText(32, 32)

/** POST /v1/invitations/open. Says the same of a link that never was: whether it is good shows only with the start code. */
export const openInvitationBody = z.strictObject({ secret })
export type OpenInvitationBody = z.infer<typeof openInvitationBody>
export const invitationOpened = z.strictObject({
  serverName: z.string(),
  startCodeDigits: z.literal(START_CODE_DIGITS),
})
export type InvitationOpened = z.infer<typeof invitationOpened>

/** POST /v1/invitations/check: five wrong codes block the invitation. One refusal for every fault: `invitation_refused`. */
export const checkInvitationBody = z.strictObject({
  secret,
  startCode: z.string().check(z.regex(/^[0-9]+$/), z.length(START_CODE_DIGITS)),
})
export type CheckInvitationBody = z.infer<typeof checkInvitationBody>
export const invitationChecked = z.strictObject({
  userId: z.string(),
  displayName: z.string(),
  /** What the phone opens or scans. Lives ten minutes; check again for a new one. */
  link: z.string(),
  linkQrSvg: z.string(),
  expiresAtMs: timeMs,
  /** For the two calls below: only the browser that gave the code has it. */
  pairingToken: bytesText(32, 32),
})
export type InvitationChecked = z.infer<typeof invitationChecked>

/**
 * POST /v1/invitations/backup-codes, and POST /v1/invitations/renew for another link: by the browser that gave the code. The codes are
 * a `BackupCodesMade` of the entry `./admin`; they count when the phone does.
 */
export const invitedBrowserBody = z.strictObject({ pairingToken: bytesText(32, 32) })
export type InvitedBrowserBody = z.infer<typeof invitedBrowserBody>
export const invitationRenewed = z.strictObject({
  link: z.string(),
  linkQrSvg: z.string(),
  expiresAtMs: timeMs,
})
export type InvitationRenewed = z.infer<typeof invitationRenewed>

/** POST /v1/invitations/pairing: where the phone is with the link. */
export const invitationPairingBody = z.strictObject({ pairingToken: bytesText(32, 32) })
export type InvitationPairingBody = z.infer<typeof invitationPairingBody>
export const invitationPairing = z.strictObject({
  state: z.enum(['open', 'accepted', 'confirmed', 'withdrawn', 'expired']),
  /** Once a phone accepted: its name, and the six digits it shows. */
  deviceName: z.nullable(z.string()),
  confirmation: z.nullable(z.string()),
})
export type InvitationPairing = z.infer<typeof invitationPairing>

/** POST /v1/invitations/confirm: the person saw the same digits on both screens. */
export const confirmInvitationBody = z.strictObject({
  pairingToken: bytesText(32, 32),
  confirmation: z.string().check(z.regex(/^[0-9]{6}$/)),
})
export type ConfirmInvitationBody = z.infer<typeof confirmInvitationBody>
export const invitationConfirmed = z.strictObject({ deviceName: z.string() })
export type InvitationConfirmed = z.infer<typeof invitationConfirmed>

/** POST /v1/invitations/decline: the digits differ; the phone is thrown out and the invitation stays good. */
export const declineInvitationBody = z.strictObject({ pairingToken: bytesText(32, 32) })
export type DeclineInvitationBody = z.infer<typeof declineInvitationBody>
