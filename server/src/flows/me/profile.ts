// Who a person is here, and what they may do for themselves.
import type { MyProfile } from '@countersign/protocol/me'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { readSetting } from '../settings.js'
import { personAction, selfService } from './person-action.js'

export const myProfile = personAction(
  'me.profile.show',
  undefined,
  async (ports, { accountId }, _: undefined): Promise<Result<MyProfile>> => {
    const account = await ports.storage.read.accounts.byId(accountId)
    if (account === undefined) return refused({ reason: 'account_unknown' })
    const { value: may } = await readSetting(ports, ports.storage.read, selfService)
    const { userId, displayName, locale } = account
    return accepted({ userId, displayName, locale, may: { ...may } })
  },
  { afterRecovery: true },
)
