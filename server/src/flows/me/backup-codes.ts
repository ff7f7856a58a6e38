// A person makes their own backup codes: in a session in which a phone of theirs approved something minutes ago, or after a recovery.
import type { BackupCodesMade } from '@countersign/protocol/admin'
import type { Result } from '../../core/refusal.js'
import { actorOf } from '../access/sessions.js'
import { makeBackupCodes } from '../codes/backup-codes.js'
import { personAction } from './person-action.js'

/** Shown here and never again; those of before count no more. Refuses with `busy`. */
export const makeMyBackupCodes = personAction(
  'me.backup_codes.make',
  'codes',
  (ports, session, _: undefined): Promise<Result<BackupCodesMade>> =>
    makeBackupCodes(ports, session.accountId, actorOf(session)),
  { fresh: true, afterRecovery: true },
)
