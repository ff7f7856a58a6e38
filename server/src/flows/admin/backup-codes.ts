// Backup codes as an admin makes them for somebody who sits beside them, and takes them away.
import type { AccountId } from '@countersign/protocol'
import type { BackupCodesMade } from '@countersign/protocol/admin'
import type { Result } from '../../core/refusal.js'
import { makeBackupCodes, removeBackupCodes } from '../codes/backup-codes.js'
import { action } from './action.js'

interface OneAccount {
  readonly accountId: AccountId
}

/**
 * Shown here and never again; those of before count no more, and the person is told. Nobody chooses them (ASVS 6.4.6).
 * Refuses with `not_found`, `not_permitted` (an admin above the actor), `account_suspended`, `busy`.
 */
export const makeBackupCodesByAdmin = action(
  'backup_codes.make',
  'accounts:pair',
  (ports, actor, { accountId }: OneAccount): Promise<Result<BackupCodesMade>> =>
    makeBackupCodes(ports, accountId, actor),
  { fresh: true },
)

/** None counts any more; the person is told. None is no fault. Refuses with `not_found`, `not_permitted` (an admin above the actor). */
export const removeBackupCodesByAdmin = action(
  'backup_codes.remove',
  'accounts:pair',
  (ports, actor, { accountId }: OneAccount): Promise<Result<undefined>> =>
    removeBackupCodes(ports, accountId, actor),
  { fresh: true },
)
