// The hours in which a person does not want to hear of requests, at /me.
import type { MyQuietHours } from '@countersign/protocol/me'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { actorOf } from '../access/sessions.js'
import { setQuietHours } from '../quiet-hours.js'
import { personAction } from './person-action.js'

export const myQuietHours = personAction(
  'me.quiet_hours.show',
  undefined,
  async (ports, { accountId }, _: undefined): Promise<Result<MyQuietHours>> => {
    const account = await ports.storage.read.accounts.byId(accountId)
    return account === undefined
      ? refused({ reason: 'account_unknown' })
      : accepted({ hours: account.quietHours ?? null })
  },
)

/** Needs a fresh approval: a stolen cookie alone must not silence its owner's phone. Refuses as `setQuietHours` does. */
export const changeMyQuietHours = personAction(
  'me.quiet_hours.change',
  undefined,
  async (ports, session, { hours }: MyQuietHours): Promise<Result<MyQuietHours>> => {
    const changed = await setQuietHours(ports, session.accountId, actorOf(session), hours)
    return changed.ok ? accepted({ hours: changed.value }) : changed
  },
  { fresh: true },
)
