// The resource /v1/not-me: the page that the link "this wasn't me" of a mail opens. Secrets come in bodies only.
import { fromBase64Url, notMeBody, notMeFound } from '@countersign/protocol'
import { lookUpNotMe, stopByLink } from '../../flows/not-me/not-me-link.js'
import type { Operation } from '../operation.js'
import { provenCommand } from '../operation.js'
import { exampleIds } from './examples.js'

const common = { method: 'post', group: 'Recovery', access: 'anyone', cors: 'no_page' } as const
/** A person opens it once or twice; 256 bits are not guessed at any rate. */
const PER_MINUTE = 60

const example = {
  body: { secret: exampleIds.appNonce },
  answer: {
    serverName: 'ACME',
    userId: 'alice',
    kind: 'device_added',
    facts: { deviceName: 'Pixel 9' },
    atMs: 1_795_000_000_000,
    stopped: false,
  },
}
const body = { name: 'NotMe', schema: notMeBody }
const shape = { name: 'NotMeFound', schema: notMeFound }

export const notMeOperations: readonly Operation[] = [
  provenCommand(
    {
      ...common,
      path: '/v1/not-me/look-up',
      summary: 'See what a link “this wasn’t me” is about',
      description: 'Changes nothing.',
      answer: { status: 200, description: 'What was told, to whom, and when.', shape },
      codes: ['body_invalid', 'link_invalid', 'too_many_requests'],
      example,
    },
    body,
    PER_MINUTE,
    (ports, { secret }) => lookUpNotMe(ports, bytesOf(secret)),
  ),
  provenCommand(
    {
      ...common,
      path: '/v1/not-me/stop',
      summary: 'Stop an account: this wasn’t me',
      description:
        'Suspends the account at once: nobody logs in, sessions end. Phones and codes that were added since the notice are removed. An administrator lets the account in again. Twice is no fault.',
      answer: { status: 200, description: 'It is stopped.', shape },
      codes: ['body_invalid', 'link_invalid', 'too_many_requests'],
      example: { ...example, answer: { ...example.answer, stopped: true } },
    },
    body,
    PER_MINUTE,
    (ports, { secret }) => stopByLink(ports, bytesOf(secret)),
  ),
]

/** The schema has seen that it is base64url; what is not would be an unknown secret. */
function bytesOf(text: string): Uint8Array {
  return fromBase64Url(text) ?? new Uint8Array(0)
}
