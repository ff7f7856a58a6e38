// The routes of the API: found in a table, and served on the bare request. What people read comes after, by express.
//
// Express gives every request and response another prototype, and V8 finds each later property of them the slow way: in a
// whole login that was a fifth of the server's CPU. So what each login asks for several times does not pass through it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Ports } from '../core/ports.js'
import type { ClientAddress } from './client-address.js'
import { fail, failUnexpectedly } from './fail.js'
import type { Operation } from './operation.js'
import { allowWatchingPage } from './v1/watch.js'

export interface ApiOptions {
  readonly ports: Ports
  readonly clientAddress: ClientAddress
}

/** Serves the request and says true; false when it is for no operation, and nothing has happened. */
export type ApiRoutes = (request: IncomingMessage, response: ServerResponse) => boolean

export function apiRoutes(operations: readonly Operation[], options: ApiOptions): ApiRoutes {
  const table = new Map(operations.map((operation) => [operation.path, operation]))
  return (request, response) => {
    const { path, id, search } = partsOf(request.url ?? '')
    const operation = table.get(path)
    if (operation === undefined) return false
    const { method = '' } = request
    if (isFor(operation, method)) void serve(operation, options, request, response, id, search)
    else if (method === 'OPTIONS' && mayBeAsked(operation)) preflight(operation, request, response)
    else fail(options.ports, response, { code: 'method_not_allowed', allow: allowed(operation) })
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
  { ports, clientAddress }: ApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  search: string,
): Promise<void> {
  try {
    if (operation.cors === 'anyone') allowAnyPage(response)
    const address = clientAddress(request)
    const problem = await operation.handle({ request, response, id, search, address, ports })
    if (problem !== undefined) fail(ports, response, problem)
  } catch (error) {
    failUnexpectedly(ports, response, error, operation.path)
  }
}

/** An id has nothing to escape, so what stands in its place is compared as it came. */
const CHALLENGE = /^\/v1\/challenges\/([^/]+)/

/** `/v1/challenges/<id>/redeem?x` → `/v1/challenges/{id}/redeem`, the id, and `x`. */
function partsOf(url: string): { readonly path: string; readonly id: string; readonly search: string } {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const search = mark < 0 ? '' : url.slice(mark + 1)
  const id = CHALLENGE.exec(path)?.[1]
  return id === undefined
    ? { path, id: '', search }
    : { path: path.replace(CHALLENGE, '/v1/challenges/{id}'), id, search }
}

function isFor(operation: Operation, method: string): boolean {
  if (operation.method === 'post') return method === 'POST'
  return method === 'GET' || method === 'HEAD'
}

function allowed(operation: Operation): string {
  return operation.method === 'get' ? 'GET, HEAD' : 'POST'
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
