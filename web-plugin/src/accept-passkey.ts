// Turns a passkey's answer into a login of this browser, once: asked for this very session, checked here too, the session renewed.
import { randomBytes } from 'node:crypto'
import type { PasskeyAnswer, PasskeyAsked } from '@countersign/protocol'
import { ASSERTION_TTL_SECONDS, CLOCK_SKEW_SECONDS, passkeyAnswer, toBase64Url } from '@countersign/protocol'
import type { CountersignClient } from './client.js'
import { CountersignError } from './countersign-error.js'
import type { PluginCode, PluginRequest } from './http.js'
import { mayUsePasskey } from './instead-of-phone.js'
import type { Settings, Subject } from './options.js'
import { contextOf } from './request-context.js'
import type { Attempt, KeptPasskey } from './session.js'
import { readKept, renewSession, sessionOf, writeKept } from './session.js'
import type { SpentLogins } from './spent.js'
import type { ExpectedPasskey, RejectedPasskey, VerifiedPasskey } from './verify-passkey-assertion.js'
import { verifyPasskeyAssertion } from './verify-passkey-assertion.js'

/** What the page asks its browser with; the question itself and its nonce stay in the session. */
export type PasskeyQuestion = Omit<PasskeyAsked, 'request'>

export type PasskeyLogin =
  | { readonly ok: true; readonly redirectTo: string }
  | { readonly ok: false; readonly code: PluginCode }

/** A question for this session; one that was asked before counts no more here. Throws CountersignError. */
export async function askForPasskey<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  req: Req,
  subject: Subject,
): Promise<PasskeyQuestion | undefined> {
  if (!mayUsePasskey(settings, subject)) return undefined
  const { userId } = subject
  const { origin } = settings
  const context = contextOf(settings, req)
  const appNonce = toBase64Url(randomBytes(32))
  const asked = await client.passkeyOptions({ userId, purpose: 'login', appNonce, origin, context })
  const { request, ...question } = asked
  const session = sessionOf(req)
  const passkey = { userId, appNonce, request, address: context.address }
  await writeKept(session, { ...readKept(session), passkey })
  return question
}

/**
 * 1. the question of this session, used up · 2. ask the server · 3. verify · 4. spend · 5. tell the app · 6. renew the session and note
 * what was passed · 7. withdraw the request that the phone may still show. Throws CountersignError.
 *
 * @param given what the browser gave, unchecked
 */
export async function acceptPasskey<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  spent: SpentLogins,
  req: Req,
  subject: Subject,
  given: unknown,
): Promise<PasskeyLogin> {
  const session = sessionOf(req)
  const { passkey, ...kept } = readKept(session)
  if (!mayUsePasskey(settings, subject) || passkey === undefined || passkey.userId !== subject.userId)
    return { ok: false, code: 'nothing_asked' }
  await writeKept(session, kept)
  const answer = passkeyAnswer.safeParse(given)
  if (!answer.success) return { ok: false, code: 'passkey_refused' }

  const result = await login(settings, client, req, subject, passkey, answer.data)
  if (!result.ok) {
    settings.log('countersign.refused', { userId: subject.userId, reason: result.reason })
    return {
      ok: false,
      code: result.reason === 'passkey_not_pinned' ? 'passkey_not_linked' : 'not_confirmed',
    }
  }
  if (!spent.spend(result.loginId, Date.now() + SHOWN_MS, Date.now())) {
    settings.log('countersign.refused', { loginId: result.loginId, reason: 'spent' })
    return { ok: false, code: 'not_confirmed' }
  }

  const { accountId, amr, acr, loginId, passkeyThumbprint } = result
  await settings.onApproved?.(req, { userId: result.userId, accountId, passkeyThumbprint, amr, acr })
  const { attempt, returnTo } = kept
  // The subject's own spelling is kept: `requireSecondFactor` compares with it on each request.
  const passed = { userId: subject.userId, accountId, atMs: Date.now(), amr, acr }
  await writeKept(await renewSession(req), { passed })
  settings.log('countersign.passed', { loginId, userId: subject.userId, accountId, way: 'passkey' })
  if (attempt !== undefined) await withdraw(settings, client, attempt)
  return { ok: true, redirectTo: returnTo ?? settings.afterLogin }
}

/** `verifyPasskeyAssertion` refuses everything that is older. */
const SHOWN_MS = (ASSERTION_TTL_SECONDS + 2 * CLOCK_SKEW_SECONDS) * 1000

async function login<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  req: Req,
  { userId, accountId, pinnedPasskeys }: Subject,
  { appNonce, request, address }: KeptPasskey,
  answer: PasskeyAnswer,
): Promise<VerifiedPasskey | RejectedPasskey> {
  const { serverId, appId, origin, passkeyRpId: rpId } = settings
  const asked = { userId, purpose: 'login', appNonce } as const
  // The question's address: a phone that changed networks since is still who was asked.
  const context = { ...contextOf(settings, req), address }
  const { assertion } = await client.passkey({ ...asked, context, request, answer })
  const expected = { ...asked, serverId, appId, accountId, address, origin, rpId, pinnedPasskeys }
  return verified(client, assertion, expected)
}

/** A key that the kept set does not name may have begun to sign since: ask once more, then believe the answer. */
async function verified(
  client: CountersignClient,
  assertion: string,
  expected: ExpectedPasskey,
): Promise<VerifiedPasskey | RejectedPasskey> {
  const check = { assertion, expected }
  const first = verifyPasskeyAssertion({ ...check, keySet: await client.keySet(), nowMs: Date.now() })
  if (first.ok || first.reason !== 'key_unknown') return first
  return verifyPasskeyAssertion({ ...check, keySet: await client.keySet('fresh'), nowMs: Date.now() })
}

/** The person gave up on it; an approval of it lets nobody in any more, since no session knows it. */
async function withdraw<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  { challengeId, appNonce }: Attempt,
): Promise<void> {
  try {
    await client.cancel(challengeId, appNonce)
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error
    settings.log('countersign.not_withdrawn', { challengeId, code: error.code })
  }
}
