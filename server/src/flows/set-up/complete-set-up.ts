// A set-up is done: what it made counts, and whatever anybody left before it goes ([SU6]).
import type { Ports, Stores } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { countBackupCodes } from '../codes/backup-codes.js'
import { mustWin } from '../lost-race.js'
import { openSetUp, personIn } from './current-set-up.js'

/** What the set-up ends with: it is kept, whatever else goes. */
export type Factor =
  | { readonly kind: 'phone'; readonly ticketId: string }
  | { readonly kind: 'totp'; readonly totpId: string }

/**
 * Inside the transaction that makes the factor count, before it does: sees that all of it still holds, ends the set-up, makes its
 * backup codes count, and removes every other code, app with codes and phone that waits. Whoever began with a stolen password and left
 * has left no way in. Run by `untilSettled`.
 *
 * Refuses with `link_invalid`, and with `conflict` when there are no backup codes of this set-up any more.
 */
export async function completeSetUp(
  ports: Ports,
  stores: Stores,
  browserSecret: Uint8Array,
  factor: Factor,
): Promise<Result<undefined>> {
  const current = await openSetUp(ports, stores, browserSecret)
  if (!current.ok) return current
  const { setUp, account } = current.value
  const by = personIn(current.value)
  const { id: accountId } = account
  if (factor.kind === 'phone' && factor.ticketId !== setUp.ticketId) return refused(NOT_ITS_PHONE)
  const nowMs = ports.clock.nowMs()
  mustWin(await stores.setUps.finish(setUp.id, nowMs))
  const { codeSetId } = setUp
  if (codeSetId === undefined || !(await countBackupCodes(ports, stores, accountId, codeSetId, by)))
    return refused(CODES_FIRST)
  for (const totp of await stores.totps.ofAccount(accountId))
    if (factor.kind === 'phone' || totp.id !== factor.totpId) await stores.totps.remove(totp.id)
  // Whoever's it was: from now on no app leads this account to a phone, also when that phone is lost.
  await stores.accounts.endEnrolment(accountId)
  const facts = { setUpId: setUp.id, factor: factor.kind }
  await record(ports, stores, by, { action: FINISHED[setUp.kind], accountId, appId: setUp.appId, facts })
  return accepted(undefined)
}

/** Backup codes come before the first factor counts: whoever loses it on the way home is not locked out ([SU4]). */
export const CODES_FIRST = {
  reason: 'conflict',
  what: 'backup codes',
  because: 'they are made first',
} as const

const FINISHED = { login: 'set_up.finished', enrolment: 'enrolment.finished' } as const

const NOT_ITS_PHONE = { reason: 'ticket_invalid', because: 'spent' } as const
