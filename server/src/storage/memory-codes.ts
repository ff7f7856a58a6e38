// The stores of typed codes, set-ups, enrolments and recoveries over tables in memory: the same answers as the SQL ones, by plain filters.
import type { BackupCode, BypassCode, NotMeLink, Recovery, SetUp, Totp } from '../core/codes.js'
import type { CodeStores } from '../core/ports-codes.js'
import type { Account, App, Device } from '../core/records.js'
import { memoryBackupCodeStore } from './memory-backup-codes.js'
import { memoryBypassCodeStore } from './memory-bypass-codes.js'
import type { SavedCodeGuard } from './memory-code-guards.js'
import { memoryCodeGuardStore } from './memory-code-guards.js'
import type { EnrolmentTry } from './memory-enrolment-tries.js'
import { memoryEnrolmentTryStore } from './memory-enrolment-tries.js'
import { memoryNotMeLinkStore, memoryRecoveryStore } from './memory-recoveries.js'
import type { SetUpOffer } from './memory-set-ups.js'
import { memorySetUpStore } from './memory-set-ups.js'
import type { Rows } from './memory-table.js'
import { memoryTotpStore } from './memory-totps.js'

export interface CodeTables {
  readonly account: Rows<Account>
  readonly app: Rows<App>
  readonly device: Rows<Device>
  readonly totp: Rows<Totp>
  readonly backupCode: Rows<BackupCode>
  readonly bypassCode: Rows<BypassCode>
  readonly codeGuard: Rows<SavedCodeGuard>
  readonly setUp: Rows<SetUp>
  readonly setUpOffer: Rows<SetUpOffer>
  readonly enrolmentTry: Rows<EnrolmentTry>
  readonly recovery: Rows<Recovery>
  readonly notMeLink: Rows<NotMeLink>
}

export function memoryCodeStores(tables: CodeTables): CodeStores {
  return {
    totps: memoryTotpStore(tables),
    recoveries: memoryRecoveryStore(tables),
    notMeLinks: memoryNotMeLinkStore(tables),
    backupCodes: memoryBackupCodeStore(tables),
    bypassCodes: memoryBypassCodeStore(tables),
    setUps: memorySetUpStore(tables),
    enrolmentTries: memoryEnrolmentTryStore(tables),
    codeGuards: memoryCodeGuardStore(tables),
  }
}
