// What the outside hears when a request fails: RFC 9457 problem details from a refusal, a fault of the body or an error code.
import type { ServerResponse } from 'node:http'
import type { ErrorCode, ProblemBody } from '@countersign/protocol'
import { errorCodes } from '@countersign/protocol'
import type { Refusal } from '../core/refusal.js'
import { outwardCode } from '../core/refusal.js'
import { sendBody } from './reply.js'

/** Thrown or returned anywhere at the edge; the one thing `sendProblem` knows how to say. */
export interface Problem {
  readonly code: ErrorCode
  /** The first wrong value of a body, by its path. Never the value. */
  readonly fault?: { readonly path: string; readonly expected: string }
  readonly retryAfterSeconds?: number
  /** For `method_not_allowed`: what is allowed (RFC 9110 §15.5.6 demands it). */
  readonly allow?: string
}

/** Who is asking: a stranger hears only the codes that are marked `outside`. */
export type Audience = 'stranger' | 'known'

/** A flow's refusal in the words that its audience may hear. */
export function problemOf(refusal: Refusal, audience: Audience): Problem {
  const code = audibleTo(audience, outwardCode(refusal))
  const fault = audience === 'known' ? faultOf(refusal) : undefined
  return {
    code,
    ...('retryAfterSeconds' in refusal && refusal.retryAfterSeconds !== undefined
      ? { retryAfterSeconds: refusal.retryAfterSeconds }
      : {}),
    ...(fault === undefined ? {} : { fault }),
  }
}

/** What is wrong, by its name: a value that only a flow could judge, or what is in the way. */
function faultOf(refusal: Refusal): Problem['fault'] {
  switch (refusal.reason) {
    case 'value_invalid':
      return { path: refusal.path, expected: refusal.expected }
    case 'conflict':
      return { path: refusal.what, expected: refusal.because }
    case 'text_invalid':
      return { path: refusal.field, expected: 'a text that fits' }
    case 'too_many_passkeys':
      return { path: 'passkeys', expected: `at most ${refusal.passkeys}` }
    case 'too_many_totps':
      return { path: 'totps', expected: `at most ${refusal.totps}` }
    case 'not_found':
      return { path: refusal.what, expected: 'one that exists' }
    default:
      return undefined
  }
}

/** Codes that tell of accounts, devices or challenges become `unauthorized` or `not_found` for a stranger. */
export function audibleTo(audience: Audience, code: ErrorCode): ErrorCode {
  const { outside, status } = errorCodes[code]
  if (outside || audience === 'known') return code
  return status === 401 || status === 403 ? 'unauthorized' : 'not_found'
}

/** Answers with `application/problem+json`. `typeBase` is where the codes are explained: `<publicUrl>/docs#`. */
export function sendProblem(
  response: ServerResponse,
  problem: Problem,
  context: { readonly typeBase: string; readonly requestId: string },
): void {
  const { status, sentence } = errorCodes[problem.code]
  const body: ProblemBody = {
    type: `${context.typeBase}${problem.code}`,
    title: sentence,
    status,
    code: problem.code,
    requestId: context.requestId,
    ...(problem.fault === undefined ? {} : { fault: problem.fault }),
    ...(problem.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: problem.retryAfterSeconds }),
  }
  // RFC 9110 §15.5.2: a 401 names the scheme that is missing.
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="countersign"')
  if (problem.allow !== undefined) response.setHeader('Allow', problem.allow)
  if (problem.retryAfterSeconds !== undefined)
    response.setHeader('Retry-After', String(problem.retryAfterSeconds))
  sendBody(response, status, 'application/problem+json', JSON.stringify(body))
}
