// The resources /v1/passkeys: an app logs somebody in by a passkey on its own login page; and where else than here passkeys may be used.
import {
  passkeyAccepted,
  passkeyAsked,
  passkeyLoginBody,
  passkeyOptionsBody,
  relatedOrigins,
} from '@countersign/protocol'
import { loginWithPasskey, passkeyOptions } from '../../flows/passkeys/login-with-passkey.js'
import { relatedOrigins as listRelatedOrigins } from '../../flows/passkeys/related-origins.js'
import type { Operation, OperationText } from '../operation.js'
import { appCommand, tooOften } from '../operation.js'
import { sendJson } from '../reply.js'
import { exampleIds } from './examples.js'
import { exampleAnswer, exampleAsked } from './passkey-examples.js'

const common = { group: 'Passkeys', access: 'app', cors: 'no_page' } as const
const login = {
  userId: 'alice',
  purpose: 'login',
  appNonce: exampleIds.appNonce,
  context: { address: '203.0.113.7', browser: 'Firefox on Windows' },
} as const

export const passkeyOptionsOperation = appCommand(
  {
    ...common,
    method: 'post',
    path: '/v1/passkeys/options',
    summary: 'Ask for a passkey',
    description:
      'For a user who has passed the first factor, on your own login page. Give the page `challenge`, `rpId` and `timeoutMs` for `navigator.credentials.get`, with `userVerification: "required"` and no list of credentials, and keep `request` and your `appNonce` in your session. The answer names no passkey: it is the same for a user who has none, or does not exist. `passkey_refused`: the policies let no passkey count here.',
    answer: {
      status: 200,
      description: 'The question.',
      shape: { name: 'PasskeyAsked', schema: passkeyAsked },
    },
    codes: ['unauthorized', 'body_invalid', 'passkey_refused'],
    example: { body: { ...login, origin: 'https://shop.example.org' }, answer: exampleAsked },
  },
  { name: 'PasskeyOptions', schema: passkeyOptionsBody },
  (ports, app, body) => passkeyOptions(ports, app, body),
)

export const passkeyLoginOperation = appCommand(
  {
    ...common,
    method: 'post',
    path: '/v1/passkeys/login',
    summary: 'Log in by a passkey',
    description:
      'With the same facts as in the question, the question, and what the browser gave for it. Each nonce counts once. The assertion is a JWS of a type of its own with the authenticator’s signature in it: check both before you let anybody in. What was wrong with a passkey is not told; the audit says it.',
    answer: {
      status: 200,
      description: 'The signed assertion.',
      shape: { name: 'PasskeyAccepted', schema: passkeyAccepted },
    },
    codes: ['unauthorized', 'body_invalid', 'passkey_refused', 'too_many_requests'],
    example: {
      body: { ...login, request: exampleAsked.request, answer: exampleAnswer },
      answer: { assertion: 'eyJhbGciOiJFZERTQSIs….eyJpc3MiOiI….kT9f…' },
    },
  },
  { name: 'PasskeyLogin', schema: passkeyLoginBody },
  (ports, app, body) => loginWithPasskey(ports, app, body),
)

/** Of one address in a minute: a browser asks once a login, and only where it must. */
const LISTS_PER_MINUTE = 60

const relatedText: OperationText = {
  method: 'get',
  path: '/.well-known/webauthn',
  group: 'Passkeys',
  access: 'anyone',
  cors: 'anyone',
  summary: 'Where else passkeys may be used',
  description:
    'Related Origin Requests (WebAuthn Level 3 §5.11): the origins of apps whose host is neither the RP ID nor below it. Browsers ask the host that the RP ID names; where that is not this server’s, let it pass this path on.',
  answer: {
    status: 200,
    description: 'The origins.',
    shape: { name: 'RelatedOrigins', schema: relatedOrigins },
  },
  codes: ['too_many_requests'],
  example: { answer: { origins: ['https://shop.example.net'] } },
}

export const relatedOriginsOperation: Operation = {
  ...relatedText,
  async handle(exchange) {
    const busy = await tooOften(exchange, relatedText.path, LISTS_PER_MINUTE)
    if (busy !== undefined) return busy
    sendJson(exchange.response, 200, await listRelatedOrigins(exchange.ports))
    return undefined
  },
}
