// Being signed in and signing out: the same operations at the console and at /me, told apart by kind.
import type { SessionRow } from '@countersign/protocol/admin'
import { sessionBody, sessionList } from '@countersign/protocol/admin'
import type { LiveSession } from '../../core/access.js'
import { endOwnSession, endSession, ownSessions } from '../../flows/access/sessions.js'
import { sessionCookie } from '../admin/caller.js'
import { cursorIn, limitIn, pageFrom, pageParameters } from '../admin/paging.js'
import { answered, refusalOf } from '../admin/settle.js'
import type { Operation } from '../operation.js'
import { sendEmpty, sendJson } from '../reply.js'
import { approvalOperations } from './approval-operations.js'
import { removeCookie } from './cookies.js'
import { passkeyOperations } from './passkey-operations.js'
import { exampleSession, exampleSessionRow } from './session-examples.js'
import type { SignInPlace } from './sign-in-operations.js'
import { sessionBodyOf, signInOperations } from './sign-in-operations.js'
import { signedIn } from './signed-in.js'

/** Signing in included. */
export function sessionOperations(place: SignInPlace): readonly Operation[] {
  return [
    ...signInOperations(place),
    ...approvalOperations(place),
    ...passkeyOperations(place),
    showOperation(place),
    endOperation(place),
    listOperation(place),
    endOneOperation(place),
  ]
}

function showOperation(place: SignInPlace): Operation {
  return signedIn(
    place,
    {
      method: 'get',
      path: '/session',
      summary: 'Who is signed in',
      description: 'The browser’s own session, with what it may do as it is now. A token has none.',
      answer: { status: 200, description: 'The session.', shape: { name: 'Session', schema: sessionBody } },
      codes: ['unauthorized'],
      example: { answer: exampleSession },
    },
    async ({ ports, response }, session) => {
      sendJson(response, 200, sessionBodyOf(ports, session, place.version))
      return undefined
    },
  )
}

function endOperation(place: SignInPlace): Operation {
  return signedIn(
    place,
    {
      method: 'post',
      path: '/session/end',
      summary: 'Sign out',
      description: 'Ends the browser’s own session, and removes its cookie. No body.',
      answer: { status: 204, description: 'Signed out.' },
      codes: [],
      example: {},
    },
    async ({ ports, response }, session) => {
      await endSession(ports, session)
      removeCookie(response, sessionCookie(place.kind), ports.settings.publicUrl)
      sendEmpty(response)
      return undefined
    },
  )
}

function listOperation(place: SignInPlace): Operation {
  return signedIn(
    place,
    {
      method: 'get',
      path: '/sessions',
      summary: 'List one’s own sessions',
      description: 'Where the account is signed in, at the console and at its own page.',
      query: pageParameters,
      answer: {
        status: 200,
        description: 'A page of sessions.',
        shape: { name: 'SessionList', schema: sessionList },
      },
      codes: ['forbidden'],
      example: { answer: { items: [exampleSessionRow], next: null } },
    },
    async (exchange, session, text) => {
      const { ports, response, search } = exchange
      const query = new URLSearchParams(search)
      const limit = limitIn(query)
      const page = { afterId: cursorIn(query), limit: limit + 1 }
      const found = await ownSessions(ports, session, page)
      if (!found.ok) return refusalOf(exchange, text, found.refusal)
      sendJson(
        response,
        200,
        pageFrom(found.value, limit, ({ id }) => id, sessionRowFor(session.id)),
      )
      return undefined
    },
  )
}

function endOneOperation(place: SignInPlace): Operation {
  return signedIn(
    place,
    {
      method: 'delete',
      path: '/sessions/{id}',
      summary: 'End one of one’s own sessions',
      description: 'That browser is signed out at its next request.',
      answer: { status: 204, description: 'Ended.' },
      codes: ['not_found', 'forbidden'],
      example: {},
    },
    async (exchange, session, text) =>
      answered(exchange, text, await endOwnSession(exchange.ports, session, exchange.params['id'] ?? '')),
  )
}

/** `currentId`: the session that asks. */
export function sessionRowFor(currentId: string | undefined): (session: LiveSession) => SessionRow {
  return ({ id, kind, accountId, userId, createdAtMs, seenAtMs, expiresAtMs, address, browser }) => ({
    id,
    kind,
    accountId,
    userId,
    current: id === currentId,
    createdAtMs,
    seenAtMs,
    expiresAtMs,
    address,
    browser,
  })
}
