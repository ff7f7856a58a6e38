// Turns an approval into a login of this browser, once: redeem, check everything, tell the app, renew the session.
import type { Redeemed } from '@countersign/protocol'
import { CHALLENGE_TTL_MAX_SECONDS, CLOCK_SKEW_SECONDS } from '@countersign/protocol'
import type { ToSign } from './browser-key.js'
import { remembering, toSign } from './browser-key.js'
import type { CountersignClient } from './client.js'
import { CountersignError } from './countersign-error.js'
import type { PluginCode, PluginRequest } from './http.js'
import { bringsWhatItNeeds } from './link-attempt.js'
import type { Linked, Settings } from './options.js'
import type { AppSession, Attempt, Kept } from './session.js'
import { readKept, renewSession, sessionOf, writeKept } from './session.js'
import type { SpentLogins } from './spent.js'
import type { Purpose } from './start-attempt.js'
import { isFor } from './start-attempt.js'
import type { Expected, Rejected, Verified } from './verify.js'
import { verifyAssertion } from './verify.js'

export type Completion =
  /** `remember`: what the page's key may sign, to be known from then on; absent for a browser that is. */
  | { readonly ok: true; readonly redirectTo: string; readonly remember?: ToSign }
  | { readonly ok: false; readonly code: PluginCode }

/**
 * 1. the attempt of this session, made for the person who passed the first factor and for this purpose · 2. redeem · 3. verify · 4. spend ·
 * 5. tell the app · 6. renew the session and note what was passed. Throws CountersignError.
 *
 * @param returnCode what an authenticator on the same phone sent back with this browser; see link-attempt.ts
 */
export async function completeAttempt<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  spent: SpentLogins,
  req: Req,
  asked: Purpose,
  returnCode?: string,
): Promise<Completion> {
  const { subject } = asked
  const session = sessionOf(req)
  const { attempt, ...rest } = readKept(session)
  if (attempt === undefined || !isFor(attempt, asked)) return { ok: false, code: 'nothing_asked' }

  // The attempt stays: whoever has the right one may still come.
  const redeemed = await redeem(client, attempt, returnCode)
  if (redeemed === undefined) {
    settings.log('countersign.refused', { challengeId: attempt.challengeId, reason: 'return_code' })
    return { ok: false, code: 'not_confirmed' }
  }
  const expected = { ...expectedOf(settings, attempt, asked), returnCode }
  const result = await verified(client, redeemed.assertion, expected)
  if (!result.ok) {
    settings.log('countersign.refused', { challengeId: attempt.challengeId, reason: result.reason })
    await writeKept(session, rest)
    return { ok: false, code: result.reason === 'device_not_pinned' ? 'device_not_linked' : 'not_confirmed' }
  }
  if (!spent.spend(attempt.challengeId, shownUntilMs(attempt), Date.now())) {
    settings.log('countersign.refused', { challengeId: attempt.challengeId, reason: 'spent' })
    return { ok: false, code: 'not_confirmed' }
  }

  const { userId, accountId, deviceThumbprint, amr, acr } = result
  const approved: Linked = { userId, accountId, deviceThumbprint, amr, acr }
  if (attempt.transaction !== undefined) return keepApproved(settings, session, rest, attempt, approved)
  if (attempt.linking) await settings.onLinked?.(req, approved)
  else await settings.onApproved?.(req, approved)
  // The subject's own spelling is kept: `requireSecondFactor` compares with it on each request.
  const passed = { userId: subject.userId, accountId, atMs: Date.now(), amr, acr }
  const remember = result.isBrowserKnown ? {} : { remembering: remembering(attempt, passed.atMs) }
  await writeKept(await renewSession(req), { passed, ...remember })
  settings.log('countersign.passed', { challengeId: attempt.challengeId, userId: subject.userId, accountId })
  const redirectTo = rest.returnTo ?? settings.afterLogin
  return result.isBrowserKnown
    ? { ok: true, redirectTo }
    : { ok: true, redirectTo, remember: toSign(settings, attempt.appNonce) }
}

/** For the app to fetch: nobody logs in by it, so the session stays, and what it was passed with. */
async function keepApproved<Req extends PluginRequest>(
  settings: Settings<Req>,
  session: AppSession,
  { wanted, ...kept }: Omit<Kept, 'attempt'>,
  { challengeId, transaction }: Attempt,
  approval: Linked,
): Promise<Completion> {
  if (transaction === undefined || wanted === undefined) return { ok: false, code: 'nothing_asked' }
  const { returnTo } = wanted
  const approved = { approval: { ...approval, transaction, challengeId, atMs: Date.now() }, returnTo }
  await writeKept(session, { ...kept, approved })
  settings.log('countersign.transaction', { challengeId, userId: approval.userId })
  return { ok: true, redirectTo: returnTo }
}

/** Undefined when the browser did not bring back what the approval of this attempt sent with it ([LK4]). */
async function redeem(
  client: CountersignClient,
  attempt: Attempt,
  returnCode: string | undefined,
): Promise<Redeemed | undefined> {
  if (!bringsWhatItNeeds(attempt, returnCode)) return undefined
  try {
    return await client.redeem(attempt.challengeId, attempt.appNonce, returnCode)
  } catch (error) {
    // The server says of a wrong return code what it says of a wrong nonce, and our nonce is right.
    const isWrong = error instanceof CountersignError && error.code === 'unauthorized'
    if (isWrong && attempt.match.mode === 'link') return undefined
    throw error
  }
}

/** A key that the kept set does not name may have begun to sign since: ask once more, then believe the answer. */
async function verified(
  client: CountersignClient,
  assertion: string,
  expected: Expected,
): Promise<Verified | Rejected> {
  const first = verifyAssertion({ assertion, expected, keySet: await client.keySet(), nowMs: Date.now() })
  if (first.ok || first.reason !== 'key_unknown') return first
  return verifyAssertion({ assertion, expected, keySet: await client.keySet('fresh'), nowMs: Date.now() })
}

function expectedOf<Req extends PluginRequest>(
  settings: Settings<Req>,
  attempt: Attempt,
  { subject, transaction }: Purpose,
): Expected {
  return {
    serverId: settings.serverId,
    appId: settings.appId,
    userId: subject.userId,
    accountId: subject.accountId,
    challengeId: attempt.challengeId,
    appNonce: attempt.appNonce,
    purpose: transaction === undefined ? 'login' : 'transaction',
    transaction,
    match: attempt.match,
    context: {
      address: attempt.address,
      browser: attempt.browser,
      origin: settings.origin,
      appName: settings.appName,
    },
    pinnedDevices: subject.pinnedDevices,
  }
}

/** `verifyAssertion` refuses everything later than this, see `challenge_too_old`. */
function shownUntilMs(attempt: Attempt): number {
  return attempt.expiresAtMs + (CHALLENGE_TTL_MAX_SECONDS + CLOCK_SKEW_SECONDS) * 1000
}
