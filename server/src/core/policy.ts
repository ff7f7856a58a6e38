// What becomes of a request: refused or asked, by which match, ringing or not, and what it ends (profile balanced, [LI1]–[LI8]).
import type { AppId } from '@countersign/protocol'
import {
  OPEN_CHALLENGES_MAX,
  OPEN_PUSHED_CHALLENGES_MAX,
  requirementBit,
  SYMBOLS_SHOWN_NEW_BROWSER,
} from '@countersign/protocol'
import type { DecidedSettings, MatchName } from '@countersign/protocol/admin'
import { matches } from '@countersign/protocol/admin'
import { harassmentCharged } from './harassment.js'
import type { BrowserKnown, ChallengeRecord, Guard, RequestPool } from './records.js'
import { inDoubt, isReported, mayPush, pushCharged } from './throttle.js'

export interface Request {
  readonly appId: AppId
  readonly pool: RequestPool
  readonly requester: ChallengeRecord['requester']
  /** The weakest match that the app, the policies and the browser together allow. */
  readonly atLeast: MatchName
  /** The login page is on the phone that approves: a link hands over. */
  readonly sameDevice: boolean
  /** The login page can show a QR code. */
  readonly mayScan: boolean
  /** False: a policy says that people open the app, or the person wants quiet now. */
  readonly mayRing: boolean
}

export type PlannedSilence = 'same_device' | 'not_now' | 'others_open' | 'budget' | 'reported'

export type Plan =
  | { readonly kind: 'refuse'; readonly open: number; readonly soonestEndMs: number }
  /** A policy asks for a QR code, and the login page shows none: nothing weaker is asked instead. */
  | { readonly kind: 'cannotScan' }
  | {
      readonly kind: 'ask'
      readonly mode: ChallengeRecord['mode']
      readonly pushed: boolean
      /** Why it does not ring; undefined when it does. `not_now`: a policy or the person does not want it. */
      readonly silence: PlannedSilence | undefined
      /** Open requests that end because of this one. */
      readonly ends: readonly { readonly challenge: ChallengeRecord; readonly cause: 'by_app' | 'raised' }[]
      /** Open requests that stay beside this one: the phone says how many, and its symbols avoid theirs. */
      readonly beside: readonly ChallengeRecord[]
      /** The guard as it must be saved, also when nothing in it changed: its revision is the account's lock. */
      readonly guard: Guard
    }

/**
 * Plans a request from what is open and what the account did lately. `open` holds pending challenges only, oldest first.
 * A request that would be ended by this one still counts against the limits, so that whoever is raised finds room to ask again.
 * Only requests of the same pool count.
 */
export function planRequest(
  request: Request,
  allOpen: readonly ChallengeRecord[],
  guard: Guard,
  nowMs: number,
): Plan {
  const open = allOpen.filter(({ pool }) => pool === request.pool)
  const replaced = open.filter((other) => isSameRequest(other, request))
  const others = open.filter((other) => !isSameRequest(other, request))
  const reported = isReported(guard, request.appId, request.requester.address, nowMs)
  // [LI6]: a script that takes every place the moment it is free would keep the owner out; the last one is not for it.
  if (others.length >= (reported ? OPEN_CHALLENGES_MAX - 1 : OPEN_CHALLENGES_MAX))
    return {
      kind: 'refuse',
      open: others.length,
      soonestEndMs: Math.min(...others.map((o) => o.expiresAtMs)),
    }

  const strangers = others.filter((other) => !isSameBrowser(other, request))
  const raised = strangers.filter((other) => other.mode === 'symbol')
  // What this request ends keeps its charge: given back, whoever ends their own requests would ring without end.
  const silence = silenceOf(request, others, guard, nowMs, reported)
  const pushed = silence === undefined

  const isDoubted = strangers.length > 0 || inDoubt(guard, nowMs)
  const mode = modeFor(request, isDoubted, pushed)
  if (mode === undefined) return { kind: 'cannotScan' }
  return {
    kind: 'ask',
    mode,
    pushed,
    silence,
    ends: [
      ...replaced.map((challenge) => ({ challenge, cause: 'by_app' as const })),
      ...raised.map((challenge) => ({ challenge, cause: 'raised' as const })),
    ],
    beside: others.filter((other) => !raised.includes(other)),
    guard: harassmentCharged(pushed ? pushCharged(guard, request.pool, nowMs) : guard, request.pool, nowMs),
  }
}

/** The first reason that holds; any one suffices. */
function silenceOf(
  request: Request,
  others: readonly ChallengeRecord[],
  guard: Guard,
  nowMs: number,
  reported: boolean,
): PlannedSilence | undefined {
  if (request.sameDevice) return 'same_device'
  if (!request.mayRing) return 'not_now'
  if (others.filter((other) => other.pushed).length >= OPEN_PUSHED_CHALLENGES_MAX) return 'others_open'
  if (reported) return 'reported'
  return mayPush(guard, request.pool, nowMs) ? undefined : 'budget'
}

/** Of several demands the one that fulfils them all. */
export function strongest(demands: readonly MatchName[]): MatchName {
  return matches[Math.max(0, ...demands.map((each) => matches.indexOf(each)))] ?? 'code'
}

/** [KB6]: who is not known to have been here before is asked what the policies ask of strangers. */
export function leastMatch(
  { match, newBrowserMatch }: Pick<DecidedSettings, 'match' | 'newBrowserMatch'>,
  known: BrowserKnown,
): MatchName {
  return known === 'known' ? match : strongest([match, newBrowserMatch])
}

/** A blind tap at a browser that was never seen hits one in nine. */
export function symbolsFor(
  { symbolsShown }: Pick<DecidedSettings, 'symbolsShown'>,
  known: BrowserKnown,
): number {
  return known === 'new' ? Math.max(symbolsShown, SYMBOLS_SHOWN_NEW_BROWSER) : symbolsShown
}

/** What an approve on these terms must carry ([UV1]). */
export function requirementsOf({ userVerification }: Pick<DecidedSettings, 'userVerification'>): number {
  switch (userVerification) {
    case 'none':
      return 0
    case 'any':
      return requirementBit.userVerification
    case 'biometrics':
      return requirementBit.userVerification | requirementBit.biometrics
  }
}

/** Undefined: what is asked for cannot be shown. */
function modeFor(
  { atLeast, sameDevice, mayScan }: Request,
  isDoubted: boolean,
  pushed: boolean,
): ChallengeRecord['mode'] | undefined {
  // [LK1]: the secret of a link is 128 bits; it is no weaker than the code that a doubt asks for, or a QR code.
  if (sameDevice) return 'link'
  if (atLeast === 'qr') return mayScan ? 'qr' : undefined
  // [QR2]: whoever opens the app by hand has the camera at hand, and nothing to compare.
  if (!pushed && mayScan) return 'qr'
  return atLeast === 'code' || isDoubted ? 'code' : 'symbol'
}

function isSameRequest(other: ChallengeRecord, request: Request): boolean {
  if (other.appId !== request.appId) return false
  // Whoever knows only a user ID can call the browser anything: one address has one place.
  if (request.pool === 'idFirst') return other.requester.address === request.requester.address
  return isSameBrowser(other, request)
}

function isSameBrowser({ requester }: ChallengeRecord, request: Request): boolean {
  return requester.address === request.requester.address && requester.browser === request.requester.browser
}
