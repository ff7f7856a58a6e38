// A fresh approval in a session that began a while ago: asked of the person's own phones, spent once, and then good for some minutes.
import type { AccountId, ChallengeId } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import type { SignInStarted } from '@countersign/protocol/admin'
import type { LiveSession } from '../../core/access.js'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { redeemChallenge } from '../redeem-challenge.js'
import { requestApproval } from '../request-approval.js'
import { builtinApp } from './builtin-app.js'
import type { Browser } from './sessions.js'
import { actorOf } from './sessions.js'

/**
 * Asks the phones of whoever is signed in; always by code, since a session alone must never be enough to make a way in
 * (NIST SP 800-63B-4 §4.1.2.1).
 *
 * @param from the browser that asks now, not the one that signed in: a stolen cookie shows where it is used.
 * Refuses with `not_permitted` in a session that began with codes, and as every request does.
 */
export async function askForApproval(
  ports: Ports,
  session: LiveSession,
  from: Browser,
): Promise<Result<SignInStarted>> {
  if (session.by === 'codes') return refused({ reason: 'not_permitted', permission: 'person' })
  if (session.kind === 'admin' && ports.settings.passkeys.admins === 'required')
    return refused({ reason: 'passkey_required' })
  const body = {
    userId: session.userId,
    appNonce: toBase64Url(nonceOf(ports, session)),
    context: from,
    ...({ purpose: 'stepUp', atLeast: 'code' } as const),
  }
  // The name may have gone to somebody else since the session was read: their phones are not asked.
  const isTheirs = async (_: unknown, accountId: AccountId) => accountId === session.accountId
  const asked = await requestApproval(ports, await builtinApp(ports, session.kind), body, isTheirs)
  if (!asked.ok) return asked
  const { challengeId, watchToken, match, delivery, expiresAtMs } = asked.value
  if (match.mode !== 'code') throw new Error('a step-up without a code')
  return accepted({ challengeId, watchToken, code: match.code, delivery, expiresAtMs })
}

/**
 * Spends it. The approval of another session, of a login, or of anybody else does not fit.
 * Refuses with `credentials_wrong` when the session ended meanwhile, and as redeeming does.
 */
export async function finishApproval(
  ports: Ports,
  session: LiveSession,
  challengeId: ChallengeId,
): Promise<Result<LiveSession>> {
  const app = await builtinApp(ports, session.kind)
  const redeemed = await redeemChallenge(ports, app, challengeId, nonceOf(ports, session))
  if (!redeemed.ok) return redeemed
  const nowMs = ports.clock.nowMs()
  const fresh = await ports.storage.transaction(async (stores) => {
    if (!(await stores.sessions.approved(session.id, nowMs, 'phone'))) return undefined
    const { accountId, id: sessionId, kind } = session
    const facts = { sessionId, kind, challengeId }
    await record(ports, stores, actorOf(session), { action: 'session.approved', accountId, facts })
    return stores.sessions.bySecret(session.secretHash)
  })
  return fresh === undefined ? refused({ reason: 'credentials_wrong' }) : accepted(fresh)
}

/**
 * What the approval is redeemed with: the session's own, so that nothing needs to be kept. An approval is spent once whatever
 * the nonce, and a login's nonce is never this one.
 */
function nonceOf(ports: Ports, { id }: LiveSession): Uint8Array {
  return ports.vault.keyedHash('step-up', new TextEncoder().encode(`approval ${id}`))
}
