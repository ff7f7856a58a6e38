// Turns a typed code into a login of this browser, once: checked against this very request, told to the app, the session renewed.
import { randomBytes } from 'node:crypto'
import type { CodeWay } from '@countersign/protocol'
import { ASSERTION_TTL_SECONDS, CLOCK_SKEW_SECONDS, readCode, toBase64Url } from '@countersign/protocol'
import type { CountersignClient } from './client.js'
import { CountersignError } from './countersign-error.js'
import type { PluginCode, PluginRequest } from './http.js'
import { mayUseCode } from './instead-of-phone.js'
import type { Settings, Subject } from './options.js'
import { contextOf } from './request-context.js'
import type { Attempt } from './session.js'
import { readKept, renewSession, sessionOf, writeKept } from './session.js'
import type { SpentLogins } from './spent.js'
import type { ExpectedCode, RejectedCode, VerifiedCode } from './verify-code-assertion.js'
import { verifyCodeAssertion } from './verify-code-assertion.js'

export type CodeLogin =
  | { readonly ok: true; readonly redirectTo: string; readonly way: CodeWay }
  | { readonly ok: false; readonly code: PluginCode }

/**
 * 1. whether codes count for this person here · 2. ask the server, with a nonce drawn for this one request · 3. verify · 4. spend ·
 * 5. tell the app · 6. renew the session and note what was passed · 7. withdraw the request that the phone may still show.
 * The nonce is kept nowhere, so an assertion that is shown again fits nothing. Throws CountersignError.
 *
 * @param typed as the person typed it; it is never logged
 */
export async function acceptCode<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  spent: SpentLogins,
  req: Req,
  subject: Subject,
  typed: string,
): Promise<CodeLogin> {
  if (!mayUseCode(settings, subject)) return { ok: false, code: 'way_not_allowed' }
  // A slip of the keyboard is told at once and costs no try.
  const way = readCode(typed)?.way
  if (way === undefined) return { ok: false, code: 'code_unreadable' }

  const { userId, accountId } = subject
  const { serverId, appId } = settings
  const context = contextOf(settings, req)
  const appNonce = toBase64Url(randomBytes(32))
  const { assertion } = await client.code({ userId, purpose: 'login', appNonce, context, code: typed })
  const { address } = context
  const expected = { serverId, appId, userId, accountId, appNonce, purpose: 'login', address, way } as const
  const result = await verified(client, assertion, expected)
  if (!result.ok) {
    settings.log('countersign.refused', { userId, reason: result.reason })
    return { ok: false, code: 'not_confirmed' }
  }
  if (!spent.spend(result.loginId, Date.now() + SHOWN_MS, Date.now())) {
    settings.log('countersign.refused', { loginId: result.loginId, reason: 'spent' })
    return { ok: false, code: 'not_confirmed' }
  }

  const { amr, acr, loginId } = result
  await settings.onApproved?.(req, { userId: result.userId, accountId: result.accountId, amr, acr })
  const { attempt, returnTo } = readKept(sessionOf(req))
  // The subject's own spelling is kept: `requireSecondFactor` compares with it on each request.
  const passed = { userId, accountId: result.accountId, atMs: Date.now(), amr, acr }
  await writeKept(await renewSession(req), { passed })
  settings.log('countersign.passed', { loginId, userId, accountId: result.accountId, way })
  if (attempt !== undefined) await withdraw(settings, client, attempt)
  return { ok: true, redirectTo: returnTo ?? settings.afterLogin, way }
}

/** `verifyCodeAssertion` refuses everything that is older. */
const SHOWN_MS = (ASSERTION_TTL_SECONDS + 2 * CLOCK_SKEW_SECONDS) * 1000

/** A key that the kept set does not name may have begun to sign since: ask once more, then believe the answer. */
async function verified(
  client: CountersignClient,
  assertion: string,
  expected: ExpectedCode,
): Promise<VerifiedCode | RejectedCode> {
  const first = verifyCodeAssertion({ assertion, expected, keySet: await client.keySet(), nowMs: Date.now() })
  if (first.ok || first.reason !== 'key_unknown') return first
  return verifyCodeAssertion({ assertion, expected, keySet: await client.keySet('fresh'), nowMs: Date.now() })
}

/**
 * The person gave up on it. Not by `insteadOf`, which would tie the code to the nonce of the request: then a request that is gone
 * by now would refuse a right code, and two tries would share a nonce.
 */
async function withdraw<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  { challengeId, appNonce }: Attempt,
): Promise<void> {
  try {
    await client.cancel(challengeId, appNonce)
  } catch (error) {
    // The login stands; no session knows that request any more, so an approval of it lets nobody in.
    if (!(error instanceof CountersignError)) throw error
    settings.log('countersign.not_withdrawn', { challengeId, code: error.code })
  }
}
