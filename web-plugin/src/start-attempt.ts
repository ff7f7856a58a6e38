// Asks for an approval, or shows again the one that this browser has open: a reload never rings the phone twice.
import type {
  AppLook,
  ApprovalAnswered,
  ApprovalRequested,
  ChallengeStatus,
  RequestApprovalBody,
  TransactionText,
} from '@countersign/protocol'
import { accessPassById, isSameTransaction } from '@countersign/protocol'
import type { Acceptance } from './accept-waiver.js'
import { acceptWaiver } from './accept-waiver.js'
import type { Proven } from './browser-key.js'
import { provenBy } from './browser-key.js'
import type { CountersignClient } from './client.js'
import type { PluginRequest } from './http.js'
import { maySetUp, mayUseCode, mayWaive } from './instead-of-phone.js'
import type { LinkDrawn } from './link-attempt.js'
import { linkDrawn } from './link-attempt.js'
import type { Look } from './look.js'
import { lookOf } from './look.js'
import type { SetUpOffered } from './offer-set-up.js'
import { offerSetUp } from './offer-set-up.js'
import type { Settings, Subject } from './options.js'
import { contextOf } from './request-context.js'
import type { ScanDrawn } from './scan-attempt.js'
import { scanDrawn } from './scan-attempt.js'
import type { Attempt } from './session.js'
import { readKept, sessionOf, writeKept } from './session.js'
import type { OnlyWays, WayHere } from './ways-here.js'
import { insteadOfRequest, waysHere } from './ways-here.js'

/** What the login page draws. Names and shape come along, so that the page needs no list of its own. */
export type MatchDrawn =
  | {
      readonly mode: 'symbol'
      readonly name: { readonly en: string; readonly de: string }
      readonly path: string
    }
  | { readonly mode: 'code'; readonly code: string }
  | ScanDrawn
  | LinkDrawn

/** 200 of POST start. No challenge id, but in a link or a QR code that is the match: the page can show and watch, and nothing else. */
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
  /** What else counts for this person here; the same whether they have any of it. */
  readonly otherWays: readonly WayHere[]
  /** Undefined: the element's own. */
  readonly look: Look | undefined
}

/** What the person wants at the beginning. */
export interface Wish {
  /** Asks anew, after they pressed "Try again"; otherwise an open request is shown again. */
  readonly again: boolean
  /** They put the set-up off. */
  readonly setUpLater: boolean
  /** The page is on the phone that approves: a new request is made by link. */
  readonly sameDevice: boolean
  /** The page can show a QR code ([QR1]). */
  readonly mayScan: boolean
  /** The person cannot scan one, and would rather type than pick. */
  readonly typed: boolean
  /** Where the page is, as the browser says: a link comes back there. */
  readonly page: unknown
  /** What the browser's key signed, if it has one. */
  readonly browserProof: unknown
}

/** For whom, and for what: a login, or what the app wants approved in the person's sight. */
export interface Purpose {
  readonly subject: Subject
  readonly transaction: TransactionText | undefined
}

/**
 * The open request of this browser, or a new one; where the policies ask for no phone, the login itself; where they want a second
 * factor that is not there, the way to set it up. Throws CountersignError.
 */
export async function startAttempt<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  req: Req,
  asked: Purpose,
  wish: Wish,
): Promise<Started | SetUpOffered | Acceptance | OnlyWays> {
  const { subject } = asked
  const session = sessionOf(req)
  const kept = readKept(session)
  if (!wish.again && !wish.setUpLater && kept.attempt !== undefined && isFor(kept.attempt, asked)) {
    const status = await client.status(kept.attempt.challengeId)
    if (!isOver(status)) return started(settings, req, kept.attempt, wish, status, await client.look())
  }
  const proven = provenBy(kept, subject, wish.browserProof)
  const request = requestOf(settings, req, asked, wish, proven)
  let answer: ApprovalAnswered
  try {
    answer = await client.request(request)
  } catch (error) {
    const ways = await insteadOfRequest(settings, client, subject, error)
    if (ways === undefined) throw error
    return ways
  }
  if ('decision' in answer) {
    if (answer.decision === 'setUp') return offerSetUp(settings, subject, answer)
    const { appNonce, context } = request
    return acceptWaiver(settings, client, req, subject, answer, { appNonce, address: context.address })
  }
  settings.log('countersign.asked', { challengeId: answer.challengeId, userId: subject.userId })
  const passkeys = answer.mayUsePasskey ? 'offered' : 'off'
  const otherWays =
    asked.transaction === undefined ? waysHere(settings, subject, { ...answer, passkeys }) : []
  const attempt = attemptOf(asked, request, { ...answer, otherWays })
  await writeKept(session, { ...kept, attempt, drawn: undefined })
  const status = { state: 'pending', progress: 'waiting', nowMs: attempt.issuedAtMs } as const
  return started(settings, req, attempt, wish, status, await client.look())
}

/** Whether an attempt was made for the person who is signed in now, and for this: either may have changed meanwhile. */
export function isFor(attempt: Attempt, { subject, transaction }: Purpose): boolean {
  return (
    attempt.userId === subject.userId &&
    attempt.linking === (subject.linking ?? false) &&
    isSameTransaction(attempt.transaction, transaction)
  )
}

/** What is paid is shown on the phone that signs it: a code has nothing to show it on ([TX5]). */
export function mayTypeCode<Req extends PluginRequest>(
  settings: Settings<Req>,
  { subject, transaction }: Purpose,
): boolean {
  return transaction === undefined && mayUseCode(settings, subject)
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
  { subject, transaction }: Purpose,
  { setUpLater, sameDevice, mayScan, typed }: Wish,
  proven: Proven,
): RequestApprovalBody {
  const asked = {
    userId: subject.userId,
    ...proven,
    context: contextOf(settings, req),
    ...(sameDevice ? { sameDevice } : {}),
    ...(mayScan ? { mayScan } : {}),
    ...(typed ? { atLeast: 'code' as const } : {}),
  }
  if (transaction !== undefined) return { ...asked, purpose: 'transaction', transaction }
  const waivable = mayWaive(settings, subject)
  // Back to the plugin's own page, which begins by itself: the phone that was just paired is asked there.
  const returnTo = `${settings.origin}${req.baseUrl ?? ''}${settings.path}`
  // Who takes no codes could ask nothing of somebody whom the set-up left with an app of codes alone.
  const setUp = { returnTo, ...(mayUseCode(settings, subject) ? {} : { onlyPhone: true }) }
  return {
    ...asked,
    purpose: 'login',
    ...(waivable ? { mayWaive: true } : {}),
    ...(maySetUp(settings, subject) ? { maySetUp: setUp } : {}),
    ...(waivable && setUpLater ? { setUpLater } : {}),
  }
}

function attemptOf(
  { subject, transaction }: Purpose,
  { appNonce, context }: RequestApprovalBody,
  asked: Omit<ApprovalRequested, 'otherWays'> & Pick<Attempt, 'otherWays'>,
): Attempt {
  return {
    userId: subject.userId,
    linking: subject.linking ?? false,
    transaction,
    challengeId: asked.challengeId,
    appNonce,
    watchToken: asked.watchToken,
    match: asked.match,
    delivery: asked.delivery,
    otherWays: asked.otherWays,
    address: context.address,
    browser: context.browser,
    issuedAtMs: asked.issuedAtMs,
    expiresAtMs: asked.expiresAtMs,
  }
}

function started<Req extends PluginRequest>(
  settings: Settings<Req>,
  req: Req,
  attempt: Attempt,
  { page }: Wish,
  status: Pick<ChallengeStatus, 'state' | 'progress' | 'nowMs'>,
  look: AppLook | undefined,
): Started {
  const { watchToken, delivery, otherWays, issuedAtMs, expiresAtMs } = attempt
  return {
    watchUrl: `${settings.publicServerUrl}/v1/watch`,
    watchToken,
    match: drawn(settings, req, attempt, page),
    delivery,
    issuedAtMs,
    expiresAtMs,
    nowMs: status.nowMs,
    state: status.state,
    progress: status.progress,
    otherWays,
    look: look && lookOf(look, settings.publicServerUrl),
  }
}

function drawn<Req extends PluginRequest>(
  settings: Settings<Req>,
  req: Req,
  attempt: Attempt,
  page: unknown,
): MatchDrawn {
  const { match } = attempt
  switch (match.mode) {
    case 'code':
      return match
    case 'qr':
      return scanDrawn(settings, attempt.challengeId, match)
    case 'link':
      return linkDrawn(settings, req, attempt, page)
    case 'symbol': {
      const pass = accessPassById(match.symbolId)
      // The server is newer than this plugin: better to fail here than to show nothing to pick.
      if (pass === undefined)
        throw new RangeError(`access pass ${match.symbolId} is not known to this version`)
      return { mode: 'symbol', name: pass.name, path: pass.path }
    }
  }
}
