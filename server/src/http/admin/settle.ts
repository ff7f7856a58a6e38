// How a flow's result leaves the admin API: the answer with its revision as a tag, or what the caller may hear of the refusal.
import type { Refusal, Result } from '../../core/refusal.js'
import type { Exchange, OperationText } from '../operation.js'
import type { Problem } from '../problem.js'
import { problemOf } from '../problem.js'
import { sendEmpty, sendJson } from '../reply.js'
import { revisionTag } from './revision.js'

/** Answers with the result; the problem to answer with when the flow refused. */
export function answered<A>(
  exchange: Exchange,
  text: Pick<OperationText, 'path' | 'answer'>,
  result: Result<A>,
): Problem | undefined {
  if (!result.ok) return refusalOf(exchange, text, result.refusal)
  const { response } = exchange
  const tag = revisionTag(result.value)
  if (tag !== undefined) response.setHeader('ETag', tag)
  if (text.answer.status === 204) sendEmpty(response)
  else sendJson(response, text.answer.status, result.value)
  return undefined
}

/** Notes the refusal in the log, and says what the caller may hear of it. */
export function refusalOf({ ports }: Exchange, text: Pick<OperationText, 'path'>, refusal: Refusal): Problem {
  ports.metrics.refused('http', refusal.reason)
  ports.log.info('request_refused', { operation: text.path, ...refusal })
  return problemOf(refusal, 'known')
}
