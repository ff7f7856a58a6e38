// The stores of typed codes, set-ups and recoveries over tables in memory: the same answers as the SQL ones, by plain filters.
import type { AccountId } from '@countersign/protocol'
import type { BackupCode, BypassCode, CodeGuard, NotMeLink, Recovery, SetUp, Totp } from '../core/codes.js'
import type { CodeStores } from '../core/ports-codes.js'
import type { Account, Device } from '../core/records.js'
import { memoryBackupCodeStore } from './memory-backup-codes.js'
import { memoryBypassCodeStore } from './memory-bypass-codes.js'
import type { Rows } from './memory-table.js'

export interface CodeTables {
  readonly account: Rows<Account>
  readonly device: Rows<Device>
  readonly totp: Rows<Totp>
  readonly backupCode: Rows<BackupCode>
  readonly bypassCode: Rows<BypassCode>
  readonly codeGuard: Rows<CodeGuard & { readonly changedAtMs: number }>
  readonly setUp: Rows<SetUp>
  readonly setUpOffer: Rows<{ readonly accountId: AccountId; readonly firstAtMs: number }>
  readonly recovery: Rows<Recovery>
  readonly notMeLink: Rows<NotMeLink>
}

export function memoryCodeStores(tables: CodeTables): CodeStores {
  // Sound once all seven are here.
  return {
    backupCodes: memoryBackupCodeStore(tables),
    bypassCodes: memoryBypassCodeStore(tables),
  } as CodeStores
}
