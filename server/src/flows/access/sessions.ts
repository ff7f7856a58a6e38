// Sessions at the console and at /me: started, recognised at each request by what is true at that moment, listed, ended.
import type { AccountId } from '@countersign/protocol'
import { RECOVERY_SESSION_SECONDS } from '@countersign/protocol'
import type { LiveSession, SessionKind, SessionRecord } from '../../core/access.js'
import {
  ACCESS_SECRET_BYTES,
  freshUntil,
  isSessionGood,
  SEEN_EVERY_MS,
  SESSION_IDLE_MS,
  SESSION_MAX_MS,
} from '../../core/access.js'
import type { Actor, Permission } from '../../core/permissions.js'
import { permissionsOf } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { knownBrowser } from './known-browser.js'

/** Who a request comes from, in words for people: an address, and a browser's name. */
export interface Browser {
  readonly address: string
  readonly browser: string
}

export interface SignedIn {
  readonly session: LiveSession
  /** For the browser's cookie. */
  readonly secret: Uint8Array
  /** For the cookie that says next time that this browser was here. */
  readonly known: string
}

/** How somebody came in, and for how long they may stay. */
const ways = {
  phone: SESSION_MAX_MS,
  codes: RECOVERY_SESSION_SECONDS * 1000,
  passkey: SESSION_MAX_MS,
} as const

export interface Arriving {
  readonly browser: Browser
  /** The session that the browser had until now, which ends. */
  readonly former: Uint8Array | undefined
  readonly by?: SessionRecord['by']
}

/**
 * Starts a session, unless the account may not have one any more; what the browser was signed in with before ends.
 * Refuses with `credentials_wrong`.
 */
export function startSession(
  ports: Ports,
  kind: SessionKind,
  accountId: AccountId,
  arriving: Arriving,
): Promise<Result<SignedIn>> {
  return ports.storage.transaction((stores) => addSession(ports, stores, kind, accountId, arriving))
}

/** The same inside a transaction. */
export async function addSession(
  ports: Ports,
  stores: Stores,
  kind: SessionKind,
  accountId: AccountId,
  { browser, former, by = 'phone' }: Arriving,
): Promise<Result<SignedIn>> {
  const nowMs = ports.clock.nowMs()
  const secret = ports.random.bytes(ACCESS_SECRET_BYTES)
  const started: SessionRecord = {
    secretHash: ports.vault.keyedHash('session', secret),
    id: ports.random.id(),
    kind,
    accountId,
    createdAtMs: nowMs,
    seenAtMs: nowMs,
    expiresAtMs: nowMs + ways[by],
    by,
    approvedAtMs: nowMs,
    passkeyAtMs: by === 'passkey' ? nowMs : 0,
    address: browser.address,
    browser: browser.browser,
  }
  const old = former && (await stores.sessions.bySecret(ports.vault.keyedHash('session', former)))
  if (old !== undefined) await stores.sessions.end(old.id)
  await stores.sessions.add(started)
  const session = await stores.sessions.bySecret(started.secretHash)
  if (session === undefined || !isSessionGood(session, nowMs) || isWeak(ports, session)) {
    await stores.sessions.end(started.id)
    return refused({ reason: 'credentials_wrong' })
  }
  await record(ports, stores, actorOf(session), {
    action: 'session.started',
    accountId,
    facts: { sessionId: session.id, kind, by, address: browser.address, browser: browser.browser },
  })
  return accepted({ session, secret, known: knownBrowser(ports, accountId) })
}

/**
 * The session of a browser's secret, with account and role as they are now. Its use is noted, once a minute.
 * Refuses with `credentials_wrong`.
 */
export async function findSession(
  ports: Ports,
  kind: SessionKind,
  secret: Uint8Array,
): Promise<Result<LiveSession>> {
  const found = await watchSession(ports, kind, secret)
  const nowMs = ports.clock.nowMs()
  if (found.ok && nowMs - found.value.seenAtMs >= SEEN_EVERY_MS)
    await ports.storage.transaction((stores) => stores.sessions.seen(found.value.secretHash, nowMs), {
      one: `session ${found.value.id}`,
    })
  return found
}

/** The same for a page that is left open and hears news: that is no use, and lets the session run out. */
export async function watchSession(
  ports: Ports,
  kind: SessionKind,
  secret: Uint8Array,
): Promise<Result<LiveSession>> {
  const secretHash = ports.vault.keyedHash('session', secret)
  const session = await ports.storage.read.sessions.bySecret(secretHash)
  const isGood =
    session?.kind === kind && isSessionGood(session, ports.clock.nowMs()) && !isWeak(ports, session)
  return isGood ? accepted(session) : refused({ reason: 'credentials_wrong' })
}

/** [PK11]: where admins must use a passkey, no other session opens the console, whenever it began. */
function isWeak({ settings }: Ports, { kind, by }: LiveSession): boolean {
  return kind === 'admin' && by !== 'passkey' && settings.passkeys.admins === 'required'
}

/** Who acts when this session does. */
export function actorOf(session: LiveSession): Actor {
  const { kind, accountId, userId, role } = session
  if (kind === 'admin' && role !== undefined)
    return { kind: 'admin', accountId, userId, role, freshUntilMs: freshUntil(session) }
  return { kind: 'person', accountId, userId }
}

/** Signing out. Ending it twice is no fault. */
export async function endSession(ports: Ports, session: LiveSession): Promise<void> {
  await ports.storage.transaction(async (stores) => {
    if (!(await stores.sessions.end(session.id))) return
    await record(ports, stores, actorOf(session), {
      action: 'session.ended',
      accountId: session.accountId,
      facts: { sessionId: session.id },
    })
  })
}

/** A person's own sessions, at the console and at /me. Refuses with `not_permitted` in a session that began with codes ([RV4]). */
export async function ownSessions(
  ports: Ports,
  { accountId, by }: LiveSession,
  page: { readonly afterId: string; readonly limit: number },
): Promise<Result<readonly LiveSession[]>> {
  if (by === 'codes') return refused(NOT_BY_CODES)
  const nowMs = ports.clock.nowMs()
  const found = await ports.storage.read.sessions.ofAccount(accountId, page.afterId, page.limit)
  return accepted(found.filter((each) => isSessionGood(each, nowMs)))
}

/**
 * Ends one of a person's own sessions. Refuses with `not_found`, also when it is somebody else's, and with `not_permitted` in a session
 * that began with codes: a thief's must not put the owner out where "this wasn't me" can still be said.
 */
export async function endOwnSession(
  ports: Ports,
  session: LiveSession,
  id: string,
): Promise<Result<undefined>> {
  if (session.by === 'codes') return refused(NOT_BY_CODES)
  const ended = await ports.storage.transaction(async (stores) => {
    const found = await stores.sessions.byId(id)
    if (found === undefined || found.accountId !== session.accountId) return false
    await stores.sessions.end(id)
    await record(ports, stores, actorOf(session), {
      action: 'session.ended',
      accountId: session.accountId,
      facts: { sessionId: id },
    })
    return true
  })
  return ended ? accepted(undefined) : refused({ reason: 'not_found', what: 'session' })
}

const NOT_BY_CODES = { reason: 'not_permitted', permission: 'person' } as const

/** What a page may show of the session it is in. */
export function describeSession(session: LiveSession): {
  readonly permissions: readonly Permission[]
  readonly idleMinutes: number
  readonly freshUntilMs: number
} {
  const { kind, role } = session
  return {
    permissions: kind === 'admin' && role !== undefined ? permissionsOf[role] : [],
    idleMinutes: SESSION_IDLE_MS / 60_000,
    freshUntilMs: freshUntil(session),
  }
}
