// SCIM 2.0 at /scim/v2 (RFC 7643, RFC 7644): which handler answers what; every answer, also a refusal, in SCIM's own shape.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { callingToken } from '../admin/caller.js'
import type { ApiOptions, ApiRoutes } from '../api-routes.js'
import { failUnexpectedly } from '../fail.js'
import type { Exchange } from '../operation.js'
import { sendBody } from '../reply.js'
import type { Handler, ScimReply } from './call.js'
import { faultReply, readScimBody, revisionIn } from './call.js'
import { providerConfig, resourceTypes, schemas, wholeList } from './discovery.js'
import { addGroup, listGroups, patchGroup, removeGroup, replaceGroup, showGroup } from './groups.js'
import { addUser, listUsers, patchUserHandler, removeUser, replaceUser, showUser } from './users.js'

const ROOT = '/scim/v2'

interface Resource {
  readonly list: Readonly<Record<string, Handler>>
  readonly one: Readonly<Record<string, Handler>>
}

const RESOURCES: Readonly<Record<string, Resource>> = {
  Users: {
    list: { GET: listUsers, POST: addUser },
    one: { GET: showUser, PUT: replaceUser, PATCH: patchUserHandler, DELETE: removeUser },
  },
  Groups: {
    list: { GET: listGroups, POST: addGroup },
    one: { GET: showGroup, PUT: replaceGroup, PATCH: patchGroup, DELETE: removeGroup },
  },
  ServiceProviderConfig: {
    list: { GET: async ({ base }) => ({ status: 200, body: providerConfig(base) }) },
    one: {},
  },
  ResourceTypes: discovery(resourceTypes),
  Schemas: discovery(schemas),
}

/** Everything under /scim/v2. What is not there is refused here too: a provider reads SCIM errors only. */
export function scimRoutes(options: ApiOptions): ApiRoutes {
  return (request, response) => {
    const url = request.url ?? ''
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return false
    const search = mark < 0 ? '' : url.slice(mark + 1)
    void serve(options, request, response, path.slice(ROOT.length + 1), search)
    return true
  }
}

async function serve(
  { ports, clientAddress }: ApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  search: string,
): Promise<void> {
  try {
    const exchange = { request, response, params: {}, search, address: clientAddress(request), ports }
    send(response, await answer(exchange, path))
  } catch (error) {
    failUnexpectedly(ports, response, error, ROOT)
  }
}

/** Who calls comes first: a stranger learns not even which resources there are. */
async function answer(exchange: Exchange, path: string): Promise<ScimReply> {
  const { request, ports, search } = exchange
  const caller = await callingToken(exchange)
  if (!caller.ok) return strangerReply(caller.problem.code)
  const [collection = '', id = '', ...more] = path.split('/').map(decoded)
  const resource = Object.hasOwn(RESOURCES, collection) ? RESOURCES[collection] : undefined
  const handlers = id === '' ? resource?.list : resource?.one
  if (handlers === undefined || more.length > 0)
    return faultReply({ status: 404, detail: 'there is no such resource' })
  const { method = '' } = request
  const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined
  if (handler === undefined) return methodReply(Object.keys(handlers))
  const revision = revisionIn(request.headers['if-match'])
  if (revision === 'unknown') return faultReply({ status: 412, detail: 'the resource has another version' })
  return handler({
    ports,
    actor: caller.value,
    base: `${ports.settings.publicUrl}${ROOT}`,
    id,
    query: new URLSearchParams(search),
    revision,
    body: () => readScimBody(request),
  })
}

function strangerReply(code: string): ScimReply {
  if (code === 'too_many_requests')
    return {
      ...faultReply({ status: 429, detail: 'too many wrong tokens' }),
      headers: { 'Retry-After': '60' },
    }
  const reply = faultReply({ status: 401, detail: 'a token with scim:write expected' })
  // RFC 9110 §15.5.2: a 401 says how to do it right.
  return { ...reply, headers: { 'WWW-Authenticate': 'Bearer' } }
}

function methodReply(methods: readonly string[]): ScimReply {
  return {
    ...faultReply({ status: 405, detail: 'this method is not allowed here' }),
    headers: { Allow: methods.join(', ') },
  }
}

function send(response: ServerResponse, { status, headers = {}, body }: ScimReply): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  const { req } = response
  // What is left of a body that was not read would be taken for the next request.
  if (!req.complete) {
    if ((req.headers['content-length'] ?? '0') !== '0') response.setHeader('Connection', 'close')
    req.resume()
  }
  if (body === undefined) {
    response.statusCode = status
    response.end()
    return
  }
  sendBody(response, status, 'application/scim+json; charset=utf-8', JSON.stringify(body))
}

/** A list, and each of its items by id. */
function discovery(all: (base: string) => readonly Readonly<Record<string, unknown>>[]): Resource {
  return {
    list: { GET: async ({ base }) => ({ status: 200, body: wholeList(all(base)) }) },
    one: {
      GET: async ({ base, id }) => {
        const found = all(base).find((each) => each['id'] === id)
        return found === undefined
          ? faultReply({ status: 404, detail: 'there is no such resource' })
          : { status: 200, body: found }
      },
    },
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
