// The resource /v1/invitations: the page that an invitation's link opens. Secrets come in bodies only.
import {
  checkInvitationBody,
  confirmInvitationBody,
  declineInvitationBody,
  fromBase64Url,
  invitationChecked,
  invitationConfirmed,
  invitationOpened,
  invitationPairing,
  invitationPairingBody,
  invitationRenewed,
  invitedBrowserBody,
  openInvitationBody,
} from '@countersign/protocol'
import { backupCodesMade } from '@countersign/protocol/admin'
import { accepted } from '../../core/refusal.js'
import {
  checkInvitation,
  confirmInvitation,
  declineInvitation,
  openInvitation,
  invitationPairing as pairing,
} from '../../flows/invite/accept-invitation.js'
import { makeInvitationCodes, renewInvitationPairing } from '../../flows/invite/codes-of-invitation.js'
import { exampleMade } from '../admin/code-examples.js'
import type { Operation } from '../operation.js'
import { provenCommand } from '../operation.js'
import { qrSvg } from '../qr-svg.js'
import { exampleIds } from './examples.js'

const common = { method: 'post', group: 'Invitations', access: 'anyone', cors: 'no_page' } as const

/** A whole floor may accept at once behind one address; guesses are counted by invitation, not here. */
const CHECKS_PER_MINUTE = 120
/** A page asks every two seconds; forty of them behind one address. */
const POLLS_PER_MINUTE = 1_200
/** Ten slow hashes each. */
const SETS_PER_MINUTE = 20

export const acceptInvitationOperations: readonly Operation[] = [
  provenCommand(
    {
      ...common,
      path: '/v1/invitations/open',
      summary: 'Open an invitation',
      description:
        'What the page shows before it asks for the start code. It says the same of a link that never was: whether it is good shows only with the code.',
      answer: {
        status: 200,
        description: 'Whose server it is, and how long a start code is.',
        shape: { name: 'InvitationOpened', schema: invitationOpened },
      },
      codes: ['body_invalid', 'too_many_requests'],
      example: {
        body: { secret: exampleIds.appNonce },
        answer: { serverName: 'ACME', startCodeDigits: 8 },
      },
    },
    { name: 'OpenInvitation', schema: openInvitationBody },
    CHECKS_PER_MINUTE,
    (ports) => openInvitation(ports),
  ),
  provenCommand(
    {
      ...common,
      path: '/v1/invitations/check',
      summary: 'Give the start code of an invitation',
      description:
        'Makes a pairing ticket for this browser. Five wrong codes block the invitation. One refusal for everything that can be wrong with link, code or account.',
      answer: {
        status: 201,
        description: 'Whose invitation it is, and the link for the phone.',
        shape: { name: 'InvitationChecked', schema: invitationChecked },
      },
      codes: ['body_invalid', 'invitation_refused', 'too_many_requests'],
      example: {
        body: { secret: exampleIds.appNonce, startCode: '40718252' },
        answer: {
          userId: 'alice',
          displayName: 'Alice',
          link: 'https://id.example.org/app/#pair=…',
          linkQrSvg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
          expiresAtMs: 1_795_000_600_000,
          pairingToken: exampleIds.watchToken,
        },
      },
    },
    { name: 'CheckInvitation', schema: checkInvitationBody },
    CHECKS_PER_MINUTE,
    async (ports, { secret, startCode }) => {
      const checked = await checkInvitation(ports, bytesOf(secret), startCode)
      if (!checked.ok) return checked
      const { account, ticket, pairingToken } = checked.value
      const { userId, displayName } = account
      const { link, expiresAtMs } = ticket
      return accepted({ userId, displayName, link, linkQrSvg: await qrSvg(link), expiresAtMs, pairingToken })
    },
  ),
  provenCommand(
    {
      ...common,
      path: '/v1/invitations/backup-codes',
      summary: 'Make the backup codes of an invitation',
      description:
        'For the browser that gave the start code, before the phone is paired; takes seconds. Shown this once; they count when the phone does, and every other code of the account goes then. Made anew, those of before go.',
      answer: {
        status: 201,
        description: 'The codes.',
        shape: { name: 'BackupCodesMade', schema: backupCodesMade },
      },
      codes: ['body_invalid', 'invitation_refused', 'too_many_requests', 'unavailable'],
      example: { body: { pairingToken: exampleIds.watchToken }, answer: exampleMade },
    },
    { name: 'InvitedBrowser', schema: invitedBrowserBody },
    SETS_PER_MINUTE,
    (ports, { pairingToken }) => makeInvitationCodes(ports, bytesOf(pairingToken)),
  ),
  provenCommand(
    {
      ...common,
      path: '/v1/invitations/renew',
      summary: 'Get another link for the phone',
      description:
        'For the browser that gave the start code: a link lives ten minutes. The former one opens nothing any more.',
      answer: {
        status: 201,
        description: 'The link for the phone.',
        shape: { name: 'InvitationRenewed', schema: invitationRenewed },
      },
      codes: ['body_invalid', 'invitation_refused', 'too_many_devices', 'too_many_requests'],
      example: {
        body: { pairingToken: exampleIds.watchToken },
        answer: {
          link: 'https://id.example.org/app/#pair=…',
          linkQrSvg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
          expiresAtMs: 1_795_000_600_000,
        },
      },
    },
    { name: 'InvitedBrowser', schema: invitedBrowserBody },
    CHECKS_PER_MINUTE,
    async (ports, { pairingToken }) => {
      const renewed = await renewInvitationPairing(ports, bytesOf(pairingToken))
      if (!renewed.ok) return renewed
      const { link, expiresAtMs } = renewed.value
      return accepted({ link, linkQrSvg: await qrSvg(link), expiresAtMs })
    },
  ),
  provenCommand(
    {
      ...common,
      path: '/v1/invitations/pairing',
      summary: 'See how far the phone is',
      description: 'For the browser that gave the start code.',
      answer: {
        status: 200,
        description: 'Once a phone accepted: its name, and the digits that it shows.',
        shape: { name: 'InvitationPairing', schema: invitationPairing },
      },
      codes: ['body_invalid', 'invitation_refused', 'too_many_requests'],
      example: {
        body: { pairingToken: exampleIds.watchToken },
        answer: { state: 'accepted', deviceName: 'Alice’s phone', confirmation: '407182' },
      },
    },
    { name: 'InvitationPairing', schema: invitationPairingBody },
    POLLS_PER_MINUTE,
    async (ports, { pairingToken }) => {
      const found = await pairing(ports, bytesOf(pairingToken))
      if (!found.ok) return found
      const { state, deviceName = null, confirmation = null } = found.value
      return accepted({ state, deviceName, confirmation })
    },
  ),
  provenCommand(
    {
      ...common,
      path: '/v1/invitations/confirm',
      summary: 'Confirm the phone',
      description:
        'The person saw the same six digits on both screens. From now on the phone can approve, and the backup codes that were made for it count.',
      answer: {
        status: 200,
        description: 'The phone is paired.',
        shape: { name: 'InvitationConfirmed', schema: invitationConfirmed },
      },
      codes: [
        'body_invalid',
        'invitation_refused',
        'forbidden',
        'ticket_invalid',
        'conflict',
        'too_many_requests',
      ],
      example: {
        body: { pairingToken: exampleIds.watchToken, confirmation: '407182' },
        answer: { deviceName: 'Alice’s phone' },
      },
    },
    { name: 'ConfirmInvitation', schema: confirmInvitationBody },
    CHECKS_PER_MINUTE,
    async (ports, { pairingToken, confirmation }) => {
      const confirmed = await confirmInvitation(ports, bytesOf(pairingToken), confirmation)
      return confirmed.ok ? accepted({ deviceName: confirmed.value.name }) : confirmed
    },
  ),
  provenCommand(
    {
      ...common,
      path: '/v1/invitations/decline',
      summary: 'Throw the phone out',
      description:
        'The digits differ: another phone answered. It is removed, and the start code may be given again.',
      answer: {
        status: 200,
        description: 'The ticket is withdrawn.',
        shape: { name: 'InvitationPairing', schema: invitationPairing },
      },
      codes: ['body_invalid', 'invitation_refused', 'ticket_invalid', 'too_many_requests'],
      example: {
        body: { pairingToken: exampleIds.watchToken },
        answer: { state: 'withdrawn', deviceName: null, confirmation: null },
      },
    },
    { name: 'DeclineInvitation', schema: declineInvitationBody },
    CHECKS_PER_MINUTE,
    async (ports, { pairingToken }) => {
      const declined = await declineInvitation(ports, bytesOf(pairingToken))
      return declined.ok
        ? accepted({ state: 'withdrawn', deviceName: null, confirmation: null } as const)
        : declined
    },
  ),
]

/** The schema has seen that it is base64url; what is not would be an unknown secret. */
function bytesOf(text: string): Uint8Array {
  return fromBase64Url(text) ?? new Uint8Array(0)
}
