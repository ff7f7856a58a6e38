// A code that the help desk tells somebody whom it knows: once, for a short time, with a reason, and the person hears of it ([BY…]).
import type { AccountId } from '@countersign/protocol'
import { BYPASS_CODE_MAX_MINUTES, BYPASS_CODE_MINUTES, formatBypassCode } from '@countersign/protocol'
import type { BypassCodeMade } from '@countersign/protocol/admin'
import { BYPASS_CODE_MIN_MINUTES } from '@countersign/protocol/admin'
import { drawBypassCode } from '../../core/bypass-codes.js'
import { actorText } from '../../core/permissions.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { allOrNothing } from '../all-or-nothing.js'
import { bypassCodeHash } from '../codes/bypass-code-hash.js'
import { forgetTries } from '../codes/forget-tries.js'
import { changeable } from '../directory/suspend.js'
import { untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { action, record } from './action.js'

export interface NewBypassCode {
  readonly accountId: AccountId
  /** For the audit and for the person. */
  readonly reason: string
  /** How long it counts; 60 unless said otherwise. */
  readonly minutes?: number | undefined
}

/**
 * Shown here and never again; one that was open counts no more.
 * Refuses with `not_found`, `not_permitted` (an admin above the actor), `account_suspended`, `value_invalid` (the minutes).
 */
export const makeBypassCode = action(
  'bypass_code.make',
  'accounts:bypass',
  async (
    ports,
    actor,
    { accountId, reason, minutes = BYPASS_CODE_MINUTES }: NewBypassCode,
  ): Promise<Result<BypassCodeMade>> => {
    if (!Number.isInteger(minutes) || minutes < BYPASS_CODE_MIN_MINUTES || minutes > BYPASS_CODE_MAX_MINUTES)
      return refused({ reason: 'value_invalid', path: 'minutes', expected: MINUTES_EXPECTED })
    const code = drawBypassCode((bound) => ports.random.below(bound))
    const codeHash = bypassCodeHash(ports, accountId, code)
    const id: string = ports.random.id()
    const madeAtMs = ports.clock.nowMs()
    const expiresAtMs = madeAtMs + minutes * 60_000
    return untilSettled(() =>
      allOrNothing(ports, async (stores) => {
        const changing = await changeable(stores, actor, accountId)
        if (!changing.ok) return changing
        if (changing.value.account.state !== 'active') return refused({ reason: 'account_suspended' })
        const madeBy = actorText(actor)
        const times = { madeAtMs, expiresAtMs, usedAtMs: undefined }
        await stores.bypassCodes.add({ id, accountId, codeHash, reason, madeBy, state: 'open', ...times })
        await forgetTries(ports, stores, accountId, 'bypass')
        const facts = { bypassCodeId: id, untilMs: expiresAtMs, reason }
        await record(ports, stores, actor, { action: 'bypass_code.made', accountId, facts })
        await notify(ports, stores, accountId, 'bypass_code_made', { untilMs: expiresAtMs, reason })
        return accepted({ id, code: formatBypassCode(code), expiresAtMs })
      }),
    )
  },
  { fresh: true },
)

/** It counts no more. One that is over already is no fault. Refuses with `not_found`, `not_permitted` (an admin above the actor). */
export const revokeBypassCode = action(
  'bypass_code.revoke',
  'accounts:bypass',
  async (
    ports,
    actor,
    { accountId, id }: { readonly accountId: AccountId; readonly id: string },
  ): Promise<Result<undefined>> =>
    allOrNothing(ports, async (stores) => {
      const changing = await changeable(stores, actor, accountId)
      if (!changing.ok) return changing
      const code = await stores.bypassCodes.byId(id)
      if (code?.accountId !== accountId) return refused({ reason: 'not_found', what: 'bypass code' })
      if (await stores.bypassCodes.revoke(id))
        await record(ports, stores, actor, {
          action: 'bypass_code.revoked',
          accountId,
          facts: { bypassCodeId: id },
        })
      return accepted(undefined)
    }),
  { fresh: true },
)

const MINUTES_EXPECTED = `whole minutes from ${BYPASS_CODE_MIN_MINUTES} to ${BYPASS_CODE_MAX_MINUTES}`
