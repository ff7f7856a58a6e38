// The resource /admin/v1/invitations: who is asked to pair a first phone, and who has not done it yet.
import type { InvitationRow } from '@countersign/protocol/admin'
import {
  invitationChannel,
  invitationIds,
  invitationList,
  invitationSheet,
  invitationState,
  invitationSummary,
  inviteBody,
  invited,
  invitationRow as rowShape,
  startCodes,
} from '@countersign/protocol/admin'
import type { InvitationPlace } from '../../core/ports-invitations.js'
import { accepted } from '../../core/refusal.js'
import {
  invitationRow,
  listInvitations,
  printInvitations,
  remindInvitation,
  revokeInvitation,
  showStartCodes,
  summariseInvitations,
} from '../../flows/admin/invitations.js'
import { invite } from '../../flows/admin/invite.js'
import { startCodesCsv } from '../../flows/invite/codes-csv.js'
import type { Operation } from '../operation.js'
import { qrSvg } from '../qr-svg.js'
import { readBody } from '../read-json.js'
import { exampleRow as exampleAccountRow } from './account-examples.js'
import { ADMIN_BODY_MAX_BYTES, adminOperation, rawAdminOperation } from './operation.js'
import { cursorIn, limitIn, pageFrom, pageParameters } from './paging.js'
import { refusalOf } from './settle.js'

const exampleRow: InvitationRow = {
  id: '01970000-0000-7000-8000-000000000000',
  accountId: exampleAccountRow.id,
  userId: 'alice',
  displayName: 'Alice',
  channel: 'mail',
  state: 'open',
  createdBy: 'operator',
  createdAtMs: 1_795_000_000_000,
  sentAtMs: 1_795_000_000_000,
  remindedAtMs: null,
  openedAtMs: null,
  expiresAtMs: 1_796_209_600_000,
}
const ROW = { name: 'InvitationRow', schema: rowShape } as const
const CODES_FILE = '/admin/v1/invitations/start-codes.csv'
const group = 'Onboarding'

export const invitationOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/invitations',
      group,
      summary: 'Invite people',
      description: [
        'By mail, which carries a link and never the start code, or by a sheet to print.',
        'Accounts with a phone, suspended ones and those invited already are left out and counted.',
        'At most 1,000 a call; while `more` is true, the same call again goes on.',
      ].join(' '),
      answer: { status: 201, description: 'Who was invited.', shape: { name: 'Invited', schema: invited } },
      codes: ['body_invalid', 'not_found', 'conflict'],
      example: {
        body: { select: { withoutDevice: true }, channel: 'mail' },
        answer: {
          ids: [exampleRow.id],
          more: false,
          leftOut: { hasDevice: 0, notActive: 0, invitedAlready: 0, noAddress: 1, notPermitted: 0 },
        },
      },
    },
    { name: 'InviteBody', schema: inviteBody },
    ({ ports, actor, body }) => invite(ports, actor, body),
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/invitations',
      group,
      summary: 'List invitations',
      description: 'Newest first.',
      query: [
        ...pageParameters,
        {
          name: 'state',
          in: 'query',
          required: false,
          description: 'Only those in this state.',
          schema: { type: 'string', enum: ['open', 'accepted', 'revoked', 'expired', 'blocked'] },
        },
        {
          name: 'channel',
          in: 'query',
          required: false,
          description: 'Only those that went this way.',
          schema: { type: 'string', enum: ['mail', 'sheet'] },
        },
      ],
      answer: {
        status: 200,
        description: 'A page of invitations.',
        shape: { name: 'InvitationList', schema: invitationList },
      },
      codes: [],
      example: { answer: { items: [exampleRow], next: null } },
    },
    undefined,
    async ({ ports, actor, query }) => {
      const limit = limitIn(query)
      const found = await listInvitations(ports, actor, {
        state: invitationState.safeParse(query.get('state')).data,
        channel: invitationChannel.safeParse(query.get('channel')).data,
        limit: limit + 1,
        before: placeIn(cursorIn(query)),
      })
      if (!found.ok) return found
      return accepted(
        pageFrom(
          found.value,
          limit,
          ({ invitation }) => `${invitation.createdAtMs} ${invitation.id}`,
          invitationRow,
        ),
      )
    },
  ),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/invitations/summary',
      group,
      summary: 'Count invitations',
      description:
        'How many are open, accepted and over, and how many people without a phone nobody has invited.',
      answer: {
        status: 200,
        description: 'The counts.',
        shape: { name: 'InvitationSummary', schema: invitationSummary },
      },
      codes: [],
      example: { answer: { open: 12, accepted: 36, revoked: 0, expired: 1, blocked: 0, notInvited: 1 } },
    },
    undefined,
    ({ ports, actor }) => summariseInvitations(ports, actor, undefined),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/invitations/{id}/remind',
      group,
      summary: 'Remind of an invitation',
      description: 'The same link once more, by mail; at most every ten minutes.',
      answer: { status: 200, description: 'The invitation.', shape: ROW },
      codes: ['not_found', 'conflict'],
      example: { answer: { ...exampleRow, remindedAtMs: 1_795_100_000_000 } },
    },
    undefined,
    async ({ ports, actor, params: { id = '' } }) => {
      const reminded = await remindInvitation(ports, actor, { id })
      return reminded.ok ? accepted(invitationRow(reminded.value)) : reminded
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/invitations/{id}/revoke',
      group,
      summary: 'Revoke an invitation',
      description: 'Its link and its start code are worth nothing from now on.',
      answer: { status: 200, description: 'The invitation.', shape: ROW },
      codes: ['not_found', 'conflict'],
      example: { answer: { ...exampleRow, state: 'revoked' } },
    },
    undefined,
    async ({ ports, actor, params: { id = '' } }) => {
      const revoked = await revokeInvitation(ports, actor, { id })
      return revoked.ok ? accepted(invitationRow(revoked.value)) : revoked
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/invitations/sheet',
      group,
      summary: 'Read cards to print',
      description:
        'Link, QR code and start code of open invitations by sheet; whoever holds a card can pair a phone. Each look is in the audit. Others of the ids are left out.',
      answer: {
        status: 200,
        description: 'The cards.',
        shape: { name: 'InvitationSheet', schema: invitationSheet },
      },
      codes: ['body_invalid'],
      example: {
        body: { ids: [exampleRow.id] },
        answer: {
          items: [
            {
              id: exampleRow.id,
              userId: 'alice',
              displayName: 'Alice',
              link: 'https://id.example.org/invite/#AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
              startCode: '40718252',
              qrSvg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
              expiresAtMs: exampleRow.expiresAtMs,
            },
          ],
        },
      },
    },
    { name: 'InvitationIds', schema: invitationIds },
    async ({ ports, actor, body }) => {
      const cards = await printInvitations(ports, actor, body)
      if (!cards.ok) return cards
      const items = cards.value.map(async ({ entry, link, startCode }) => {
        const { id, expiresAtMs } = entry.invitation
        const { userId, displayName } = entry
        return { id, userId, displayName, link, startCode, qrSvg: await qrSvg(link), expiresAtMs }
      })
      return accepted({ items: await Promise.all(items) })
    },
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/invitations/start-codes',
      group,
      summary: 'Read start codes',
      description:
        'Of open invitations by mail: they reach people another way than the mail. Each look is in the audit. Others of the ids are left out.',
      answer: { status: 200, description: 'The codes.', shape: { name: 'StartCodes', schema: startCodes } },
      codes: ['body_invalid'],
      example: {
        body: { ids: [exampleRow.id] },
        answer: {
          items: [{ id: exampleRow.id, userId: 'alice', displayName: 'Alice', startCode: '40718252' }],
        },
      },
    },
    { name: 'InvitationIds', schema: invitationIds },
    async ({ ports, actor, body }) => {
      const codes = await showStartCodes(ports, actor, body)
      if (!codes.ok) return codes
      const items = codes.value.map(({ entry: { invitation, userId, displayName }, startCode }) => ({
        id: invitation.id,
        userId,
        displayName,
        startCode,
      }))
      return accepted({ items })
    },
  ),
  rawAdminOperation(
    {
      method: 'post',
      path: CODES_FILE,
      group,
      summary: 'Take start codes along',
      description:
        'The same as a file for a spreadsheet, with the columns user_id, display_name and start_code. A POST, so that no cache and no history keeps it. Each look is in the audit.',
      answer: { status: 200, description: 'The file.', types: ['text/csv'] },
      codes: ['body_invalid'],
      body: { name: 'InvitationIds', schema: invitationIds },
      example: { body: { ids: [exampleRow.id] } },
    },
    async ({ ports, actor, exchange }) => {
      const read = await readBody(exchange.request, invitationIds, ADMIN_BODY_MAX_BYTES)
      if (!read.ok) return read.problem
      const codes = await showStartCodes(ports, actor, read.value)
      if (!codes.ok) return refusalOf(exchange, { path: CODES_FILE }, codes.refusal)
      const { response } = exchange
      response.writeHead(200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="start-codes.csv"',
        'Cache-Control': 'no-store',
      })
      response.end(startCodesCsv(codes.value))
      return undefined
    },
  ),
]

/** A cursor that is none of ours begins at the newest. */
function placeIn(cursor: string): InvitationPlace | undefined {
  const [, createdAtMs, id] = /^(\d{1,15}) (\S{1,64})$/.exec(cursor) ?? []
  return createdAtMs === undefined || id === undefined ? undefined : { createdAtMs: Number(createdAtMs), id }
}
