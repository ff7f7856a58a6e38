// `countersign account show`: one account, its phones, its codes, and what holds it back.
import type { AccountBody, AccountCodes } from '@countersign/protocol/admin'
import { listDevices } from '../../flows/accounts.js'
import { showAccountCodes } from '../../flows/admin/account-codes.js'
import { accountView, operator, userIdArgument, withAccount } from '../accounts.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { when } from '../report.js'
import { deviceTable, deviceView } from '../views.js'

export const accountShow = defineCommand({
  name: 'account show',
  sentence: 'show one account, its phones, its codes, and what holds it back',
  arguments: [userIdArgument],
  options: {},
  examples: ['countersign account show alice'],
  run: ({ arguments: { USER_ID } }, surroundings) =>
    withAccount(surroundings, USER_ID, async (ports, account) => {
      const { report } = surroundings
      const devices = await listDevices(ports, account.userId)
      if (!devices.ok) return report.failed(faultOf(devices.refusal, USER_ID))
      const codes = await showAccountCodes(ports, operator, { accountId: account.id })
      if (!codes.ok) return report.failed(faultOf(codes.refusal, USER_ID))
      const { locale, notes, externalId, secondFactorOff, quietHours, lock } = account
      return report.done(
        {
          account: accountView(account),
          ...{ locale, notes, externalId, secondFactorOff, quietHours, lock },
          devices: devices.value.map(deviceView),
          codes: codes.value,
        },
        `${paragraph(account)}\n${codesText(account.userId, codes.value)}\n\n${deviceTable(devices.value)}`,
      )
    }),
})

function paragraph({ userId, displayName, createdAtMs, id, ...account }: AccountBody): string {
  const { state, aliases, emails, groups, notes, secondFactorOff, quietHours, lock } = account
  const named = (what: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`${what} ${names.join(', ')}`]
  return [
    `${userId} (${displayName}), added ${when(createdAtMs)}${state === 'suspended' ? ', SUSPENDED' : ''}`,
    `id ${id}`,
    ...named('also logs in as', aliases),
    ...named('notices go to', emails),
    ...named(
      'in',
      groups.map(({ name }) => name),
    ),
    ...(secondFactorOff === null
      ? []
      : [`without its phone until ${when(secondFactorOff.untilMs)}: ${secondFactorOff.reason}`]),
    ...(quietHours === null
      ? []
      : [
          `nothing rings ${quietHours.from}–${quietHours.to} ${quietHours.timeZone} (${quietHours.days.join(',')})${quietHours.now ? ': QUIET NOW' : ''}`,
        ]),
    ...(lock.harassedAtMs === null
      ? []
      : [
          `HARASSED, told ${when(lock.harassedAtMs)}: ${lock.unapprovedRequests} requests of seven days were not approved, ${lock.deniedRequests} denied in one day`,
        ]),
    ...(lock.locked ? [`held back by what happened lately: countersign unlock ${userId}`] : []),
    ...named('notes:', notes === '' ? [] : [notes]),
  ].join('\n')
}

/** What lets the person in without the phone, and which of it wrong codes hold back. */
function codesText(userId: string, { totps, backupCodes, bypassCodes, blocked }: AccountCodes): string {
  const apps = totps.length === 1 ? '1 app' : `${totps.length} apps`
  const told = bypassCodes.some(({ state }) => state === 'open') ? ', an open code of the help desk' : ''
  const held = blocked.map(
    ({ way, untilMs }) =>
      `held back: codes of kind ${way}${untilMs === null ? '' : ` until ${when(untilMs)}`}: countersign unlock ${userId}`,
  )
  return [`codes from ${apps}, ${backupCodes.left} backup codes left${told}`, ...held].join('\n')
}
