// What works again after a restore as it did at the time of the backup, and how to look through it.
import type { Returned } from '../flows/begin-after-restore.js'

export function returnedText({
  admins,
  tokens,
  appKeys,
  backupCodes,
  invitations,
  held,
}: Returned): readonly string[] {
  return [
    'back as they were when the backup was made, also if they were taken away since; look through each, and take away again:',
    '  accounts and their phones  countersign account list, countersign device list',
    `  admins                     ${admins}: countersign admin list`,
    `  API tokens                 ${tokens}: countersign token list`,
    `  keys of apps               ${appKeys}: countersign app list, countersign app rotate-key NAME`,
    `  invitations                ${invitations} open, also those accepted since: countersign invite list --state open, invite revoke ID`,
    `  backup codes               of ${backupCodes} people, also those used since: countersign backup-codes remove USER_ID`,
    ...(held === 0
      ? []
      : [
          `held  ${held} that waited to be sent and may have been since: countersign outgoing list --state dead, then outgoing retry ID`,
        ]),
  ]
}
