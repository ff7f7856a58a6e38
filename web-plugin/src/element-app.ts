// What the element says to the app's own routes, and how it reads the answers.
import type { AppId, ChallengeStatus, CodeWay } from '@countersign/protocol'
import type { LinkHere } from './element-link.js'
import type { ScanHere } from './element-scan.js'
import type { Drawn, Look } from './element-view.js'
import { limited } from './element-wait.js'
import type { Ending } from './element-words.js'

export interface StartedHere {
  readonly watchUrl: string
  readonly watchToken: string
  readonly match: Drawn | LinkHere | ScanHere
  readonly delivery: 'push' | 'pull'
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  readonly nowMs: number
  readonly state: ChallengeStatus['state']
  readonly progress: ChallengeStatus['progress']
  readonly otherWays: readonly WayHere[]
  readonly look?: Look
}

/** What counts here beside the phone. `passkey_only`: and nothing else does, the phone included. */
export type WayHere = CodeWay | 'passkey' | 'passkey_only'

/** How the request is answered. */
export type Mode = StartedHere['match']['mode']

/** Nobody has paired a phone yet: where to do it, for how long that is good, and until when it may wait. */
export interface SetUpHere {
  readonly state: 'set_up'
  readonly link: string
  readonly goodForMs: number
  readonly laterUntilMs: number | null
}

export interface PassedHere {
  readonly state: 'passed'
  readonly redirectTo: string
  /** Set when this browser is not known here, and may be. */
  readonly remember?: RememberHere
}

/** What the browser's key signs, beside the page's own origin. */
export interface RememberHere {
  readonly serverId: string
  readonly appId: AppId
  readonly nonce: string
}

/** What the app is asked at the beginning; `again` leaves an open request behind. */
export interface Wish {
  readonly again?: true
  readonly setUpLater?: true
  readonly sameDevice?: true
  /** Instead of a QR code, which the person cannot scan. */
  readonly typed?: true
  readonly page?: string
}

/** Nothing but a passkey counts: no phone was asked. */
export interface WaysAlone extends WaysHere {
  readonly state: 'ways'
  readonly match?: undefined
}

export type Answered = StartedHere | WaysAlone | SetUpHere | PassedHere

export interface WaysHere {
  readonly otherWays: readonly WayHere[]
  readonly look?: Look
}

/** The app's answer, its code when it said no, or `offline` when it said nothing. */
export type Told<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'no'; readonly code: string; readonly retryAfterSeconds: number }
  | { readonly kind: 'offline' }

/** Where the app's routes are, and what the page wants sent along to them. */
export interface App {
  readonly base: string
  readonly headers?: (() => Readonly<Record<string, string>>) | undefined
}

/** The app's own calls to the server end after 5 s each; two of them and the network fit in here. */
const TIMEOUT_MS = 15_000

export async function tell<T>(app: App, route: string, body: unknown, signal: AbortSignal): Promise<Told<T>> {
  try {
    const response = await fetch(`${app.base}/${route}`, {
      method: 'POST',
      headers: { ...app.headers?.(), 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: limited(signal, TIMEOUT_MS).signal,
    })
    const value: unknown = await response.json()
    // Sound enough for a view: the app is the page's own origin, and nothing here decides a login.
    if (response.ok) return { kind: 'ok', value: value as T }
    const { code, retryAfterSeconds } = Object(value)
    // What stands before the app, such as a framework, has no codes of ours: then the status says what it can.
    return {
      kind: 'no',
      code: String(code ?? response.status),
      retryAfterSeconds: Number(retryAfterSeconds ?? 0),
    }
  } catch {
    return { kind: 'offline' }
  }
}

/** Which ending a person sees for a code of the app. */
export function endingOfCode(code: string): Ending {
  switch (code) {
    case 'first_factor_missing':
    case '401':
    case '412':
      return 'signed_out'
    case 'too_many_requests':
    case '429':
    case 'too_many_open_challenges':
      return 'too_many'
    case 'device_not_linked':
      return 'not_linked'
    case 'scan_needed':
      return 'scan_needed'
    case 'challenge_expired':
    case 'challenge_unknown':
    case 'nothing_asked':
      return 'expired'
    case 'unreachable':
      return 'unreachable'
    default:
      return 'not_confirmed'
  }
}

/** Which ending a person sees for a state; undefined while it is not over. */
export function endingOfState(state: ChallengeStatus['state'], mode: Mode): Ending | undefined {
  switch (state) {
    case 'pending':
    case 'approved':
      return undefined
    case 'denied':
    case 'reported':
      return 'denied'
    case 'mismatched':
      return mode === 'symbol' ? 'mismatched' : 'mismatched_code'
    case 'expired':
    case 'lapsed':
      return 'expired'
    case 'cancelled':
      return 'cancelled'
    default:
      return 'not_confirmed'
  }
}
