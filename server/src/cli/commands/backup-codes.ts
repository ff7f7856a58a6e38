// `countersign backup-codes make|show|remove`: printed codes, for somebody who sits at this terminal.
import type { BackupCodesBody } from '@countersign/protocol/admin'
import { showAccountCodes } from '../../flows/admin/account-codes.js'
import { makeBackupCodesByAdmin, removeBackupCodesByAdmin } from '../../flows/admin/backup-codes.js'
import { operator, userIdArgument, withAccount } from '../accounts.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { when } from '../report.js'

export const backupCodesMake = defineCommand({
  name: 'backup-codes make',
  sentence: 'make a set of backup codes for a user ID, and print it',
  details:
    'The codes are shown this once: the server keeps only slow hashes of them. Those of before count no more, and the person is told.\n' +
    'Print them for the person; never mail them. Takes some seconds.',
  arguments: [userIdArgument],
  options: {},
  examples: ['countersign backup-codes make alice', 'countersign backup-codes make alice --json'],
  run({ arguments: { USER_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const made = await makeBackupCodesByAdmin(ports, operator, { accountId })
      if (!made.ok) return report.failed(faultOf(made.refusal, USER_ID))
      const { madeAtMs, codes } = made.value
      report.note('the codes are not shown again')
      return report.done(
        { userId, madeAtMs, codes },
        [`backup codes of ${userId}, each good for one login:`, ...codes.map((code) => `  ${code}`)].join(
          '\n',
        ),
      )
    })
  },
})

export const backupCodesShow = defineCommand({
  name: 'backup-codes show',
  sentence: 'show how many backup codes a user ID has left, by their first groups',
  details: 'Never the codes themselves: nobody but the person has them.',
  arguments: [userIdArgument],
  options: {},
  examples: ['countersign backup-codes show alice'],
  run({ arguments: { USER_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const shown = await showAccountCodes(ports, operator, { accountId })
      if (!shown.ok) return report.failed(faultOf(shown.refusal, USER_ID))
      const { backupCodes } = shown.value
      return report.done({ userId, backupCodes }, inWords(backupCodes))
    })
  },
})

export const backupCodesRemove = defineCommand({
  name: 'backup-codes remove',
  sentence: 'remove the backup codes of a user ID: none of them counts any more',
  details: 'For a list that was lost or seen. The person is told. None is no fault.',
  arguments: [userIdArgument],
  options: {},
  examples: ['countersign backup-codes remove alice'],
  run({ arguments: { USER_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const removed = await removeBackupCodesByAdmin(ports, operator, { accountId })
      if (!removed.ok) return report.failed(faultOf(removed.refusal, USER_ID))
      return report.done({ userId, removed: true }, `removed: ${userId} has no backup codes`)
    })
  },
})

function inWords({ madeAtMs, left, codes }: BackupCodesBody): string {
  if (madeAtMs === null) return 'no backup codes'
  return [
    `made ${when(madeAtMs)}, ${left} of ${codes.length} left`,
    ...codes.map(
      ({ selector, usedAtMs }) => `  ${selector}-…  ${usedAtMs === null ? 'open' : `used ${when(usedAtMs)}`}`,
    ),
  ].join('\n')
}
