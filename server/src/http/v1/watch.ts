// The resource /v1/watch: a login page learns where its challenge is, as it happens or by asking again.
import type { ServerResponse } from 'node:http'
import type { ChallengeStatus } from '@countersign/protocol'
import { challengeStatus, fromBase64Url, LONG_POLL_MAX_SECONDS } from '@countersign/protocol'
import { statusForWatcher } from '../../flows/challenge-status.js'
import type { Exchange, Operation } from '../operation.js'
import { credentials, tooOften } from '../operation.js'
import type { Problem } from '../problem.js'
import { problemOf } from '../problem.js'
import { sendJson } from '../reply.js'
import type { WaitingRoom } from '../waiting-room.js'
import { isFinal } from '../waiting-room.js'
import { exampleStatus } from './examples.js'

/** Wrong watch tokens from one address in a minute: a page of ours never sends one. */
const WRONG_TOKENS_PER_MINUTE = 60
/** Seconds until a page that found no place may ask again. */
const FULL_RETRY_SECONDS = 5

export function watchOperation(room: WaitingRoom): Operation {
  return {
    method: 'get',
    path: '/v1/watch',
    group: 'Challenges',
    access: 'watcher',
    cors: 'no_page',
    summary: 'Wait for the outcome',
    description:
      'For the login page, with the watch token: `Authorization: Watch <token>`. With `Accept: text/event-stream` each change is an event `status` whose data is a ChallengeStatus; the first comes at once, and the stream ends after a final state. Otherwise a long poll: `?wait=<seconds, at most 25>&state=<known>&progress=<known>` answers as soon as what is known is no longer true. Pages of the app’s own origins only.',
    query: [
      {
        name: 'wait',
        in: 'query',
        required: false,
        description: 'Seconds to wait for a change, at most 25. Only with `state`.',
        schema: { type: 'integer', minimum: 0, maximum: LONG_POLL_MAX_SECONDS },
      },
      {
        name: 'state',
        in: 'query',
        required: false,
        description: 'The state that is known.',
        schema: { type: 'string' },
      },
      {
        name: 'progress',
        in: 'query',
        required: false,
        description: 'The progress that is known.',
        schema: { type: 'string' },
      },
    ],
    answer: {
      status: 200,
      description: 'The state now; or the stream of states.',
      shape: { name: 'ChallengeStatus', schema: challengeStatus },
    },
    codes: ['unauthorized', 'origin_forbidden', 'too_many_requests'],
    example: { answer: exampleStatus },
    handle: (exchange) => watch(room, exchange),
  }
}

/**
 * The answer to a preflight, which carries no token: any origin may ask, since the request itself is refused on the server
 * unless its origin is one of the app's. What is allowed here gives nothing to a page that has no watch token.
 */
export function allowWatchingPage(origin: string | undefined, response: ServerResponse): void {
  response.setHeader('Vary', 'Origin')
  if (origin === undefined) return
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
}

async function watch(room: WaitingRoom, exchange: Exchange): Promise<Problem | undefined> {
  const { request, response, ports } = exchange
  const origin = request.headers.origin
  allowWatchingPage(origin, response)
  const token = fromBase64Url(credentials(request, 'Watch') ?? '')
  const found = token?.length === 32 ? await statusForWatcher(ports, token) : undefined
  if (token === undefined || found === undefined || !found.ok) {
    const busy = await tooOften(exchange, 'wrong watch token', WRONG_TOKENS_PER_MINUTE)
    return busy ?? (found?.ok === false ? problemOf(found.refusal, 'stranger') : { code: 'unauthorized' })
  }
  const { allowedOrigins, challengeId, status } = found.value
  if (origin !== undefined && !allowedOrigins.includes(origin)) return { code: 'origin_forbidden' }

  const page = { challengeId, token, status }
  const streaming = request.headers.accept?.includes('text/event-stream') === true
  const known = new URLSearchParams(streaming ? '' : exchange.search)
  const seconds = pollSeconds(known.get('wait'))
  if (!streaming && (seconds === 0 || isFinal(status) || !isKnown(status, known))) {
    sendJson(response, 200, status)
    return undefined
  }
  if (!room.hasPlaceFor(challengeId))
    return { code: 'too_many_requests', retryAfterSeconds: FULL_RETRY_SECONDS }
  room.enter(
    response,
    page,
    streaming ? { kind: 'stream' } : { kind: 'poll', untilMs: ports.clock.nowMs() + seconds * 1000 },
  )
  return undefined
}

/** What cannot be read is no wish to wait. */
function pollSeconds(wait: string | null): number {
  if (wait === null || !/^\d{1,3}$/.test(wait)) return 0
  return Math.min(Number(wait), LONG_POLL_MAX_SECONDS)
}

/** Whether the page said that it knows this state already: only then is there something to wait for. */
function isKnown(status: ChallengeStatus, known: URLSearchParams): boolean {
  const progress = known.get('progress')
  return known.get('state') === status.state && (progress === null || progress === status.progress)
}
