// The resources /v1/codes and /v1/ways: an app logs somebody in by a typed code, and learns which kinds count.
import { askWaysBody, codeAccepted, codeLoginBody, waysAnswer } from '@countersign/protocol'
import { accepted } from '../../core/refusal.js'
import { loginWithCode } from '../../flows/codes/login-with-code.js'
import { otherWays } from '../../flows/codes/other-ways.js'
import { appCommand } from '../operation.js'
import { exampleIds } from './examples.js'

const common = { group: 'Codes', access: 'app', cors: 'no_page' } as const
const context = { address: '203.0.113.7', browser: 'Firefox on Windows' }

export const codeLoginOperation = appCommand(
  {
    ...common,
    method: 'post',
    path: '/v1/codes',
    summary: 'Log in by a typed code',
    description:
      'For a user who has passed the first factor and cannot use the phone. Send the code as it was typed: spaces and dashes do not matter, and the server tells a code of an app, a printed one and one of the help desk apart by their shape. The assertion is a JWS without a device’s signature: check it, and what its `amr` says, before you let anybody in. Whether the code was wrong, used, of a kind that this user does not have, or the user unknown is not told. Each code counts once; a reply that is lost is lost, and the person types the next one.',
    answer: {
      status: 200,
      description: 'The signed assertion.',
      shape: { name: 'CodeAccepted', schema: codeAccepted },
    },
    codes: [
      'unauthorized',
      'body_invalid',
      'code_refused',
      'too_many_tries',
      'way_not_allowed',
      'challenge_unknown',
      'too_many_requests',
      'unavailable',
    ],
    example: {
      body: {
        userId: 'alice',
        purpose: 'login',
        appNonce: exampleIds.appNonce,
        context,
        code: '287 082',
        insteadOf: exampleIds.challengeId,
      },
      answer: { assertion: 'eyJhbGciOiJFZERTQSIs….eyJpc3MiOiI….kT9f…' },
    },
  },
  { name: 'CodeLogin', schema: codeLoginBody },
  (ports, app, body) => loginWithCode(ports, app, body),
)

export const waysOperation = appCommand(
  {
    ...common,
    method: 'post',
    path: '/v1/ways',
    summary: 'Which codes count',
    description:
      'The kinds of codes that the policies let this user type at your app, from this address, now; the same whether the user has any of them, or exists. For a login page that asks for a code before it asks the phone; a request for approval says the same in `otherWays`.',
    answer: {
      status: 200,
      description: 'The kinds; an empty list: none.',
      shape: { name: 'Ways', schema: waysAnswer },
    },
    codes: ['unauthorized', 'body_invalid'],
    example: {
      body: { userId: 'alice', context },
      answer: { otherWays: ['totp', 'backup', 'bypass'], passkeys: 'offered' },
    },
  },
  { name: 'AskWays', schema: askWaysBody },
  async (ports, app, body) => accepted(await otherWays(ports, app, body)),
)
