// A fresh approval for whoever is signed in, at the console and at /me: asked for, and spent.
import type { ChallengeId } from '@countersign/protocol'
import { finishApprovalBody, sessionBody, signInStarted } from '@countersign/protocol/admin'
import { askForApproval, finishApproval } from '../../flows/access/fresh-approval.js'
import { answered, refusalOf } from '../admin/settle.js'
import type { Operation } from '../operation.js'
import { tooOften } from '../operation.js'
import { readBody } from '../read-json.js'
import { sendJson } from '../reply.js'
import { browserOf } from './same-page.js'
import { exampleSession, exampleSignIn } from './session-examples.js'
import type { SignInPlace } from './sign-in-operations.js'
import { sessionBodyOf } from './sign-in-operations.js'
import { signedIn } from './signed-in.js'

/** Approvals asked for in a minute from one address: a person asks for one now and then. */
const ASKS_PER_MINUTE = 20

export function approvalOperations(place: SignInPlace): readonly Operation[] {
  return [askOperation(place), finishOperation(place)]
}

function askOperation(place: SignInPlace): Operation {
  return signedIn(
    place,
    {
      method: 'post',
      path: '/session/approval',
      summary: 'Ask one’s own phone for a fresh approval',
      description:
        'For whatever was refused with `approval_needed`. The page shows the code, the phone takes it; the page waits at `/v1/watch` with the watch token. No body.',
      answer: {
        status: 201,
        description: 'The phones were asked.',
        shape: { name: 'SignInStarted', schema: signInStarted },
      },
      codes: ['forbidden', 'passkey_required', 'too_many_open_challenges', 'too_many_requests'],
      example: { answer: exampleSignIn },
    },
    async (exchange, session, text) => {
      const refusal = await tooOften(exchange, text.path, ASKS_PER_MINUTE)
      if (refusal !== undefined) return refusal
      return answered(exchange, text, await askForApproval(exchange.ports, session, browserOf(exchange)))
    },
  )
}

function finishOperation(place: SignInPlace): Operation {
  const shape = { name: 'FinishApproval', schema: finishApprovalBody }
  const operation = signedIn(
    place,
    {
      method: 'post',
      path: '/session/approval/finish',
      summary: 'Spend a fresh approval',
      description:
        'Once `/v1/watch` says `approved`. From then on, until `freshUntilMs`, what adds or takes away a way in is done without asking again. An approval that this browser did not ask for here does not fit.',
      answer: {
        status: 200,
        description: 'Who is signed in.',
        shape: { name: 'Session', schema: sessionBody },
      },
      codes: [
        'body_invalid',
        'unauthorized',
        'challenge_unknown',
        'challenge_not_approved',
        'challenge_expired',
        'challenge_final',
      ],
      example: { body: { challengeId: exampleSignIn.challengeId }, answer: exampleSession },
    },
    async (exchange, session, text) => {
      const { ports, request, response } = exchange
      const read = await readBody(request, finishApprovalBody)
      if (!read.ok) return read.problem
      // Sound: the schema saw its shape.
      const done = await finishApproval(ports, session, read.value.challengeId as ChallengeId)
      if (!done.ok) return refusalOf(exchange, text, done.refusal)
      sendJson(response, 200, sessionBodyOf(ports, done.value, place.version))
      return undefined
    },
  )
  return { ...operation, body: shape }
}
