// The HTTP edge as one express application: which step comes when, and why; every route is found from here.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Express, NextFunction, Request, Response } from 'express'
import express from 'express'
import type { Ports } from '../core/ports.js'
import { serveAuthenticator } from './authenticator.js'
import type { ClientAddress } from './client-address.js'
import { docsPage } from './docs/page.js'
import { docsStyle } from './docs/style.js'
import { frontPage } from './front-page.js'
import { openApiDocument } from './openapi.js'
import type { Operation } from './operation.js'
import type { Problem } from './problem.js'
import { sendProblem } from './problem.js'
import { sendBody, sendJson } from './reply.js'
import { PAGE_POLICY, setSecurityHeaders } from './security-headers.js'
import {
  cancelOperation,
  challengeStatusOperation,
  redeemOperation,
  requestApprovalOperation,
} from './v1/challenges.js'
import { keySetOperation } from './v1/keyset.js'
import { acceptPairingOperation, lookUpTicketOperation } from './v1/pairings.js'
import { serverOperation } from './v1/server.js'
import { allowWatchingPage, watchOperation } from './v1/watch.js'
import type { WaitingRoom } from './waiting-room.js'

export interface HttpOptions {
  readonly ports: Ports
  readonly room: WaitingRoom
  /** Whether this process may be sent work, and what was looked at. */
  readonly readiness: () => Promise<{ readonly ready: boolean }>
  readonly clientAddress: ClientAddress
  readonly version: string
  /** Directory of the built authenticator. */
  readonly authenticatorDir: string
}

/** Every operation of the API, the ones of each login first: routes are tried in this order. */
export function operationsOf(room: WaitingRoom, version: string): readonly Operation[] {
  return [
    requestApprovalOperation,
    watchOperation(room),
    redeemOperation,
    cancelOperation,
    challengeStatusOperation,
    lookUpTicketOperation,
    acceptPairingOperation,
    keySetOperation,
    serverOperation(version),
  ]
}

/** Builds the application. It listens to nothing by itself: app.ts gives it to an http or https server. */
export function httpServer(options: HttpOptions): Express {
  const { room, version } = options
  const app = express()
  // Says nothing about what it is made of, and computes no tags for answers that are never cached.
  app.disable('x-powered-by')
  app.disable('etag')
  // X-Forwarded-* is read in client-address.ts only, by the rule that the socket uses too.
  app.set('trust proxy', false)

  // 1. Before all else: an id to find the request by, and headers that even an error page carries.
  app.use(prepare(options))
  // 2. The API first, since each login comes here several times. A body is read by its operation, after the caller is known.
  const operations = operationsOf(room, version)
  for (const operation of operations) mount(app, operation, options)
  // 3. What a load balancer asks.
  mountHealth(app, options)
  // 4. What people read, and the authenticator.
  mountPages(app, operations, options)
  // 5. What is left is a wrong method on a known path, nothing at all, or a fault of ours.
  app.use((_request: Request, response: Response) => fail(options, response, { code: 'not_found' }))
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) =>
    failUnexpectedly(options, response, error),
  )
  return app
}

/** One start value per process, then a counter: unique in a log, and it tells nothing. */
function prepare({ ports }: HttpOptions): (request: Request, response: Response, next: NextFunction) => void {
  const start = Buffer.from(ports.random.bytes(6)).toString('hex')
  let count = 0
  return (_request, response, next) => {
    count += 1
    response.setHeader('Request-Id', `${start}-${count.toString(36)}`)
    setSecurityHeaders(response, ports.settings.publicUrl.startsWith('https:'))
    next()
  }
}

function mount(app: Express, operation: Operation, options: HttpOptions): void {
  const { ports, clientAddress } = options
  // One route a path: three of the same path would be matched one after the other by every request that passes.
  const route = app.route(operation.path.replace('{id}', ':id'))
  route[operation.method](async (request, response) => {
    if (operation.cors === 'anyone') allowAnyPage(response)
    const problem = await operation.handle({ request, response, ports, address: clientAddress(request) })
    if (problem !== undefined) fail(options, response, problem)
  })
  if (operation.access === 'watcher' || operation.cors === 'anyone')
    route.options((request, response) => preflight(operation, request, response))
  const allow = operation.method === 'get' ? 'GET, HEAD' : 'POST'
  route.all((_request, response) => fail(options, response, { code: 'method_not_allowed', allow }))
}

/** No credentials are ever sent along, and each call carries its own proof, so the caller's origin says nothing. */
function allowAnyPage(response: Response): void {
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
}

function preflight(operation: Operation, request: Request, response: Response): void {
  if (operation.access === 'watcher') allowWatchingPage(request.headers.origin, response)
  else allowAnyPage(response)
  response.setHeader('Access-Control-Allow-Methods', operation.method.toUpperCase())
  response.setHeader(
    'Access-Control-Allow-Headers',
    operation.access === 'watcher' ? 'Authorization' : 'Content-Type',
  )
  // Two hours is the most that Chromium keeps.
  response.setHeader('Access-Control-Max-Age', '7200')
  response.status(204).end()
}

function mountHealth(app: Express, { readiness }: HttpOptions): void {
  app.get('/healthz', (_request, response) => sendJson(response, 200, { status: 'alive' }))
  app.get('/readyz', async (_request, response) => {
    const found = await readiness()
    sendJson(response, found.ready ? 200 : 503, found)
  })
}

function mountPages(app: Express, operations: readonly Operation[], options: HttpOptions): void {
  const { ports, version, authenticatorDir } = options
  const { settings } = ports
  // Made at the first request: the address may be known only once the server listens. It cannot change after that.
  const document = once(() => openApiDocument(operations, { version, url: settings.publicUrl }))
  const documentText = once(() => JSON.stringify(document(), null, 2))
  const docs = once(() => docsPage(document(), settings.serverName))
  app.get('/v1/openapi.json', (_request, response) => {
    allowAnyPage(response)
    sendBody(response, 200, 'application/json; charset=utf-8', documentText())
  })
  app.get('/docs', (_request, response) => sendPage(response, docs()))
  app.get('/docs.css', (_request, response) => sendBody(response, 200, 'text/css; charset=utf-8', docsStyle))
  app.get('/', (_request, response) => sendPage(response, frontPage(settings.serverName, version)))
  serveAuthenticator(app, authenticatorDir, settings)
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function sendPage(response: ServerResponse, html: string): void {
  response.setHeader('Content-Security-Policy', PAGE_POLICY)
  sendBody(response, 200, 'text/html; charset=utf-8', html)
}

function fail({ ports }: HttpOptions, response: Response, problem: Problem): void {
  // What is left of a body that was not read would be taken for the next request.
  if (!isConsumed(response.req)) response.setHeader('Connection', 'close')
  response.req.resume()
  sendProblem(response, problem, {
    typeBase: `${ports.settings.publicUrl}/docs#`,
    requestId: String(response.getHeader('Request-Id')),
  })
}

function isConsumed(request: IncomingMessage): boolean {
  return request.complete || (request.headers['content-length'] ?? '0') === '0'
}

/** A fault of ours: the log hears what it was, the outside only that it was, with the id to find it by. */
function failUnexpectedly(options: HttpOptions, response: Response, error: unknown): void {
  // Express throws for a path that is not valid percent-encoding: nothing can be there.
  if (error instanceof URIError) {
    fail(options, response, { code: 'not_found' })
    return
  }
  options.ports.log.error('request_failed', {
    requestId: response.getHeader('Request-Id'),
    method: response.req.method,
    route: response.req.route?.path,
    error,
  })
  fail(options, response, { code: 'internal' })
}
