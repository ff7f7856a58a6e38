// One operation of the API: what it is called, who may call it, its shapes and what it does; routed and documented from one object.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ErrorCode } from '@countersign/protocol'
import { isId } from '@countersign/protocol'
import type * as z from 'zod/mini'
import type { Ports } from '../core/ports.js'
import type { SpanFacts } from '../core/ports-telemetry.js'
import type { App } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { authenticateApp } from '../flows/apps.js'
import { traced } from '../flows/traced.js'
import { limitKey } from './client-address.js'
import type { Parameter } from './openapi.js'
import type { Audience, Problem } from './problem.js'
import { problemOf } from './problem.js'
import type { Read } from './read-json.js'
import { readBody } from './read-json.js'
import { sendJson } from './reply.js'

/** A named shape: the name it has in the OpenAPI document, and the schema that parses it. */
export interface Shape<T> {
  readonly name: string
  readonly schema: z.ZodMiniType<T>
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What the OpenAPI document says of an operation. */
export interface OperationText {
  readonly method: Method
  /** As OpenAPI writes it: `/v1/challenges/{id}`. */
  readonly path: string
  readonly group: string
  readonly summary: string
  readonly description: string
  /**
   * `app`: an API key. `watcher`: a watch token. `admin`: a signed-in admin, or an API token. `person`: somebody signed in at
   * /me. `anyone`: nothing, or a proof in the body.
   */
  readonly access: 'app' | 'watcher' | 'admin' | 'person' | 'anyone'
  /** `anyone`: pages of any origin may call, without credentials; other servers' authenticators do. */
  readonly cors: 'anyone' | 'no_page'
  /** What stands in the places of the path, where it is not simply the id of the thing that the path names before it. */
  readonly places?: Readonly<Record<string, string>>
  /** Query parameters. What is not one of them is ignored. */
  readonly query?: readonly Parameter[]
  /** The change is refused unless `If-Match` names the revision that was read. */
  readonly ifMatch?: true
  readonly answer: AnswerText
  readonly codes: readonly ErrorCode[]
  readonly example: { readonly body?: unknown; readonly answer?: unknown }
}

/** `shape` is what comes as JSON; without it nothing comes (204), or what `types` say. */
export interface AnswerText {
  readonly status: number
  readonly description: string
  readonly shape?: Shape<unknown>
  /** Media types of an answer that is no JSON, or that is JSON beside them. */
  readonly types?: readonly string[]
}

export interface Operation extends OperationText {
  readonly body?: Shape<unknown>
  /** Media types of a body that is no JSON. */
  readonly upload?: readonly string[]
  handle(exchange: Exchange): Promise<Problem | undefined>
}

/** One request on its way through the edge. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** What the path has in the place of `{id}` and the like. */
  readonly params: Readonly<Record<string, string>>
  /** What follows the `?`, as it came. */
  readonly search: string
  readonly address: string
  readonly ports: Ports
}

/** An operation without a body, called by an app. */
export function appQuery<A>(
  text: OperationText,
  run: (ports: Ports, app: App, id: string) => Promise<Result<A>>,
): Operation {
  return {
    ...text,
    async handle(exchange) {
      const app = await callingApp(exchange)
      if (!app.ok) return app.problem
      const id = pathId(text, exchange)
      if (id === undefined) return { code: 'challenge_unknown' }
      const asked = (ports: Ports): Promise<Result<A>> => run(ports, app.value, id)
      return settle(exchange, text, await traced(exchange.ports, ...spanOf(text), asked), 'known')
    },
  }
}

/** An operation with a body, called by an app. Who calls is decided before the body is read. */
export function appCommand<B, A>(
  text: OperationText,
  body: Shape<B>,
  run: (ports: Ports, app: App, body: B, id: string) => Promise<Result<A>>,
): Operation {
  return {
    ...text,
    body,
    async handle(exchange) {
      const app = await callingApp(exchange)
      if (!app.ok) return app.problem
      const id = pathId(text, exchange)
      if (id === undefined) return { code: 'challenge_unknown' }
      const read = await readBody(exchange.request, body.schema)
      if (!read.ok) return read.problem
      const asked = (ports: Ports): Promise<Result<A>> => run(ports, app.value, read.value, id)
      return settle(exchange, text, await traced(exchange.ports, ...spanOf(text), asked), 'known')
    },
  }
}

/** An operation that carries its own proof in the body. `perMinute` bounds the calls of one address. */
export function provenCommand<B, A>(
  text: OperationText,
  body: Shape<B>,
  perMinute: number,
  run: (ports: Ports, body: B) => Promise<Result<A>>,
): Operation {
  return {
    ...text,
    body,
    async handle(exchange) {
      const busy = await tooOften(exchange, text.path, perMinute)
      if (busy !== undefined) return busy
      const read = await readBody(exchange.request, body.schema)
      if (!read.ok) return read.problem
      // Whoever passed the proof of the ticket is no stranger: what comes after it may be said.
      return settle(exchange, text, await run(exchange.ports, read.value), 'known')
    },
  }
}

/** An operation that anyone may call and that cannot fail. */
export function openQuery<A>(text: OperationText, run: (ports: Ports) => A): Operation {
  return {
    ...text,
    handle: ({ ports, response }) => {
      sendJson(response, text.answer.status, run(ports))
      return Promise.resolve(undefined)
    },
  }
}

/** Counts a call of an address; the problem to answer with when there were more than `perMinute`. */
export async function tooOften(
  { ports, address }: Exchange,
  what: string,
  perMinute: number,
): Promise<Problem | undefined> {
  const allowed = await ports.fabric.allow(`${what} ${limitKey(address)}`, perMinute, 60)
  return allowed ? undefined : { code: 'too_many_requests', retryAfterSeconds: 60 }
}

/** Credentials of the named scheme, or undefined. */
export function credentials(request: IncomingMessage, scheme: 'Bearer' | 'Watch'): string | undefined {
  const header = request.headers.authorization
  // RFC 9110 §11.1: the scheme's name is case-insensitive.
  if (header?.slice(0, scheme.length + 1).toLowerCase() !== `${scheme.toLowerCase()} `) return undefined
  return header.slice(scheme.length + 1)
}

/** Wrong keys from one address in a minute; a guess of 256 bits needs more, a log full of them helps nobody. */
const WRONG_KEYS_PER_MINUTE = 60

async function callingApp(exchange: Exchange): Promise<Read<App>> {
  const apiKey = credentials(exchange.request, 'Bearer')
  const app = apiKey === undefined ? undefined : await authenticateApp(exchange.ports, apiKey)
  if (app?.ok) return app
  const busy = await tooOften(exchange, 'wrong app key', WRONG_KEYS_PER_MINUTE)
  return { ok: false, problem: busy ?? { code: 'unauthorized' } }
}

/** OpenTelemetry's HTTP conventions: the method and the route, never the path itself. */
function spanOf({ method, path }: OperationText): [name: string, facts: SpanFacts] {
  const name = method.toUpperCase()
  return [`${name} ${path}`, { 'http.request.method': name, 'http.route': path }]
}

/** The id in the path; empty when the path has none, undefined when it is no id. */
function pathId(text: OperationText, { params: { id = '' } }: Exchange): string | undefined {
  return !text.path.includes('{id}') || isId(id) ? id : undefined
}

/** Answers with the flow's result; the problem to answer with when it refused. */
export function settle<A>(
  { ports, response }: Exchange,
  text: OperationText,
  result: Result<A>,
  audience: Audience,
): Problem | undefined {
  if (result.ok) {
    sendJson(response, text.answer.status, result.value)
    return undefined
  }
  ports.metrics.refused('http', result.refusal.reason)
  ports.log.info('request_refused', { operation: text.path, ...result.refusal })
  return problemOf(result.refusal, audience)
}
