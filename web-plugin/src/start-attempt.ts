// Asks for an approval, or shows again the one that this browser has open: a reload never rings the phone twice.
import { randomBytes } from 'node:crypto'
import type { AppLook, ApprovalRequested, ChallengeStatus, MatchShown } from '@countersign/protocol'
import { accessPassById, browserWords, toBase64Url } from '@countersign/protocol'
import type { Acceptance } from './accept-waiver.js'
import { acceptWaiver, mayWaive } from './accept-waiver.js'
import type { ApprovalWish, CountersignClient } from './client.js'
import type { PluginRequest } from './http.js'
import type { Look } from './look.js'
import { lookOf } from './look.js'
import type { Settings, Subject } from './options.js'
import { addressWords } from './options.js'
import type { Attempt } from './session.js'
import { readKept, sessionOf, writeKept } from './session.js'

/** What the login page draws. Names and shape come along, so that the page needs no list of its own. */
export type MatchDrawn =
  | {
      readonly mode: 'symbol'
      readonly name: { readonly en: string; readonly de: string }
      readonly path: string
    }
  | { readonly mode: 'code'; readonly code: string }

/** 200 of POST start. No challenge id: the page can show and watch, and nothing else. */
export interface Started {
  readonly watchUrl: string
  readonly watchToken: string
  readonly match: MatchDrawn
  readonly delivery: 'push' | 'pull'
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  readonly nowMs: number
  readonly state: ChallengeStatus['state']
  readonly progress: ChallengeStatus['progress']
  /** Undefined: the element's own. */
  readonly look: Look | undefined
}

/** `same` shows an open request again; `new` always asks, after the person pressed "Try again". */
export type Wish = 'same' | 'new'

/** The open request of this browser, or a new one; or, where the policies ask for no phone, the login itself. Throws CountersignError. */
export async function startAttempt<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  req: Req,
  subject: Subject,
  wish: Wish,
): Promise<Started | Acceptance> {
  const session = sessionOf(req)
  const kept = readKept(session)
  if (wish === 'same' && kept.attempt !== undefined && isFor(kept.attempt, subject)) {
    const status = await client.status(kept.attempt.challengeId)
    if (!isOver(status)) return started(settings, kept.attempt, status, await client.look())
  }
  const request = requestOf(settings, req, subject)
  const asked = mayWaive(settings, subject)
    ? await client.requestApprovalOrWaiver(request)
    : await client.requestApproval(request)
  if ('decision' in asked) {
    const { appNonce, context } = request
    return acceptWaiver(settings, client, req, subject, asked, { appNonce, address: context.address })
  }
  settings.log('countersign.asked', { challengeId: asked.challengeId, userId: subject.userId })
  const attempt = attemptOf(subject, request, asked)
  await writeKept(session, { ...kept, attempt })
  const status = { state: 'pending', progress: 'waiting', nowMs: attempt.issuedAtMs } as const
  return started(settings, attempt, status, await client.look())
}

/** Whether an attempt was made for the person who is signed in now: the first factor may have changed meanwhile. */
export function isFor(attempt: Attempt, subject: Subject): boolean {
  return attempt.userId === subject.userId && attempt.linking === (subject.linking ?? false)
}

/**
 * Over without anyone having decided: a person who comes back wants a new request. What was denied or mismatched stays
 * on the screen until they say "Try again".
 */
function isOver({ state }: ChallengeStatus): boolean {
  return state === 'expired' || state === 'lapsed' || state === 'cancelled' || state === 'redeemed'
}

function requestOf<Req extends PluginRequest>(
  settings: Settings<Req>,
  req: Req,
  { userId }: Subject,
): ApprovalWish {
  return {
    userId,
    purpose: 'login',
    appNonce: toBase64Url(randomBytes(32)),
    context: {
      address: addressWords(settings.address(req)),
      browser: browserWords(req.headers['user-agent']),
    },
  }
}

function attemptOf(subject: Subject, { appNonce, context }: ApprovalWish, asked: ApprovalRequested): Attempt {
  return {
    userId: subject.userId,
    linking: subject.linking ?? false,
    challengeId: asked.challengeId,
    appNonce,
    watchToken: asked.watchToken,
    match: asked.match,
    delivery: asked.delivery,
    address: context.address,
    browser: context.browser,
    issuedAtMs: asked.issuedAtMs,
    expiresAtMs: asked.expiresAtMs,
  }
}

function started<Req extends PluginRequest>(
  settings: Settings<Req>,
  attempt: Attempt,
  status: Pick<ChallengeStatus, 'state' | 'progress' | 'nowMs'>,
  look: AppLook | undefined,
): Started {
  const { watchToken, delivery, issuedAtMs, expiresAtMs } = attempt
  return {
    watchUrl: `${settings.publicServerUrl}/v1/watch`,
    watchToken,
    match: drawn(attempt.match),
    delivery,
    issuedAtMs,
    expiresAtMs,
    nowMs: status.nowMs,
    state: status.state,
    progress: status.progress,
    look: look && lookOf(look, settings.publicServerUrl),
  }
}

function drawn(match: MatchShown): MatchDrawn {
  if (match.mode === 'code') return match
  const pass = accessPassById(match.symbolId)
  // The server is newer than this plugin: better to fail here than to show nothing to pick.
  if (pass === undefined) throw new RangeError(`access pass ${match.symbolId} is not known to this version`)
  return { mode: 'symbol', name: pass.name, path: pass.path }
}
