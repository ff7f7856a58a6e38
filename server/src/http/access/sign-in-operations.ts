// Signing in, at the console and at /me: a user ID, six digits on the phone, and the cookies that say who the browser is.
import type { SessionBody } from '@countersign/protocol/admin'
import { sessionBody, signInStarted, startSignInBody } from '@countersign/protocol/admin'
import type { LiveSession, SessionKind } from '../../core/access.js'
import type { Ports } from '../../core/ports.js'
import type { SignedIn } from '../../flows/access/sessions.js'
import { describeSession } from '../../flows/access/sessions.js'
import { finishSignIn, startSignIn } from '../../flows/access/sign-in.js'
import { sessionCookie } from '../admin/caller.js'
import { refusalOf } from '../admin/settle.js'
import type { Exchange, Operation, OperationText } from '../operation.js'
import { tooOften } from '../operation.js'
import { readBody } from '../read-json.js'
import { sendJson } from '../reply.js'
import { cookieSecret, cookieText, removeCookie, setCookie } from './cookies.js'
import { browserOf, refuseOtherPages } from './same-page.js'
import { exampleSession, exampleSignIn } from './session-examples.js'

/** Sign-ins begun from one address in a minute: an office behind one address signs in in the morning, a script begins more. */
const STARTS_PER_MINUTE = 20
const FINISHES_PER_MINUTE = 60

export interface SignInPlace {
  readonly kind: SessionKind
  /** Where its operations are: `/admin/v1` or `/me/v1`. */
  readonly base: string
  readonly group: string
  readonly version: string
}

export function signInOperations(place: SignInPlace): readonly Operation[] {
  return [startOperation(place), finishOperation(place)]
}

/** Everything that a page needs to know of who is signed in. */
export function sessionBodyOf(
  { settings }: Pick<Ports, 'settings'>,
  session: LiveSession,
  version: string,
): SessionBody {
  const { id, accountId, userId, displayName, role, kind, expiresAtMs } = session
  const { permissions, idleMinutes, freshUntilMs } = describeSession(session)
  return {
    id,
    accountId,
    userId,
    displayName,
    role: kind === 'admin' ? (role ?? null) : null,
    permissions: [...permissions],
    expiresAtMs,
    idleMinutes,
    by: session.by,
    freshUntilMs,
    server: { name: settings.serverName, version },
  }
}

/** The browser's cookies once it is signed in. */
export function setSessionCookies(
  { ports, response }: Exchange,
  kind: SessionKind,
  { session, secret, known }: SignedIn,
): void {
  const { publicUrl } = ports.settings
  const seconds = Math.floor((session.expiresAtMs - ports.clock.nowMs()) / 1000)
  setCookie(response, sessionCookie(kind), publicUrl, secret, seconds)
  setCookie(response, 'countersign-browser', publicUrl, known, KNOWN_SECONDS)
}

const KNOWN_SECONDS = 90 * 86_400

function startOperation({ kind, base, group }: SignInPlace): Operation {
  const text: OperationText = {
    method: 'post',
    path: `${base}/session/start`,
    group,
    access: 'anyone',
    cors: 'no_page',
    summary: kind === 'admin' ? 'Begin to sign in to the console' : 'Begin to sign in to one’s own page',
    description:
      'Shows nothing of who has an account: the answer is the same for everybody. The page shows the code, and waits at `/v1/watch` with the watch token. Only the browser that began can finish.',
    answer: {
      status: 201,
      description:
        'The phones were asked, or the person can fetch the request in the app (`delivery: pull`).',
      shape: { name: 'SignInStarted', schema: signInStarted },
    },
    codes: ['origin_forbidden', 'passkey_required', 'too_many_open_challenges', 'too_many_requests'],
    example: { body: { userId: 'alice' }, answer: exampleSignIn },
  }
  return {
    ...text,
    body: { name: 'StartSignIn', schema: startSignInBody },
    async handle(exchange) {
      const { ports, request, response } = exchange
      const { publicUrl } = ports.settings
      const refusal = refuseOtherPages(exchange) ?? (await tooOften(exchange, text.path, STARTS_PER_MINUTE))
      if (refusal !== undefined) return refusal
      const read = await readBody(request, startSignInBody)
      if (!read.ok) return read.problem
      const known = cookieText(request, 'countersign-browser', publicUrl)
      const given = { userId: read.value.userId, browser: browserOf(exchange), known }
      const begun = await startSignIn(ports, kind, given)
      if (!begun.ok) return refusalOf(exchange, text, begun.refusal)
      const { started, secret } = begun.value
      const seconds = Math.ceil((started.expiresAtMs - ports.clock.nowMs()) / 1000) + 60
      setCookie(response, waitingCookie(kind), publicUrl, secret, seconds)
      sendJson(response, 201, started)
      return undefined
    },
  }
}

function finishOperation({ kind, base, group, version }: SignInPlace): Operation {
  const text: OperationText = {
    method: 'post',
    path: `${base}/session/finish`,
    group,
    access: 'anyone',
    cors: 'no_page',
    summary: 'Finish signing in',
    description:
      'Once `/v1/watch` says `approved`: spends the approval, and gives this browser a new session. No body. What it was signed in with before ends.',
    answer: {
      status: 200,
      description: 'Who is signed in now.',
      shape: { name: 'Session', schema: sessionBody },
    },
    codes: [
      'unauthorized',
      'origin_forbidden',
      'challenge_not_approved',
      'challenge_final',
      'challenge_expired',
      'device_suspended',
      'device_revoked',
      'too_many_requests',
    ],
    example: { answer: exampleSession },
  }
  return {
    ...text,
    async handle(exchange) {
      const { ports, request, response } = exchange
      const { publicUrl } = ports.settings
      const refusal = refuseOtherPages(exchange) ?? (await tooOften(exchange, text.path, FINISHES_PER_MINUTE))
      if (refusal !== undefined) return refusal
      const secret = cookieSecret(request, waitingCookie(kind), publicUrl)
      if (secret === undefined) return { code: 'unauthorized' }
      const former = cookieSecret(request, sessionCookie(kind), publicUrl)
      const done = await finishSignIn(ports, kind, { secret, browser: browserOf(exchange), former })
      if (!done.ok) return refusalOf(exchange, text, done.refusal)
      removeCookie(response, waitingCookie(kind), publicUrl)
      setSessionCookies(exchange, kind, done.value)
      sendJson(response, 200, sessionBodyOf(ports, done.value.session, version))
      return undefined
    },
  }
}

function waitingCookie(kind: SessionKind): 'countersign-sign-in' | 'countersign-me-sign-in' {
  return kind === 'admin' ? 'countersign-sign-in' : 'countersign-me-sign-in'
}
