// Turns a waiver into a login of this browser: checked against the request it answers, told to the app, the session renewed.
import type { ApprovalWaived } from '@countersign/protocol'
import type { CountersignClient } from './client.js'
import type { PluginCode, PluginRequest } from './http.js'
import type { Settings, Subject } from './options.js'
import { readKept, renewSession, sessionOf, writeKept } from './session.js'
import type { ExpectedWaiver, RejectedWaiver, VerifiedWaiver } from './verify-waiver.js'
import { verifyWaiver } from './verify-waiver.js'

export type Acceptance =
  | { readonly ok: true; readonly redirectTo: string }
  | { readonly ok: false; readonly code: PluginCode }

/** Named in `acr` where an assertion has its match: a guard that wants a phone sees that there was none. */
const ACR = 'countersign:waived'

/**
 * 1. verify · 2. tell the app · 3. renew the session and note what was passed. The nonce was drawn for this one request and is kept
 * nowhere, so a waiver that is shown again fits nothing.
 */
export async function acceptWaiver<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  req: Req,
  subject: Subject,
  { statement }: ApprovalWaived,
  asked: Pick<ExpectedWaiver, 'appNonce' | 'address'>,
): Promise<Acceptance> {
  const { serverId, appId } = settings
  const { userId, accountId } = subject
  const expected: ExpectedWaiver = { serverId, appId, userId, accountId, purpose: 'login', ...asked }
  const result = await verified(client, statement, expected)
  if (!result.ok) {
    settings.log('countersign.refused', { userId, reason: result.reason })
    return { ok: false, code: 'not_confirmed' }
  }

  const { because, waiverId } = result
  await settings.onWaived?.(req, { userId: result.userId, accountId: result.accountId, because, waiverId })
  const { returnTo } = readKept(sessionOf(req))
  const passed = { userId, accountId: result.accountId, atMs: Date.now(), amr: [], acr: ACR, waived: because }
  await writeKept(await renewSession(req), { passed })
  settings.log('countersign.waived', { userId, accountId: result.accountId, because, waiverId })
  return { ok: true, redirectTo: returnTo ?? settings.afterLogin }
}

/** A key that the kept set does not name may have begun to sign since: ask once more, then believe the answer. */
async function verified(
  client: CountersignClient,
  statement: string,
  expected: ExpectedWaiver,
): Promise<VerifiedWaiver | RejectedWaiver> {
  const first = verifyWaiver({ statement, expected, keySet: await client.keySet(), nowMs: Date.now() })
  if (first.ok || first.reason !== 'key_unknown') return first
  return verifyWaiver({ statement, expected, keySet: await client.keySet('fresh'), nowMs: Date.now() })
}
