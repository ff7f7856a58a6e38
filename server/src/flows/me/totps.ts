// A person sets up codes from an app, and takes them away: in a session in which a phone of theirs approved something minutes ago.
import type { TotpBegun, TotpBody } from '@countersign/protocol/admin'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { actorOf } from '../access/sessions.js'
import { beginTotp, confirmTotp, removeTotp } from '../codes/set-up-totp.js'
import { totpBegunBody, totpBodyOf } from '../codes/totp-body.js'
import { tellOfflineCodeEnded } from '../tell.js'
import { personAction } from './person-action.js'

/**
 * Draws the secret, which is shown here and never again. What was begun before and not confirmed is forgotten.
 * Refuses with `way_not_allowed` when no login of this person takes codes from an app, `too_many_totps`.
 */
export const beginMyTotp = personAction(
  'me.totp.begin',
  'codes',
  async (ports, session, { name }: { readonly name: string }): Promise<Result<TotpBegun>> => {
    const drawn = await beginTotp(ports, { accountId: session.accountId, name }, actorOf(session))
    return drawn.ok ? accepted(totpBegunBody(ports, drawn.value)) : drawn
  },
  { fresh: true },
)

/**
 * With the first code that the app shows. Needs no second approval: whoever knows such a code was told the secret, after one.
 * Refuses with `not_found` (also when its time is over), `code_refused`, `too_many_totps`.
 */
export const confirmMyTotp = personAction(
  'me.totp.confirm',
  'codes',
  async (
    ports,
    session,
    { id, code }: { readonly id: string; readonly code: string },
  ): Promise<Result<TotpBody>> => {
    const { accountId } = session
    const confirmed = await confirmTotp(ports, { accountId, id, code }, actorOf(session))
    return confirmed.ok ? accepted(totpBodyOf(confirmed.value)) : confirmed
  },
)

/** Also a phone's offline code, which the phone is told. Refuses with `not_found`, also when it is somebody else's. */
export const removeMyTotp = personAction(
  'me.totp.remove',
  'codes',
  async (ports, session, { id }: { readonly id: string }): Promise<Result<undefined>> => {
    const removed = await removeTotp(ports, { accountId: session.accountId, id }, actorOf(session))
    if (!removed.ok) return removed
    tellOfflineCodeEnded(ports, removed.value)
    return accepted(undefined)
  },
  { fresh: true },
)
