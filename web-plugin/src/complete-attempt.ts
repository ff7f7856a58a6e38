// Turns an approval into a login of this browser, once: redeem, check everything, tell the app, renew the session.
import type { Redeemed } from '@countersign/protocol'
import { CHALLENGE_TTL_MAX_SECONDS, CLOCK_SKEW_SECONDS } from '@countersign/protocol'
import type { CountersignClient } from './client.js'
import { CountersignError } from './countersign-error.js'
import type { PluginCode, PluginRequest } from './http.js'
import { bringsWhatItNeeds } from './link-attempt.js'
import type { Linked, Settings, Subject } from './options.js'
import type { Attempt } from './session.js'
import { readKept, renewSession, sessionOf, writeKept } from './session.js'
import type { SpentLogins } from './spent.js'
import { isFor } from './start-attempt.js'
import type { Expected, Rejected, Verified } from './verify.js'
import { verifyAssertion } from './verify.js'

export type Completion =
  | { readonly ok: true; readonly redirectTo: string }
  | { readonly ok: false; readonly code: PluginCode }

/**
 * 1. the attempt of this session, made for the person who passed the first factor · 2. redeem · 3. verify · 4. spend ·
 * 5. tell the app · 6. renew the session and note what was passed. Throws CountersignError.
 *
 * @param returnCode what an authenticator on the same phone sent back with this browser; see link-attempt.ts
 */
export async function completeAttempt<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  spent: SpentLogins,
  req: Req,
  subject: Subject,
  returnCode?: string,
): Promise<Completion> {
  const session = sessionOf(req)
  const { attempt, ...rest } = readKept(session)
  if (attempt === undefined || !isFor(attempt, subject)) return { ok: false, code: 'nothing_asked' }

  // The attempt stays: whoever has the right one may still come.
  const redeemed = await redeem(client, attempt, returnCode)
  if (redeemed === undefined) {
    settings.log('countersign.refused', { challengeId: attempt.challengeId, reason: 'return_code' })
    return { ok: false, code: 'not_confirmed' }
  }
  const expected = { ...expectedOf(settings, attempt, subject), returnCode }
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
  if (attempt.linking) await settings.onLinked?.(req, approved)
  else await settings.onApproved?.(req, approved)
  // The subject's own spelling is kept: `requireSecondFactor` compares with it on each request.
  const passed = { userId: subject.userId, accountId, atMs: Date.now(), amr, acr }
  await writeKept(await renewSession(req), { passed })
  settings.log('countersign.passed', { challengeId: attempt.challengeId, userId: subject.userId, accountId })
  return { ok: true, redirectTo: rest.returnTo ?? settings.afterLogin }
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
  subject: Subject,
): Expected {
  return {
    serverId: settings.serverId,
    appId: settings.appId,
    userId: subject.userId,
    accountId: subject.accountId,
    challengeId: attempt.challengeId,
    appNonce: attempt.appNonce,
    purpose: 'login',
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
