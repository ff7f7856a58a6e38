// Somebody's passkeys as an admin sees them, and takes one away that was lost. None is ever added by anybody but its person.
import type { AccountId, PasskeyList } from '@countersign/protocol'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { changeable } from '../directory/suspend.js'
import { passkeysOf } from '../passkeys/passkey-body.js'
import { removePasskey } from '../passkeys/remove-passkey.js'
import { action } from './action.js'

/** Never a key. Refuses with `not_found`. */
export const showPasskeys = action(
  'account.passkeys',
  'accounts:read',
  async (ports, _actor, { accountId }: { readonly accountId: AccountId }): Promise<Result<PasskeyList>> => {
    const stores = ports.storage.read
    const account = await stores.accounts.byId(accountId)
    if (account === undefined || account.state === 'deleted')
      return refused({ reason: 'not_found', what: 'account' })
    return accepted({ passkeys: await passkeysOf(stores, accountId) })
  },
)

/** It lets nobody in any more; the person is told. Refuses with `not_found`, `not_permitted` (an admin above the actor). */
export const removePasskeyByAdmin = action(
  'passkey.remove',
  'accounts:pair',
  async (
    ports,
    actor,
    given: { readonly accountId: AccountId; readonly id: string },
  ): Promise<Result<undefined>> => {
    const changing = await changeable(ports.storage.read, actor, given.accountId)
    return changing.ok ? removePasskey(ports, given, actor) : changing
  },
  { fresh: true },
)
