// One operation of the set-up page: opened by the cookie of the browser that opened the link, and sent by our own page alone.
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { cookieSecret } from '../access/cookies.js'
import { refuseOtherPages } from '../access/same-page.js'
import { answered } from '../admin/settle.js'
import type { Exchange, Operation, OperationText, Shape } from '../operation.js'
import { tooOften } from '../operation.js'
import type { Read } from '../read-json.js'
import { readBody } from '../read-json.js'

export type SetUpText = Omit<OperationText, 'access' | 'cors' | 'group'>

export const setUpCommon = { group: 'Set-up', access: 'anyone', cors: 'no_page' } as const

export interface SetUpCall<B> {
  readonly ports: Ports
  readonly browserSecret: Uint8Array
  /** What stands in the place of `{id}`. */
  readonly id: string
  readonly body: B
  readonly exchange: Exchange
}

/** Without a body the call's `body` is undefined. `perMinute` bounds the calls of one address: an office sets up together. */
export function setUpOperation<B, A>(
  text: SetUpText,
  body: Shape<B>,
  perMinute: number,
  run: (call: SetUpCall<B>) => Promise<Result<A>>,
): Operation
export function setUpOperation<A>(
  text: SetUpText,
  body: undefined,
  perMinute: number,
  run: (call: SetUpCall<undefined>) => Promise<Result<A>>,
): Operation
export function setUpOperation<B, A>(
  text: SetUpText,
  body: Shape<B> | undefined,
  perMinute: number,
  run: (call: SetUpCall<B>) => Promise<Result<A>>,
): Operation {
  return {
    ...text,
    ...setUpCommon,
    ...(body === undefined ? {} : { body }),
    async handle(exchange) {
      const { ports, params } = exchange
      const stranger = text.method === 'get' ? undefined : refuseOtherPages(exchange)
      const refusal = stranger ?? (await tooOften(exchange, text.path, perMinute))
      if (refusal !== undefined) return refusal
      const browserSecret = setUpSecret(exchange)
      if (browserSecret === undefined) return { code: 'link_invalid' }
      const read = await bodyOf(exchange, body)
      if (!read.ok) return read.problem
      const call = { ports, browserSecret, id: params['id'] ?? '', body: read.value, exchange }
      return answered(exchange, text, await run(call))
    },
  }
}

export function setUpSecret({ request, ports }: Exchange): Uint8Array | undefined {
  return cookieSecret(request, 'countersign-set-up', ports.settings.publicUrl)
}

async function bodyOf<B>({ request }: Exchange, body: Shape<B> | undefined): Promise<Read<B>> {
  if (body !== undefined) return readBody(request, body.schema)
  // Sound: without a shape B is undefined, by the second signature of setUpOperation.
  return { ok: true, value: undefined as B }
}
