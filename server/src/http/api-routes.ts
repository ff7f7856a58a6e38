// The routes of the API: found in a table, and served on the bare request. What people read comes after, by express.
//
// Express gives every request and response another prototype, and V8 finds each later property of them the slow way: in a
// whole login that was a fifth of the server's CPU. So what each login asks for several times does not pass through it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Ports } from '../core/ports.js'
import type { RequestFacts } from '../flows/of-request.js'
import { ofRequest } from '../flows/of-request.js'
import type { ClientAddress } from './client-address.js'
import { fail, failUnexpectedly } from './fail.js'
import type { Exchange, Method, Operation } from './operation.js'
import { routeTable } from './route-table.js'
import { allowWatchingPage } from './v1/watch.js'

export interface ApiOptions {
  readonly ports: Ports
  readonly clientAddress: ClientAddress
}

/** Serves the request and says true; false when it is for no operation, and nothing has happened. */
export type ApiRoutes = (request: IncomingMessage, response: ServerResponse) => boolean

export function apiRoutes(operations: readonly Operation[], options: ApiOptions): ApiRoutes {
  const find = routeTable(operations)
  return (request, response) => {
    const { path, search } = partsOf(request.url ?? '')
    const route = find(path)
    if (route === undefined) return false
    const { method = '' } = request
    const operation = route.operations.get(methodOf(method))
    const asked = method === 'OPTIONS' ? [...route.operations.values()].find(mayBeAsked) : undefined
    if (operation !== undefined)
      void serve(operation, options, { request, response, params: route.params, search })
    else if (asked !== undefined) preflight(asked, request, response)
    else fail(options.ports, response, { code: 'method_not_allowed', allow: allowed(route.operations) })
    return true
  }
}

/** No credentials are ever sent along, and each call carries its own proof, so the caller's origin says nothing. */
export function allowAnyPage(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
}

async function serve(
  operation: Operation,
  options: ApiOptions,
  asked: Pick<Exchange, 'request' | 'response' | 'params' | 'search'>,
): Promise<void> {
  const { request, response } = asked
  const beganMs = performance.now()
  const ports = ofRequest(options.ports, factsOf(operation, request, response))
  try {
    if (operation.cors === 'anyone') allowAnyPage(response)
    const problem = await operation.handle({ ...asked, address: options.clientAddress(request), ports })
    if (problem !== undefined) fail(ports, response, problem)
  } catch (error) {
    failUnexpectedly(ports, response, error, operation.path)
  }
  ports.metrics.answered(operation.group, response.statusCode, performance.now() - beganMs)
}

/** Only of apps more is believed than that they ask: what they send is kept with what they ask for. */
function factsOf(
  { access }: Operation,
  { headers }: IncomingMessage,
  response: ServerResponse,
): RequestFacts {
  const ownId = String(response.getHeader('Request-Id'))
  if (access !== 'app') return { ownId, caller: undefined }
  return {
    ownId,
    caller: { id: onlyOne(headers['request-id']), traceParent: onlyOne(headers['traceparent']) },
  }
}

/** W3C Trace Context §3.2.1 and common sense: a header that came twice says nothing. */
function onlyOne(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined
}

/** `/v1/challenges/<id>/redeem?x` → its path, and `x`. */
function partsOf(url: string): { readonly path: string; readonly search: string } {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, search: '' } : { path: url.slice(0, mark), search: url.slice(mark + 1) }
}

/** RFC 9110 §9.3.2: HEAD is GET without a body. What is no method of ours finds nothing in the table. */
function methodOf(method: string): Method {
  if (method === 'HEAD') return 'get'
  // Sound: it is only looked up, and a name that no operation has is not found.
  return method.toLowerCase() as Method
}

function allowed(operations: ReadonlyMap<Method, Operation>): string {
  return [...operations.keys()]
    .map((method) => (method === 'get' ? 'GET, HEAD' : method.toUpperCase()))
    .join(', ')
}

/** Whether pages may ask beforehand: only those operations are for pages. */
function mayBeAsked(operation: Operation): boolean {
  return operation.access === 'watcher' || operation.cors === 'anyone'
}

function preflight(operation: Operation, request: IncomingMessage, response: ServerResponse): void {
  if (operation.access === 'watcher') allowWatchingPage(request.headers.origin, response)
  else allowAnyPage(response)
  response.setHeader('Access-Control-Allow-Methods', operation.method.toUpperCase())
  response.setHeader(
    'Access-Control-Allow-Headers',
    operation.access === 'watcher' ? 'Authorization' : 'Content-Type',
  )
  // Two hours is the most that Chromium keeps.
  response.setHeader('Access-Control-Max-Age', '7200')
  response.statusCode = 204
  response.end()
}
