// Who calls: a program by its token, or a browser by its cookie; at the console, and at the page for oneself.
import type { LiveSession, SessionKind } from '../../core/access.js'
import type { Actor } from '../../core/permissions.js'
import { authenticateToken } from '../../flows/access/authenticate-token.js'
import { actorOf, findSession, watchSession } from '../../flows/access/sessions.js'
import { cookieSecret } from '../access/cookies.js'
import { refuseOtherPages } from '../access/same-page.js'
import type { Exchange } from '../operation.js'
import { credentials, tooOften } from '../operation.js'
import type { Read } from '../read-json.js'

/** Wrong credentials of one address in a minute; a guess of 256 bits needs more, a log full of them helps nobody. */
const WRONG_PER_MINUTE = 60

export interface Caller {
  readonly actor: Actor
  /** Undefined for a program. */
  readonly session: LiveSession | undefined
}

/** The actor of a token; also for SCIM, which has no cookie. */
export async function callingToken(exchange: Exchange): Promise<Read<Actor>> {
  const text = credentials(exchange.request, 'Bearer')
  const found = text === undefined ? undefined : await authenticateToken(exchange.ports, text)
  return found?.ok ? found : wrong(exchange)
}

/** A program, or an admin at the console. A token that is sent counts, and no cookie beside it. */
export function callingAdmin(exchange: Exchange): Promise<Read<Caller>> {
  return programOr(exchange, () => callingSession(exchange, 'admin'))
}

/** The same for a stream that goes on: whether whoever opened it still may. */
export function watchingAdmin(exchange: Exchange): Promise<Read<Caller>> {
  return programOr(exchange, () => sessionBy(watchSession, exchange, 'admin'))
}

async function programOr(exchange: Exchange, browser: () => Promise<Read<Caller>>): Promise<Read<Caller>> {
  if (exchange.request.headers.authorization === undefined) return browser()
  const token = await callingToken(exchange)
  return token.ok ? { ok: true, value: { actor: token.value, session: undefined } } : token
}

/** Somebody who is signed in; what changes something must come from a page of this server. */
export function callingSession(exchange: Exchange, kind: SessionKind): Promise<Read<BrowserCaller>> {
  return sessionBy(findSession, exchange, kind)
}

interface BrowserCaller extends Caller {
  readonly session: LiveSession
}

async function sessionBy(
  find: typeof findSession,
  exchange: Exchange,
  kind: SessionKind,
): Promise<Read<BrowserCaller>> {
  const { ports, request } = exchange
  const secret = cookieSecret(request, sessionCookie(kind), ports.settings.publicUrl)
  // Nobody signed in yet: that is how every page begins, and is not counted.
  if (secret === undefined) return { ok: false, problem: { code: 'unauthorized' } }
  const session = await find(ports, kind, secret)
  if (!session.ok) return wrong(exchange)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const elsewhere = isRead ? undefined : refuseOtherPages(exchange)
  if (elsewhere !== undefined) return { ok: false, problem: elsewhere }
  return { ok: true, value: { actor: actorOf(session.value), session: session.value } }
}

export function sessionCookie(kind: SessionKind): 'countersign' | 'countersign-me' {
  return kind === 'admin' ? 'countersign' : 'countersign-me'
}

async function wrong(exchange: Exchange): Promise<Read<never>> {
  const busy = await tooOften(exchange, 'wrong admin credentials', WRONG_PER_MINUTE)
  return { ok: false, problem: busy ?? { code: 'unauthorized' } }
}
