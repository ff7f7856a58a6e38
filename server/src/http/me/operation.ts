// One operation of a person about their own account: opened by the cookie of /me, and by nothing else.
import type { LiveSession } from '../../core/access.js'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { actorOf } from '../../flows/access/sessions.js'
import { callingSession } from '../admin/caller.js'
import { answeredOnce } from '../admin/idempotency.js'
import { revisionIn } from '../admin/revision.js'
import type { Exchange, Operation, OperationText, Shape } from '../operation.js'
import type { Problem } from '../problem.js'
import type { Read } from '../read-json.js'
import { readBody } from '../read-json.js'

export type MeText = Omit<OperationText, 'access' | 'cors' | 'group'>

export interface MeCall<B> {
  readonly ports: Ports
  readonly session: LiveSession
  /** What stands in the place of `{id}`. */
  readonly id: string
  readonly query: URLSearchParams
  readonly body: B
  /** Of `If-Match`; 0, which no row has, where the operation asks for none. */
  readonly revision: number
  readonly exchange: Exchange
}

/** Without a body the call's `body` is undefined. */
export function meOperation<B, A>(
  text: MeText,
  body: Shape<B>,
  run: (call: MeCall<B>) => Promise<Result<A>>,
): Operation
export function meOperation<A>(
  text: MeText,
  body: undefined,
  run: (call: MeCall<undefined>) => Promise<Result<A>>,
): Operation
export function meOperation<B, A>(
  text: MeText,
  body: Shape<B> | undefined,
  run: (call: MeCall<B>) => Promise<Result<A>>,
): Operation {
  return {
    ...text,
    group: 'Own account',
    access: 'person',
    cors: 'no_page',
    ...(body === undefined ? {} : { body }),
    async handle(exchange): Promise<Problem | undefined> {
      const { ports, params, request, search } = exchange
      const caller = await callingSession(exchange, 'person')
      if (!caller.ok) return caller.problem
      const revision = revisionIn(request.headers['if-match'])
      if (text.ifMatch && revision === undefined) return { code: 'revision_missing' }
      // Another tag than ours can name no revision that is there.
      if (revision === 'unknown') return { code: 'changed_meanwhile' }
      const read = await bodyOf(exchange, body)
      if (!read.ok) return read.problem
      const call = {
        ports,
        session: caller.value.session,
        id: params['id'] ?? '',
        query: new URLSearchParams(search),
      }
      // Another browser of the same person is not told what this one was: pairing links and codes are for one browser.
      const asked = [call.session.id, read.value]
      return answeredOnce(exchange, text, actorOf(call.session), asked, () =>
        run({ ...call, body: read.value, revision: revision ?? 0, exchange }),
      )
    },
  }
}

async function bodyOf<B>({ request }: Exchange, body: Shape<B> | undefined): Promise<Read<B>> {
  if (body !== undefined) return readBody(request, body.schema)
  // Sound: without a shape B is undefined, by the second signature of meOperation.
  return { ok: true, value: undefined as B }
}
