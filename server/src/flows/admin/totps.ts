// Codes from an app as an admin sets them up for somebody who sits beside them, and takes them away.
import type { AccountId } from '@countersign/protocol'
import type { TotpBegun, TotpBody } from '@countersign/protocol/admin'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { beginTotp, confirmTotp, removeTotp } from '../codes/set-up-totp.js'
import { totpBegunBody, totpBodyOf } from '../codes/totp-body.js'
import { changeable } from '../directory/suspend.js'
import { tellOfflineCodeEnded } from '../tell.js'
import { action } from './action.js'

interface OneTotp {
  readonly accountId: AccountId
  readonly id: string
}

/**
 * Draws the secret, which is shown here and never again: the person's app takes it from the screen. Nobody chooses it (ASVS 6.4.6).
 * Refuses with `not_found`, `not_permitted` (an admin above the actor), `account_suspended`, `way_not_allowed`, `too_many_totps`.
 */
export const beginTotpByAdmin = action(
  'totp.begin',
  'accounts:pair',
  async (
    ports,
    actor,
    { accountId, name }: { readonly accountId: AccountId; readonly name: string },
  ): Promise<Result<TotpBegun>> => {
    const changing = await changeable(ports.storage.read, actor, accountId)
    if (!changing.ok) return changing
    const drawn = await beginTotp(ports, { accountId, name }, actor)
    return drawn.ok ? accepted(totpBegunBody(ports, drawn.value)) : drawn
  },
  { fresh: true },
)

/**
 * With the first code that the person's app shows; the person is told.
 * Refuses with `not_found`, `not_permitted`, `account_suspended`, `code_refused`, `too_many_totps`.
 */
export const confirmTotpByAdmin = action(
  'totp.confirm',
  'accounts:pair',
  async (
    ports,
    actor,
    { accountId, id, code }: OneTotp & { readonly code: string },
  ): Promise<Result<TotpBody>> => {
    const changing = await changeable(ports.storage.read, actor, accountId)
    if (!changing.ok) return changing
    const confirmed = await confirmTotp(ports, { accountId, id, code }, actor)
    return confirmed.ok ? accepted(totpBodyOf(confirmed.value)) : confirmed
  },
)

/** Its codes count no more; the person is told. Refuses with `not_found`, `not_permitted` (an admin above the actor). */
export const removeTotpByAdmin = action(
  'totp.remove',
  'accounts:pair',
  async (ports, actor, { accountId, id }: OneTotp): Promise<Result<undefined>> => {
    const changing = await changeable(ports.storage.read, actor, accountId)
    if (!changing.ok) return changing
    const removed = await removeTotp(ports, { accountId, id }, actor)
    if (!removed.ok) return removed
    tellOfflineCodeEnded(ports, removed.value)
    return accepted(undefined)
  },
  { fresh: true },
)
