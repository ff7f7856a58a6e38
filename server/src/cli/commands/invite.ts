// `countersign invite …`: people are asked to pair their first phone, by mail or by cards to print.
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { InvitationSelection } from '@countersign/protocol/admin'
import type { Ports } from '../../core/ports.js'
import { findAccountByName } from '../../flows/admin/accounts.js'
import type { Card } from '../../flows/admin/invitations.js'
import {
  invitationRow,
  listInvitations,
  printInvitations,
  remindInvitation,
  revokeInvitation,
  showStartCodes,
} from '../../flows/admin/invitations.js'
import { invite as makeInvitations } from '../../flows/admin/invite.js'
import { startCodesCsv } from '../../flows/invite/codes-csv.js'
import { publicBranding } from '../../flows/public-branding.js'
import { operator } from '../accounts.js'
import type { PrintedCard } from '../cards.js'
import { cardsHtml } from '../cards.js'
import { defineCommand } from '../command.js'
import { groupNamed } from '../groups.js'
import { faultOf } from '../refusals.js'
import type { Fault } from '../report.js'
import { columns, when } from '../report.js'
import { withPorts } from '../server.js'
import type { Read } from '../values.js'
import { readCount, readOneOf } from '../values.js'

const CHANNELS = ['mail', 'sheet'] as const
const STATES = ['open', 'accepted', 'revoked', 'expired', 'blocked'] as const
const PAGE = 200
const idArgument = { name: 'ID', sentence: 'as shown by countersign invite list' } as const

export const invite = defineCommand({
  name: 'invite',
  sentence: 'invite people to pair their first phone',
  details:
    'A mail carries a link and never the start code: countersign invite codes has those, for another way. A sheet has both on one card to hand over: countersign invite sheet.\n' +
    'Accounts that have a phone, are suspended or invited already are left out.',
  arguments: [],
  options: {
    channel: { type: 'string', value: 'CHANNEL', sentence: 'mail or sheet' },
    account: { type: 'string', value: 'USER_ID', multiple: true, sentence: 'these people' },
    group: { type: 'string', value: 'NAME', sentence: 'everybody in this group' },
    import: { type: 'string', value: 'ID', sentence: 'everybody in this list' },
    'without-device': { type: 'boolean', sentence: 'everybody without a phone' },
    days: { type: 'string', value: 'N', sentence: 'how long it may be accepted, 1 to 60; default 14' },
  },
  examples: [
    'countersign invite --channel mail --without-device',
    'countersign invite --channel sheet --account alice --account bob',
  ],
  async run({ options }, surroundings) {
    const { report } = surroundings
    const channel = readOneOf('--channel', options.channel ?? '', CHANNELS)
    if (!channel.ok) return report.failed(channel.fault)
    const days = readCount('--days', options.days ?? '14', 60)
    if (!days.ok) return report.failed(days.fault)
    return withPorts(surroundings, async (ports) => {
      const select = await selection(ports, options)
      if (!select.ok) return report.failed(select.fault)
      const ids: string[] = []
      for (;;) {
        const body = { select: select.value, channel: channel.value, days: days.value }
        const made = await makeInvitations(ports, operator, body)
        if (!made.ok) return report.failed(faultOf(made.refusal, options.group ?? options.import ?? ''))
        ids.push(...made.value.ids)
        if (made.value.more) continue
        const { leftOut } = made.value
        const left = Object.values(leftOut).reduce((sum, count) => sum + count, 0)
        if (channel.value === 'sheet' && ids.length > 0) report.note('next: countersign invite sheet FILE')
        if (channel.value === 'mail' && ids.length > 0) report.note('next: countersign invite codes FILE')
        return report.done({ ids, leftOut }, `${ids.length} invited, ${left} left out`)
      }
    })
  },
})

export const inviteList = defineCommand({
  name: 'invite list',
  sentence: 'show invitations, newest first; with --state open: who has not accepted yet',
  arguments: [],
  options: { state: { type: 'string', value: 'STATE', sentence: `only ${STATES.join(', ')}` } },
  examples: ['countersign invite list --state open'],
  async run({ options }, surroundings) {
    const { report } = surroundings
    const state = options.state === undefined ? undefined : readOneOf('--state', options.state, STATES)
    if (state?.ok === false) return report.failed(state.fault)
    return withPorts(surroundings, async (ports) => {
      const rows = []
      for await (const entry of invitations(ports, state?.value, undefined)) rows.push(invitationRow(entry))
      const cells = rows.map((row) => [row.userId, row.state, row.channel, when(row.expiresAtMs), row.id])
      return report.done(
        { invitations: rows },
        rows.length === 0 ? 'no invitation' : columns(['USER ID', 'STATE', 'BY', 'UNTIL', 'ID'], cells),
      )
    })
  },
})

export const inviteRemind = defineCommand({
  name: 'invite remind',
  sentence: 'mail an invitation’s link once more',
  arguments: [idArgument],
  options: {},
  examples: ['countersign invite remind 01970000-0000-7000-8000-000000000000'],
  run: ({ arguments: { ID } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const done = await remindInvitation(ports, operator, { id: ID })
      if (!done.ok) return report.failed(faultOf(done.refusal, ID))
      return report.done({ invitation: invitationRow(done.value) }, `reminded ${done.value.userId}`)
    }),
})

export const inviteRevoke = defineCommand({
  name: 'invite revoke',
  sentence: 'make an invitation’s link and start code worthless',
  arguments: [idArgument],
  options: {},
  examples: ['countersign invite revoke 01970000-0000-7000-8000-000000000000'],
  run: ({ arguments: { ID } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const done = await revokeInvitation(ports, operator, { id: ID })
      if (!done.ok) return report.failed(faultOf(done.refusal, ID))
      return report.done({ invitation: invitationRow(done.value) }, `revoked that of ${done.value.userId}`)
    }),
})

const fileArgument = { name: 'FILE', sentence: 'a new file; only its owner can read it' } as const

export const inviteSheet = defineCommand({
  name: 'invite sheet',
  sentence: 'write the cards of open invitations by sheet, to print and to hand over',
  details:
    'Whoever holds a card can pair a phone: delete the file after printing. The audit names every card.',
  arguments: [fileArgument],
  options: {},
  examples: ['countersign invite sheet cards.html'],
  run: ({ arguments: { FILE } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const ids = await idsOf(ports, 'sheet')
      const cards = await printInvitations(ports, operator, { ids })
      if (!cards.ok) return surroundings.report.failed(faultOf(cards.refusal, ''))
      const path = resolve(surroundings.io.directory, FILE)
      const drawn = await printed(ports, cards.value)
      const written = await writeNew(path, await cardsHtml(drawn))
      if (written !== undefined) return surroundings.report.failed(written)
      return surroundings.report.done({ file: path, cards: drawn.length }, `${drawn.length} cards in ${path}`)
    }),
})

export const inviteCodes = defineCommand({
  name: 'invite codes',
  sentence: 'write the start codes that belong to mailed invitations, as CSV',
  details: 'They must reach people by another way than the mail. The audit names every code that is shown.',
  arguments: [fileArgument],
  options: {},
  examples: ['countersign invite codes codes.csv'],
  run: ({ arguments: { FILE } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const ids = await idsOf(ports, 'mail')
      const codes = await showStartCodes(ports, operator, { ids })
      if (!codes.ok) return surroundings.report.failed(faultOf(codes.refusal, ''))
      const path = resolve(surroundings.io.directory, FILE)
      const written = await writeNew(path, startCodesCsv(codes.value))
      if (written !== undefined) return surroundings.report.failed(written)
      return surroundings.report.done(
        { file: path, codes: codes.value.length },
        `${codes.value.length} codes in ${path}`,
      )
    }),
})

interface Chosen {
  readonly account: readonly string[]
  readonly group: string | undefined
  readonly import: string | undefined
  readonly 'without-device': boolean
}

async function selection(ports: Ports, chosen: Chosen): Promise<Read<InvitationSelection>> {
  const { account, group, import: importId, 'without-device': withoutDevice } = chosen
  const ways = [account.length > 0, group !== undefined, importId !== undefined, withoutDevice]
  if (ways.filter(Boolean).length !== 1) return { ok: false, fault: ONE_WAY }
  if (withoutDevice) return { ok: true, value: { withoutDevice: true } }
  if (importId !== undefined) return { ok: true, value: { importId } }
  if (group !== undefined) {
    const found = await groupNamed(ports, group)
    return found.ok ? { ok: true, value: { groupId: found.value.id } } : found
  }
  const accountIds = []
  for (const name of account) {
    const found = await findAccountByName(ports, operator, { loginName: name })
    if (!found.ok) return { ok: false, fault: faultOf(found.refusal, name) }
    accountIds.push(found.value.id)
  }
  return { ok: true, value: { accountIds } }
}

const ONE_WAY: Fault = {
  exit: 'usage',
  code: 'selection_invalid',
  sentence: 'expected one of --account, --group, --import, --without-device',
  next: 'the same command with --help',
}

async function* invitations(
  ports: Ports,
  state: (typeof STATES)[number] | undefined,
  channel: (typeof CHANNELS)[number] | undefined,
): AsyncGenerator<Card['entry']> {
  for (let before: Card['entry']['invitation'] | undefined; ; ) {
    const page = await listInvitations(ports, operator, { state, channel, limit: PAGE, before })
    if (!page.ok) return
    yield* page.value
    before = page.value.at(-1)?.invitation
    if (before === undefined) return
  }
}

async function idsOf(ports: Ports, channel: (typeof CHANNELS)[number]): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const { invitation } of invitations(ports, 'open', channel)) ids.push(invitation.id)
  return ids
}

/** Undefined when it was written. Never over a file that is there. */
async function writeNew(path: string, text: string): Promise<Fault | undefined> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 })
    return undefined
  } catch {
    return {
      exit: 'unavailable',
      code: 'file_unwritable',
      sentence: `cannot write a new file ${path}`,
      next: 'name a file that is not there yet, in a folder that is',
    }
  }
}

/** Who was invited, in the language their account has, by the name that the server goes by. */
async function printed(ports: Ports, cards: readonly Card[]): Promise<readonly PrintedCard[]> {
  const { name: serverName } = await publicBranding(ports)
  const printable: PrintedCard[] = []
  for (const { entry, link, startCode } of cards) {
    const { userId, displayName, invitation } = entry
    const { locale = 'en' } = (await ports.storage.read.accounts.byId(invitation.accountId)) ?? {}
    const { expiresAtMs } = invitation
    printable.push({ locale, serverName, userId, displayName, link, startCode, expiresAtMs })
  }
  return printable
}
