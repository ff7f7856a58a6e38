// One operation of the admin API: who calls is known before the body is read, and each answer carries its revision.
import type { LiveSession } from '../../core/access.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import type { Exchange, Operation, OperationText, Shape } from '../operation.js'
import type { Problem } from '../problem.js'
import type { Read } from '../read-json.js'
import { readBody } from '../read-json.js'
import { callingAdmin } from './caller.js'
import { answeredOnce } from './idempotency.js'
import { revisionIn } from './revision.js'

/** What the documentation says of an operation of an admin. The permission that it needs belongs to the action it calls. */
export type AdminText = Omit<OperationText, 'access' | 'cors'>

/** Lists of groups and policies are larger than what an app ever sends. */
export const ADMIN_BODY_MAX_BYTES = 262_144

export interface AdminCall<B> {
  readonly ports: Ports
  readonly actor: Actor
  /** Of a browser; undefined for a program. */
  readonly session: LiveSession | undefined
  /** What stands in the places of the path. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: B
  /** Of `If-Match`; with `ifMatch` it is there. */
  readonly revision: number | undefined
  readonly exchange: Exchange
}

/**
 * An operation whose body and answer are JSON. Without a body the call's `body` is undefined.
 *
 * @example
 * adminOperation({ method: 'get', path: '/admin/v1/groups/{id}', … }, undefined, ({ ports, actor, params }) =>
 *   showGroup(ports, actor, { id: params['id'] ?? '' }))
 */
export function adminOperation<B, A>(
  text: AdminText,
  body: Shape<B>,
  run: (call: AdminCall<B>) => Promise<Result<A>>,
): Operation
export function adminOperation<A>(
  text: AdminText,
  body: undefined,
  run: (call: AdminCall<undefined>) => Promise<Result<A>>,
): Operation
export function adminOperation<B, A>(
  text: AdminText,
  body: Shape<B> | undefined,
  run: (call: AdminCall<B>) => Promise<Result<A>>,
): Operation {
  return {
    ...text,
    access: 'admin',
    cors: 'no_page',
    ...(body === undefined ? {} : { body }),
    async handle(exchange) {
      const call = await callOf(text, exchange)
      if (!call.ok) return call.problem
      const read = await bodyOf(exchange, body)
      if (!read.ok) return read.problem
      const whole = { ...call.value, body: read.value }
      return answeredOnce(exchange, text, whole.actor, read.value, () => run(whole))
    },
  }
}

/**
 * An operation that reads its request or writes its response itself: streams, uploads, downloads. `run` answers, or says what
 * the problem is (`refusalOf` of settle.ts makes one of a flow's refusal).
 */
export function rawAdminOperation(
  text: AdminText & Pick<Operation, 'upload' | 'body'>,
  run: (call: AdminCall<undefined>) => Promise<Problem | undefined>,
): Operation {
  return {
    ...text,
    access: 'admin',
    cors: 'no_page',
    async handle(exchange) {
      const call = await callOf(text, exchange)
      return call.ok ? run(call.value) : call.problem
    },
  }
}

async function callOf(text: AdminText, exchange: Exchange): Promise<Read<AdminCall<undefined>>> {
  const { ports, params, request, search } = exchange
  const caller = await callingAdmin(exchange)
  if (!caller.ok) return caller
  const revision = revisionIn(request.headers['if-match'])
  if (text.ifMatch && revision === undefined) return { ok: false, problem: { code: 'revision_missing' } }
  // Another tag than ours can name no revision that is there.
  if (revision === 'unknown') return { ok: false, problem: { code: 'changed_meanwhile' } }
  const query = new URLSearchParams(search)
  return {
    ok: true,
    value: { ports, ...caller.value, params, query, body: undefined, revision, exchange },
  }
}

async function bodyOf<B>({ request }: Exchange, body: Shape<B> | undefined): Promise<Read<B>> {
  if (body !== undefined) return readBody(request, body.schema, ADMIN_BODY_MAX_BYTES)
  // Sound: without a shape B is undefined, by the second signature of adminOperation.
  return { ok: true, value: undefined as B }
}
