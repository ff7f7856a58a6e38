// How a request ends that was refused or that failed: a problem document, and for a fault of ours a line in the log.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Ports } from '../core/ports.js'
import { Unavailable } from '../core/unavailable.js'
import type { Problem } from './problem.js'
import { sendProblem } from './problem.js'

/** Answers with the problem. */
export function fail({ settings }: Ports, response: ServerResponse, problem: Problem): void {
  // What is left of a body that was not read would be taken for the next request.
  if (!isConsumed(response.req)) response.setHeader('Connection', 'close')
  response.req.resume()
  sendProblem(response, problem, {
    typeBase: `${settings.publicUrl}/docs#`,
    requestId: String(response.getHeader('Request-Id')),
  })
}

/** How soon an app may try again while the database is away: it heals by itself, and nobody should wait for it longer than they must. */
const TRY_AGAIN_SECONDS = 1

/**
 * A fault: the log hears what it was, the outside only that it was, with the id to find it by; and where only the database is away,
 * that it may be tried again.
 */
export function failUnexpectedly(
  ports: Ports,
  response: ServerResponse,
  error: unknown,
  route: string | undefined,
): void {
  ports.log.error('request_failed', {
    requestId: response.getHeader('Request-Id'),
    method: response.req.method,
    route,
    error,
  })
  fail(
    ports,
    response,
    error instanceof Unavailable
      ? { code: 'unavailable', retryAfterSeconds: TRY_AGAIN_SECONDS }
      : { code: 'internal' },
  )
}

function isConsumed(request: IncomingMessage): boolean {
  return request.complete || (request.headers['content-length'] ?? '0') === '0'
}
