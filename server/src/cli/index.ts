// The command table, and the way from a command line to an exit code.
import { serverVersion } from '../installed.js'
import type { Command } from './command.js'
import { accountAdd } from './commands/account-add.js'
import { accountAliasAdd, accountAliasRemove } from './commands/account-alias.js'
import { accountEdit } from './commands/account-edit.js'
import { accountList } from './commands/account-list.js'
import { accountShow } from './commands/account-show.js'
import {
  accountDelete,
  accountResume,
  accountSuspend,
  secondFactorDisable,
  secondFactorEnable,
  unlock,
} from './commands/account-standing.js'
import { adminAdd } from './commands/admin-add.js'
import { adminList } from './commands/admin-list.js'
import { adminRemove } from './commands/admin-remove.js'
import { adminSetupLink } from './commands/admin-setup-link.js'
import { appAdd } from './commands/app-add.js'
import { appDelete, appEdit, appEndKey } from './commands/app-edit.js'
import { appList } from './commands/app-list.js'
import { appRotateKey } from './commands/app-rotate-key.js'
import { auditExport } from './commands/audit-export.js'
import { auditTail } from './commands/audit-tail.js'
import { auditVerify } from './commands/audit-verify.js'
import { backup } from './commands/backup.js'
import { backupCodesMake, backupCodesRemove, backupCodesShow } from './commands/backup-codes.js'
import { brandingSet, brandingShow, idPatternSet, idPatternShow } from './commands/branding.js'
import { browserList, browserRemove } from './commands/browser.js'
import { bypassList, bypassMake, bypassRevoke } from './commands/bypass.js'
import { deviceList } from './commands/device-list.js'
import { deviceResume } from './commands/device-resume.js'
import { deviceRevoke } from './commands/device-revoke.js'
import { deviceRun } from './commands/device-run.js'
import { doctor } from './commands/doctor.js'
import {
  groupAdd,
  groupDelete,
  groupList,
  groupMemberAdd,
  groupMemberRemove,
  groupShow,
} from './commands/groups.js'
import { importCancel, importFile, importList, importShow, importStart } from './commands/imports.js'
import { init } from './commands/init.js'
import {
  invite,
  inviteCodes,
  inviteList,
  inviteRemind,
  inviteRevoke,
  inviteSheet,
} from './commands/invite.js'
import { keyReplace } from './commands/key-replace.js'
import { keyRotate } from './commands/key-rotate.js'
import { keyStatus } from './commands/key-status.js'
import { mailSet, mailShow, mailTest } from './commands/mail.js'
import { migrate } from './commands/migrate.js'
import { outgoingList } from './commands/outgoing-list.js'
import { outgoingRetry } from './commands/outgoing-retry.js'
import { overview } from './commands/overview.js'
import { pair } from './commands/pair.js'
import { pairConfirm } from './commands/pair-confirm.js'
import { pairStatus } from './commands/pair-status.js'
import { pairWithdraw } from './commands/pair-withdraw.js'
import { passkeyList, passkeyRemove } from './commands/passkey.js'
import { policyExplain } from './commands/policy-explain.js'
import { policyList } from './commands/policy-list.js'
import { policyPreview } from './commands/policy-preview.js'
import { policySet } from './commands/policy-set.js'
import { restore } from './commands/restore.js'
import { serve } from './commands/serve.js'
import { storageCarryOver } from './commands/storage-carry-over.js'
import { storageCopy } from './commands/storage-copy.js'
import { storageRestored } from './commands/storage-restored.js'
import { tokenAdd } from './commands/token-add.js'
import { tokenList } from './commands/token-list.js'
import { tokenRevoke } from './commands/token-revoke.js'
import { totpAdd, totpList, totpRemove } from './commands/totp.js'
import { webhookAdd } from './commands/webhook-add.js'
import { webhookList } from './commands/webhook-list.js'
import { webhookRemove } from './commands/webhook-remove.js'
import { webhookTest } from './commands/webhook-test.js'
import { reasonOf } from './doctor/check.js'
import type { ExitCode } from './exits.js'
import { exits } from './exits.js'
import { helpFor } from './help.js'
import type { Io } from './io.js'
import { processIo } from './io.js'
import { parse } from './parse.js'
import { makeReport } from './report.js'
import { adviceFor } from './storage-advice.js'

/** In the order in which a newcomer needs them. */
export const commands: readonly Command[] = [
  init,
  serve,
  doctor,
  accountAdd,
  accountList,
  accountShow,
  accountEdit,
  accountAliasAdd,
  accountAliasRemove,
  accountSuspend,
  accountResume,
  accountDelete,
  unlock,
  secondFactorDisable,
  secondFactorEnable,
  pair,
  pairStatus,
  pairConfirm,
  pairWithdraw,
  browserList,
  browserRemove,
  totpAdd,
  totpList,
  totpRemove,
  passkeyList,
  passkeyRemove,
  backupCodesMake,
  backupCodesShow,
  backupCodesRemove,
  bypassMake,
  bypassList,
  bypassRevoke,
  importFile,
  importList,
  importShow,
  importStart,
  importCancel,
  invite,
  inviteList,
  inviteSheet,
  inviteCodes,
  inviteRemind,
  inviteRevoke,
  mailSet,
  mailShow,
  mailTest,
  groupAdd,
  groupList,
  groupShow,
  groupDelete,
  groupMemberAdd,
  groupMemberRemove,
  adminSetupLink,
  adminAdd,
  adminList,
  adminRemove,
  tokenAdd,
  tokenList,
  tokenRevoke,
  appAdd,
  appList,
  appRotateKey,
  appEdit,
  appEndKey,
  appDelete,
  brandingShow,
  brandingSet,
  idPatternShow,
  idPatternSet,
  deviceList,
  deviceRevoke,
  deviceResume,
  deviceRun,
  policyList,
  policyExplain,
  policyPreview,
  policySet,
  overview,
  auditTail,
  auditVerify,
  auditExport,
  webhookAdd,
  webhookList,
  webhookTest,
  webhookRemove,
  outgoingList,
  outgoingRetry,
  backup,
  restore,
  storageCopy,
  migrate,
  storageRestored,
  storageCarryOver,
  keyStatus,
  keyRotate,
  keyReplace,
]

/**
 * Runs one command line and resolves with its exit code. Never rejects.
 *
 * @param argv the words after the program's name
 * @param io where it reads and writes; default this process
 * @example process.exitCode = await run(['account', 'add', 'alice'])
 */
export async function run(argv: readonly string[], io: Io = processIo()): Promise<ExitCode> {
  const parsed = parse(commands, argv)
  switch (parsed.kind) {
    case 'version':
      io.out(`countersign ${serverVersion()}\n`)
      return exits.ok.code
    case 'help':
      io.out(helpFor(commands, parsed.words))
      return exits.ok.code
    case 'usage':
      return makeReport(io, parsed.json).failed({
        exit: 'usage',
        code: 'usage',
        sentence: parsed.sentence,
        next: ['countersign', ...parsed.words, '--help'].join(' '),
      })
    case 'run': {
      const report = makeReport(io, parsed.given.json)
      try {
        return await parsed.command.run(parsed.given, { io, report, configFile: parsed.config })
      } catch (error) {
        // Refusals are values; what is thrown is a machine that does not do what it should, or a bug.
        return report.failed({
          exit: 'unavailable',
          code: codeOf(error),
          sentence: reasonOf(error),
          next: adviceFor(error) ?? 'countersign doctor',
        })
      }
    }
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code.toLowerCase() : 'unexpected'
}
