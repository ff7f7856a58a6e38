// A passkey in the place of the phone, at the console and at /me: to sign in, and to approve once more in a session that is there.
import { finishPasskeyBody, passkeyAsked, startPasskeySignInBody } from '@countersign/protocol'
import { sessionBody } from '@countersign/protocol/admin'
import {
  askForPasskey,
  finishPasskeyApproval,
  finishPasskeySignIn,
  startPasskeySignIn,
} from '../../flows/access/passkey-sign-in.js'
import { sessionCookie } from '../admin/caller.js'
import { answered, refusalOf } from '../admin/settle.js'
import type { Operation, OperationText } from '../operation.js'
import { tooOften } from '../operation.js'
import { readBody } from '../read-json.js'
import { sendJson } from '../reply.js'
import { exampleAnswer, exampleAsked } from '../v1/passkey-examples.js'
import { cookieSecret, removeCookie, setCookie } from './cookies.js'
import { browserOf, refuseOtherPages } from './same-page.js'
import { exampleSession } from './session-examples.js'
import type { SignInPlace } from './sign-in-operations.js'
import { sessionBodyOf, setSessionCookies } from './sign-in-operations.js'
import { signedIn } from './signed-in.js'

/** Of one address in a minute, as for signing in by phone. */
const STARTS_PER_MINUTE = 20
const FINISHES_PER_MINUTE = 60

const finishing = { request: exampleAsked.request, answer: exampleAnswer }

export function passkeyOperations(place: SignInPlace): readonly Operation[] {
  return [startOperation(place), finishOperation(place), askOperation(place), approveOperation(place)]
}

function startOperation({ kind, base, group }: SignInPlace): Operation {
  const text: OperationText = {
    method: 'post',
    path: `${base}/session/passkey/start`,
    group,
    access: 'anyone',
    cors: 'no_page',
    summary: 'Begin to sign in by a passkey',
    description:
      'No phone rings. The answer is the same for everybody, and names no passkey: for `navigator.credentials.get`, with user verification required. Only the browser that began can finish.',
    answer: {
      status: 201,
      description: 'The question.',
      shape: { name: 'PasskeyAsked', schema: passkeyAsked },
    },
    codes: ['origin_forbidden', 'too_many_requests'],
    example: { body: { userId: 'alice' }, answer: exampleAsked },
  }
  return {
    ...text,
    body: { name: 'StartPasskeySignIn', schema: startPasskeySignInBody },
    async handle(exchange) {
      const { ports, request, response } = exchange
      const refusal = refuseOtherPages(exchange) ?? (await tooOften(exchange, text.path, STARTS_PER_MINUTE))
      if (refusal !== undefined) return refusal
      const read = await readBody(request, startPasskeySignInBody)
      if (!read.ok) return read.problem
      const given = { userId: read.value.userId, browser: browserOf(exchange) }
      const { asked, secret } = await startPasskeySignIn(ports, kind, given)
      const seconds = Math.ceil(asked.timeoutMs / 1000)
      setCookie(response, waitingCookie(kind), ports.settings.publicUrl, secret, seconds)
      sendJson(response, 201, asked)
      return undefined
    },
  }
}

function finishOperation({ kind, base, group, version }: SignInPlace): Operation {
  const text: OperationText = {
    method: 'post',
    path: `${base}/session/passkey/finish`,
    group,
    access: 'anyone',
    cors: 'no_page',
    summary: 'Sign in by a passkey',
    description:
      'With what the browser gave. This browser gets a new session; what it was signed in with before ends.',
    answer: {
      status: 200,
      description: 'Who is signed in now.',
      shape: { name: 'Session', schema: sessionBody },
    },
    codes: ['unauthorized', 'origin_forbidden', 'body_invalid', 'passkey_refused', 'too_many_requests'],
    example: { body: finishing, answer: exampleSession },
  }
  return {
    ...text,
    body: { name: 'FinishPasskey', schema: finishPasskeyBody },
    async handle(exchange) {
      const { ports, request, response } = exchange
      const { publicUrl } = ports.settings
      const refusal = refuseOtherPages(exchange) ?? (await tooOften(exchange, text.path, FINISHES_PER_MINUTE))
      if (refusal !== undefined) return refusal
      const secret = cookieSecret(request, waitingCookie(kind), publicUrl)
      if (secret === undefined) return { code: 'unauthorized' }
      const read = await readBody(request, finishPasskeyBody)
      if (!read.ok) return read.problem
      const former = cookieSecret(request, sessionCookie(kind), publicUrl)
      const given = { ...read.value, secret, browser: browserOf(exchange), former }
      const done = await finishPasskeySignIn(ports, kind, given)
      if (!done.ok) return refusalOf(exchange, text, done.refusal)
      removeCookie(response, waitingCookie(kind), publicUrl)
      setSessionCookies(exchange, kind, done.value)
      sendJson(response, 200, sessionBodyOf(ports, done.value.session, version))
      return undefined
    },
  }
}

function askOperation(place: SignInPlace): Operation {
  return signedIn(
    place,
    {
      method: 'post',
      path: '/session/approval/passkey',
      summary: 'Begin a fresh approval by a passkey',
      description:
        'For whatever was refused with `approval_needed` or `passkey_required`. No phone rings. No body.',
      answer: {
        status: 201,
        description: 'The question.',
        shape: { name: 'PasskeyAsked', schema: passkeyAsked },
      },
      codes: ['forbidden', 'too_many_requests'],
      example: { answer: exampleAsked },
    },
    async (exchange, session, text) => {
      const refusal = await tooOften(exchange, text.path, STARTS_PER_MINUTE)
      if (refusal !== undefined) return refusal
      return answered(exchange, text, askForPasskey(exchange.ports, session, browserOf(exchange)))
    },
  )
}

function approveOperation(place: SignInPlace): Operation {
  const operation = signedIn(
    place,
    {
      method: 'post',
      path: '/session/approval/passkey/finish',
      summary: 'Spend a fresh approval by a passkey',
      description:
        'From then on, until `freshUntilMs`, what adds or takes away a way in is done without asking again.',
      answer: {
        status: 200,
        description: 'Who is signed in.',
        shape: { name: 'Session', schema: sessionBody },
      },
      codes: ['body_invalid', 'unauthorized', 'passkey_refused'],
      example: { body: finishing, answer: exampleSession },
    },
    async (exchange, session, text) => {
      const { ports, request, response } = exchange
      const read = await readBody(request, finishPasskeyBody)
      if (!read.ok) return read.problem
      const given = { ...read.value, browser: browserOf(exchange) }
      const done = await finishPasskeyApproval(ports, session, given)
      if (!done.ok) return refusalOf(exchange, text, done.refusal)
      sendJson(response, 200, sessionBodyOf(ports, done.value, place.version))
      return undefined
    },
  )
  return { ...operation, body: { name: 'FinishPasskey', schema: finishPasskeyBody } }
}

function waitingCookie(kind: SignInPlace['kind']): 'countersign-passkey' | 'countersign-me-passkey' {
  return kind === 'admin' ? 'countersign-passkey' : 'countersign-me-passkey'
}
