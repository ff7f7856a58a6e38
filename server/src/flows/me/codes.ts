// A person's own other ways in: what they have, and which of them some login takes.
import type { MyCodes } from '@countersign/protocol/me'
import { shownBackupCodes } from '../../core/backup-codes.js'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { possibleWays } from '../codes/possible-ways.js'
import { totpsOf } from '../codes/totp-body.js'
import { personAction } from './person-action.js'

/** Never a secret or a code. */
export const myCodes = personAction(
  'me.codes.show',
  undefined,
  async (ports, { accountId }, _: undefined): Promise<Result<MyCodes>> => {
    const stores = ports.storage.read
    const { ways } = await possibleWays(ports, accountId)
    return accepted({
      totps: [...(await totpsOf(stores, accountId))],
      backupCodes: shownBackupCodes(await stores.backupCodes.ofAccount(accountId)),
      allowed: [...ways],
    })
  },
  { afterRecovery: true },
)
