// What lets somebody in when the phone cannot be asked, as an admin sees it: apps with codes, printed codes, codes of the help desk.
import type { AccountId, CodeWay } from '@countersign/protocol'
import { codeWays } from '@countersign/protocol'
import type { AccountCodes } from '@countersign/protocol/admin'
import { BYPASS_CODES_SHOWN } from '@countersign/protocol/admin'
import { shownBackupCodes } from '../../core/backup-codes.js'
import { shownBypassCode } from '../../core/bypass-codes.js'
import { blocked } from '../../core/code-tries.js'
import type { CodeGuard } from '../../core/codes.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { totpsOf } from '../codes/totp-body.js'
import { action } from './action.js'

/** Never a secret or a code. Refuses with `not_found`. */
export const showAccountCodes = action(
  'account.codes',
  'accounts:read',
  async (ports, _actor, { accountId }: { readonly accountId: AccountId }): Promise<Result<AccountCodes>> => {
    const stores = ports.storage.read
    const account = await stores.accounts.byId(accountId)
    if (account === undefined || account.state === 'deleted')
      return refused({ reason: 'not_found', what: 'account' })
    const nowMs = ports.clock.nowMs()
    const bypassCodes = await stores.bypassCodes.ofAccount(accountId, BYPASS_CODES_SHOWN)
    const guards = await stores.codeGuards.ofAccount(accountId)
    return accepted({
      totps: [...(await totpsOf(stores, accountId))],
      backupCodes: shownBackupCodes(await stores.backupCodes.ofAccount(accountId)),
      bypassCodes: bypassCodes.map((code) => shownBypassCode(code, nowMs)),
      blocked: codeWays.flatMap((way) => blockedWay(way, guards, nowMs) ?? []),
    })
  },
)

/** At an app or at a recovery, whichever is held back for longer: unlocking clears both. */
function blockedWay(
  way: CodeWay,
  guards: readonly CodeGuard[],
  nowMs: number,
): AccountCodes['blocked'][number] | undefined {
  const held = guards.flatMap((guard) => (guard.way === way ? (blocked(guard, nowMs) ?? []) : []))
  if (held.length === 0) return undefined
  const ends = held.flatMap(({ untilMs }) => untilMs ?? [])
  return { way, untilMs: ends.length < held.length ? null : Math.max(...ends) }
}
