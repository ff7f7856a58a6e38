// `countersign bypass make|list|revoke`: a code that is told to somebody who is known, good once and for a short time.
import { BYPASS_CODE_MINUTES } from '@countersign/protocol'
import type { BypassCodeRow } from '@countersign/protocol/admin'
import { makeBypassCodeBody } from '@countersign/protocol/admin'
import { showAccountCodes } from '../../flows/admin/account-codes.js'
import { makeBypassCode, revokeBypassCode } from '../../flows/admin/bypass-codes.js'
import { possibleWays } from '../../flows/codes/possible-ways.js'
import { operator, userIdArgument, withAccount } from '../accounts.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { columns, when } from '../report.js'
import { readDuration } from '../values.js'

export const bypassMake = defineCommand({
  name: 'bypass make',
  sentence: 'make a code that lets a user ID in once without its phone, and print it',
  details:
    'First be sure that the person is who they say. Twelve digits, good for one login; one that was open counts no more.\n' +
    'The code is shown this once. Reason and end are recorded, and the person is told.',
  arguments: [userIdArgument],
  options: {
    reason: { type: 'string', value: 'TEXT', sentence: 'why; the person reads it' },
    for: {
      type: 'string',
      value: 'TIME',
      sentence: `how long it is good, 5m to 24h; default ${BYPASS_CODE_MINUTES}m`,
    },
  },
  examples: [
    'countersign bypass make alice --reason "phone at the repair shop"',
    'countersign bypass make alice --reason "phone lost" --for 15m --json',
  ],
  async run({ arguments: { USER_ID }, options }, surroundings) {
    const { report } = surroundings
    const lasting = readDuration('--for', options.for ?? `${BYPASS_CODE_MINUTES}m`)
    if (!lasting.ok) return report.failed(lasting.fault)
    const given = makeBypassCodeBody.safeParse({ reason: options.reason?.trim() ?? '' })
    if (!given.success)
      return report.failed({
        exit: 'usage',
        code: 'value_invalid',
        sentence:
          '--reason: a line of text expected, why this person gets a code: the audit keeps it, and the person reads it',
        next: 'countersign bypass make --help',
      })
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const { reason } = given.data
      const made = await makeBypassCode(ports, operator, {
        accountId,
        reason,
        minutes: lasting.value / 60_000,
      })
      if (!made.ok) return report.failed(faultOf(made.refusal, USER_ID))
      const { id, code, expiresAtMs } = made.value
      report.note('the code is not shown again')
      const { ways } = await possibleWays(ports, accountId)
      if (!ways.includes('bypass'))
        report.note(
          'no policy lets such codes count at a login of this account: see countersign policy explain',
        )
      return report.done(
        { userId, id, code, expiresAtMs },
        `tell ${userId}, good once until ${when(expiresAtMs)}:\n  ${code}`,
      )
    })
  },
})

export const bypassList = defineCommand({
  name: 'bypass list',
  sentence: 'list the latest bypass codes of a user ID: who made them, why, and what became of them',
  details: 'Never the codes themselves.',
  arguments: [userIdArgument],
  options: {},
  examples: ['countersign bypass list alice'],
  run({ arguments: { USER_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const shown = await showAccountCodes(ports, operator, { accountId })
      if (!shown.ok) return report.failed(faultOf(shown.refusal, USER_ID))
      const { bypassCodes } = shown.value
      return report.done({ userId, bypassCodes }, table(bypassCodes))
    })
  },
})

export const bypassRevoke = defineCommand({
  name: 'bypass revoke',
  sentence: 'end the open bypass code of a user ID',
  details: 'None is no fault.',
  arguments: [userIdArgument],
  options: {},
  examples: ['countersign bypass revoke alice'],
  run({ arguments: { USER_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const shown = await showAccountCodes(ports, operator, { accountId })
      if (!shown.ok) return report.failed(faultOf(shown.refusal, USER_ID))
      const open = shown.value.bypassCodes.find(({ state }) => state === 'open')
      if (open === undefined) return report.done({ userId, revoked: null }, `${userId} has no open code`)
      const revoked = await revokeBypassCode(ports, operator, { accountId, id: open.id })
      if (!revoked.ok) return report.failed(faultOf(revoked.refusal, USER_ID))
      return report.done({ userId, revoked: open.id }, `revoked: the code lets nobody in as ${userId}`)
    })
  },
})

function table(codes: readonly BypassCodeRow[]): string {
  if (codes.length === 0) return 'no bypass codes'
  return columns(
    ['STATE', 'MADE', 'GOOD UNTIL', 'BY', 'REASON'],
    codes.map(({ state, madeAtMs, expiresAtMs, madeBy, reason }) => [
      state,
      when(madeAtMs),
      when(expiresAtMs),
      madeBy,
      reason,
    ]),
  )
}
