// Signing in at the console and at /me: a user ID, six digits on the phone, and a browser that is known from then on.
import type { AccountId } from '@countersign/protocol'
import { normaliseUserId, toBase64Url } from '@countersign/protocol'
import type { SignInStarted } from '@countersign/protocol/admin'
import type { SessionKind } from '../../core/access.js'
import { ACCESS_SECRET_BYTES } from '../../core/access.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { redeemChallenge } from '../redeem-challenge.js'
import { requestSignIn } from '../request-approval.js'
import { builtinApp } from './builtin-app.js'
import { isKnown } from './known-browser.js'
import type { Browser, SignedIn } from './sessions.js'
import { startSession } from './sessions.js'

export interface SignInBegun {
  readonly started: SignInStarted
  /** For the browser's cookie: only this browser can finish. */
  readonly secret: Uint8Array
}

/**
 * Asks the phones of the account for six digits that the page shows. Anybody may ask, so whoever has no account here, or at the
 * console no role, gets the same answer at the same cost, and no phone rings ([LI5], [LI8]).
 *
 * @param known the cookie of a browser that signed in before; with it a request counts like one after a first factor.
 * Refuses with `passkey_required` where the console takes nothing else, `too_many_open`, `rate_limited`.
 */
export async function startSignIn(
  ports: Ports,
  kind: SessionKind,
  { userId, browser, known }: { readonly userId: string; readonly browser: Browser; readonly known: string },
): Promise<Result<SignInBegun>> {
  // Whoever it is about: the page says it before anybody has typed a name.
  if (kind === 'admin' && ports.settings.passkeys.admins === 'required')
    return refused({ reason: 'passkey_required' })
  const app = await builtinApp(ports, kind)
  const appNonce = ports.random.bytes(32)
  const secret = ports.random.bytes(ACCESS_SECRET_BYTES)
  const secretHash = ports.vault.keyedHash('sign-in', secret)
  const pool = (await isKnown(ports, userId, known)) ? 'app' : 'idFirst'
  const body = { userId, appNonce: toBase64Url(appNonce), context: browser }
  const asked = await requestSignIn(ports, app, body, {
    pool,
    admits: (stores, accountId) => maySignIn(stores, kind, accountId),
    alongside: (stores, challenge) =>
      stores.signIns.add({
        secretHash,
        kind,
        challengeId: challenge.id,
        userId: normaliseUserId(userId),
        appNonce,
        // The phone may approve at the last moment, and the page has its minute to fetch that.
        expiresAtMs: challenge.expiresAtMs + ports.settings.redeemWithinMs,
      }),
  })
  if (!asked.ok) return asked
  const { challengeId, watchToken, match, delivery, expiresAtMs } = asked.value
  if (match.mode !== 'code') throw new Error('a sign-in without a code')
  return accepted({ started: { challengeId, watchToken, code: match.code, delivery, expiresAtMs }, secret })
}

/**
 * Spends the approval and starts a session with a secret of its own: what the browser held before opens nothing (fixation).
 *
 * @param secret of the browser that started. @param former the session it had until now, which ends.
 * Refuses with `credentials_wrong`, and as redeeming does.
 */
export async function finishSignIn(
  ports: Ports,
  kind: SessionKind,
  given: { readonly secret: Uint8Array; readonly browser: Browser; readonly former: Uint8Array | undefined },
): Promise<Result<SignedIn>> {
  const secretHash = ports.vault.keyedHash('sign-in', given.secret)
  const signIn = await ports.storage.read.signIns.bySecret(secretHash)
  const nowMs = ports.clock.nowMs()
  if (signIn === undefined || signIn.kind !== kind || nowMs >= signIn.expiresAtMs)
    return refused({ reason: 'credentials_wrong' })
  const redeemed = await redeemChallenge(
    ports,
    await builtinApp(ports, kind),
    signIn.challengeId,
    signIn.appNonce,
  )
  if (!redeemed.ok) return redeemed
  const challenge = await ports.storage.read.challenges.byId(signIn.challengeId)
  if (challenge === undefined) throw new Error('a redeemed challenge is gone')
  await ports.storage.transaction((stores) => stores.signIns.remove(secretHash))
  return startSession(ports, kind, challenge.accountId, given)
}

/** Asked at the start; the session asks again at the end, so a role that is taken away meanwhile opens nothing. */
async function maySignIn(
  { accounts, admins }: Pick<Stores, 'accounts' | 'admins'>,
  kind: SessionKind,
  accountId: AccountId,
): Promise<boolean> {
  const [account, admin] = await Promise.all([accounts.byId(accountId), admins.of(accountId)])
  return account?.state === 'active' && (kind === 'person' || admin !== undefined)
}
