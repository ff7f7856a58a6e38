// What the plugin keeps in the app's own server-side session, and the only code that reads or writes it.
import type { MatchShown, TransactionText, WaiverCause } from '@countersign/protocol'
import type { KeptApproval, WantedTransaction } from './transaction.js'
import type { WayHere } from './ways-here.js'

/** One request for approval. It lives here only: no form field, no cookie, no address names its challenge. */
export interface Attempt {
  readonly userId: string
  readonly linking: boolean
  /** Undefined: a login. */
  readonly transaction?: TransactionText | undefined
  readonly challengeId: string
  readonly appNonce: string
  readonly watchToken: string
  readonly match: MatchShown
  readonly delivery: 'push' | 'pull'
  readonly otherWays: readonly WayHere[]
  readonly address: string
  readonly browser: string
  readonly issuedAtMs: number
  readonly expiresAtMs: number
}

/** A passkey's question that this browser has not answered. */
export interface KeptPasskey {
  readonly userId: string
  readonly appNonce: string
  readonly request: string
  readonly address: string
}

/** That this browser has shown the second factor, and for whom. */
export interface Passed {
  readonly userId: string
  readonly accountId: string
  readonly atMs: number
  readonly amr: readonly string[]
  readonly acr: string
  /** Set when no phone was asked, and why. */
  readonly waived?: WaiverCause | undefined
}

/** The nonce of a request that is not made yet: what a browser's key signs, for whoever was signed in then. */
export interface Drawn {
  readonly userId: string
  readonly appNonce: string
}

/** A login whose browser may be registered, for a minute. */
export interface Remembering {
  readonly challengeId: string
  readonly appNonce: string
  readonly untilMs: number
}

export interface Kept {
  readonly drawn?: Drawn | undefined
  readonly remembering?: Remembering | undefined
  readonly attempt?: Attempt | undefined
  readonly passed?: Passed | undefined
  readonly passkey?: KeptPasskey | undefined
  /** What the app wants approved, by somebody who has passed. */
  readonly wanted?: WantedTransaction | undefined
  /** What was approved, until the app has fetched it. */
  readonly approved?: KeptApproval | undefined
  /** Where the person wanted to go before the second factor was asked. */
  readonly returnTo?: string | undefined
}

/** The part of `express-session` that the plugin needs; any session kept on the server has it. */
export interface AppSession {
  regenerate(callback: (error: unknown) => void): unknown
  save(callback: (error: unknown) => void): unknown
}

const SLOT = 'countersign'
/** Bumped when `Kept` changes: a session stored by another version then counts as empty. */
const SLOT_VERSION = 3

/** The app's session. Throws if there is none that lives on the server: without one nothing could be bound to the browser. */
export function sessionOf(req: object): AppSession {
  const session: unknown = Reflect.get(req, 'session')
  if (!isSession(session))
    throw new TypeError('countersign: req.session of express-session expected; mount it before these routes')
  return session
}

export function readKept(session: AppSession): Kept {
  const slot: unknown = Reflect.get(session, SLOT)
  return isSlot(slot) ? slot.kept : {}
}

/** Writes and waits until the session store has it, so that the browser's next request finds it. */
export async function writeKept(session: AppSession, kept: Kept): Promise<void> {
  Reflect.set(session, SLOT, { version: SLOT_VERSION, kept })
  await done((callback) => session.save(callback))
}

/**
 * A new session id with the app's own values, the old id dead (OWASP ASVS 7.2.4): whoever knew the id from before the
 * second factor holds nothing now.
 */
export async function renewSession(req: object): Promise<AppSession> {
  const before = sessionOf(req)
  const values = Object.entries(before).filter(([name]) => name !== 'cookie' && name !== SLOT)
  await done((callback) => before.regenerate(callback))
  const after = sessionOf(req)
  Object.assign(after, Object.fromEntries(values))
  return after
}

function done(call: (callback: (error: unknown) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    call((error) => (error === undefined || error === null ? resolve() : reject(error)))
  })
}

function isSession(value: unknown): value is AppSession {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'regenerate') === 'function' &&
    typeof Reflect.get(value, 'save') === 'function'
  )
}

/** The version is proof enough: only `writeKept` writes here, and a server-side session is out of the browser's reach. */
function isSlot(value: unknown): value is { readonly kept: Kept } {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'version') === SLOT_VERSION
}
