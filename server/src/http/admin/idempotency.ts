// The header `Idempotency-Key`: a POST that was sent twice, because its answer got lost, happens once.

import type { Actor } from '../../core/permissions.js'
import type { Result } from '../../core/refusal.js'
import { onceByKey } from '../../flows/access/kept-replies.js'
import type { Exchange, OperationText } from '../operation.js'
import type { Problem } from '../problem.js'
import { answered } from './settle.js'

/** Printable, and long enough for two UUIDs; what is in it is the sender's affair. */
const KEY = /^[\x21-\x7e]{1,128}$/

/** Does the work once for each key of the actor, and answers. Without a key, and for anything but POST, it simply does it. */
export async function answeredOnce<A>(
  exchange: Exchange,
  text: Pick<OperationText, 'path' | 'answer'>,
  actor: Actor,
  body: unknown,
  work: () => Promise<Result<A>>,
): Promise<Problem | undefined> {
  const { ports, request, response } = exchange
  const key = request.headers['idempotency-key']
  if (key === undefined || request.method !== 'POST') return answered(exchange, text, await work())
  if (typeof key !== 'string' || !KEY.test(key)) return { code: 'body_invalid', fault: WRONG_KEY }
  const write = { key, request: JSON.stringify([request.method, request.url, body]) }
  const { result, replayed } = await onceByKey(ports, actor, write, work)
  if (replayed && result.ok) response.setHeader('Idempotency-Replayed', 'true')
  return answered(exchange, text, result)
}

const WRONG_KEY = {
  path: 'Idempotency-Key',
  expected: '1 to 128 printable characters without spaces',
} as const
