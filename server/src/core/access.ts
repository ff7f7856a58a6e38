// Who signs in and who calls: admins, sessions, sign-ins under way, API tokens, links for the first owner; plain data and its limits.
import type { AccountId, ChallengeId, TicketId } from '@countersign/protocol'
import { FRESH_APPROVAL_SECONDS } from '@countersign/protocol'
import type { Permission, Role } from './permissions.js'

/** A session ends when nothing was done for so long (SECURITY.md G4: at most 1 h). */
export const SESSION_IDLE_MS = 3_600_000
/** A session ends after this whatever was done: a working day (G4: at most 24 h). */
export const SESSION_MAX_MS = 12 * 3_600_000
/** Use is written down this often, not at each request: idle time is counted that much too short at worst. */
export const SEEN_EVERY_MS = 60_000
/** How long the link of `countersign init` may wait for its admin. */
export const SETUP_LINK_MS = 24 * 3_600_000
/** One browser that began has the link to itself for so long: longer than pairing a phone takes. */
export const SETUP_BEGUN_MS = 15 * 60_000
/** Bytes of every secret that a browser, a link or a program carries. */
export const ACCESS_SECRET_BYTES = 32
/** How long the answer to a write is kept for a repeated request. */
export const KEPT_REPLY_MS = 24 * 3_600_000

/** Where somebody signs in: at the console, or at the page for oneself. The two never open each other. */
export type SessionKind = 'admin' | 'person'

export interface AdminRecord {
  readonly accountId: AccountId
  readonly role: Role
  readonly createdAtMs: number
  /** As the audit names who did it. */
  readonly createdBy: string
}

/** An admin with the names of the account. */
export interface NamedAdmin extends AdminRecord {
  readonly userId: string
  readonly displayName: string
}

/** A program that administers. Only a keyed hash of its secret is kept. */
export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly secretHash: Uint8Array
  readonly permissions: readonly Permission[]
  readonly createdBy: string
  readonly createdAtMs: number
  readonly expiresAtMs: number
  readonly usedAtMs: number | undefined
  readonly revokedAtMs: number | undefined
}

/** A browser that asked to sign in and waits for the phone. */
export interface SignIn {
  /** Of the secret in the browser's cookie. */
  readonly secretHash: Uint8Array
  readonly kind: SessionKind
  readonly challengeId: ChallengeId
  readonly userId: string
  readonly appNonce: Uint8Array
  readonly expiresAtMs: number
}

/** A browser that is signed in. */
export interface SessionRecord {
  readonly secretHash: Uint8Array
  /** Names it in lists; opens nothing. */
  readonly id: string
  readonly kind: SessionKind
  readonly accountId: AccountId
  readonly createdAtMs: number
  readonly seenAtMs: number
  readonly expiresAtMs: number
  readonly address: string
  readonly browser: string
  /** `codes`: after a recovery, by two typed codes; it may do little, and is soon over. */
  readonly by: 'phone' | 'codes' | 'passkey'
  /** When the person last approved something in this session, by phone or passkey: signing in, or a step-up. */
  readonly approvedAtMs: number
  /** When they last did by a passkey; 0: never. */
  readonly passkeyAtMs: number
}

/** A session with what decides whether it still counts, as it is at this moment. */
export interface LiveSession extends SessionRecord {
  readonly userId: string
  readonly displayName: string
  readonly active: boolean
  readonly role: Role | undefined
}

/** Makes the first owner, once, in one browser. */
export interface SetupLink {
  readonly secretHash: Uint8Array
  readonly state: 'open' | 'begun' | 'used'
  readonly createdAtMs: number
  readonly expiresAtMs: number
  /** The browser that began, and when it loses its claim. */
  readonly begun: SetupBegun | undefined
}

export interface SetupBegun {
  readonly browserHash: Uint8Array
  readonly accountId: AccountId
  /** Made for this attempt: whoever begins again removes it. */
  readonly madeAccount: boolean
  readonly ticketId: TicketId
  readonly untilMs: number
}

/**
 * Until when what needs a fresh approval may be done (NIST SP 800-63B-4 §4.1.2.1). A session by codes has no phone to ask; what it may
 * do at all is little, and it is soon over.
 */
export function freshUntil({ by, approvedAtMs, expiresAtMs }: SessionRecord): number {
  return by === 'codes' ? expiresAtMs : approvedAtMs + FRESH_APPROVAL_SECONDS * 1000
}

/** Whether its person approved something in it by a passkey, so lately that it counts as fresh. */
export function isFreshByPasskey({ passkeyAtMs }: SessionRecord, nowMs: number): boolean {
  return passkeyAtMs > 0 && nowMs < passkeyAtMs + FRESH_APPROVAL_SECONDS * 1000
}

/** Whether a session counts now: neither too old nor idle, its account active, and at the console an admin's. */
export function isSessionGood(session: LiveSession, nowMs: number): boolean {
  if (nowMs >= session.expiresAtMs || nowMs >= session.seenAtMs + SESSION_IDLE_MS) return false
  return session.active && (session.kind === 'person' || session.role !== undefined)
}
