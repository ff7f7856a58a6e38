// The HTTP edge: which step comes when, and why; every route is found from here.
import type { RequestListener, ServerResponse } from 'node:http'
import type { Express, NextFunction, Request, Response } from 'express'
import express from 'express'
import type { Ports } from '../core/ports.js'
import { recoveryOperations } from './access/recovery-operations.js'
import { adminOperations } from './admin/all.js'
import { allowAnyPage, apiRoutes } from './api-routes.js'
import { serveBuiltPage } from './built-page.js'
import { builtPages } from './built-pages.js'
import type { ClientAddress } from './client-address.js'
import { docsPage } from './docs/page.js'
import { docsStyle } from './docs/style.js'
import { fail, failUnexpectedly } from './fail.js'
import { frontPage } from './front-page.js'
import type { LiveStreams } from './live-streams.js'
import { meOperations } from './me/all.js'
import { openApiDocument } from './openapi.js'
import type { Operation } from './operation.js'
import { sendBody, sendJson } from './reply.js'
import { scimRoutes } from './scim/serve.js'
import { PAGE_POLICY, setSecurityHeaders } from './security-headers.js'
import { setUpOperations } from './set-up/all.js'
import { appOperation } from './v1/app.js'
import { brandingOperations } from './v1/branding.js'
import { registerBrowserOperation } from './v1/browsers.js'
import {
  cancelOperation,
  challengeStatusOperation,
  redeemOperation,
  requestApprovalOperation,
} from './v1/challenges.js'
import { codeLoginOperation, waysOperation } from './v1/codes.js'
import { enrolOperation } from './v1/enrolments.js'
import { acceptInvitationOperations } from './v1/invitations.js'
import { keySetOperation } from './v1/keyset.js'
import { notMeOperations } from './v1/not-me.js'
import { acceptPairingOperation, lookUpTicketOperation } from './v1/pairings.js'
import { passkeyLoginOperation, passkeyOptionsOperation, relatedOriginsOperation } from './v1/passkeys.js'
import { serverOperation } from './v1/server.js'
import { watchOperation } from './v1/watch.js'
import type { WaitingRoom } from './waiting-room.js'

export interface HttpOptions {
  readonly ports: Ports
  readonly room: WaitingRoom
  readonly streams: LiveStreams
  /** Whether this process may be sent work, and what was looked at. */
  readonly readiness: () => Promise<{ readonly ready: boolean }>
  readonly clientAddress: ClientAddress
  readonly version: string
  /** Directory of the built authenticator. */
  readonly authenticatorDir: string
  /** Directory of the built console, with the page for oneself and that of invitations. */
  readonly consoleDir: string
}

/** Every operation of the API. */
export function operationsOf(room: WaitingRoom, streams: LiveStreams, version: string): readonly Operation[] {
  return [
    requestApprovalOperation,
    watchOperation(room),
    redeemOperation,
    cancelOperation,
    challengeStatusOperation,
    registerBrowserOperation,
    codeLoginOperation,
    waysOperation,
    passkeyOptionsOperation,
    passkeyLoginOperation,
    relatedOriginsOperation,
    enrolOperation,
    lookUpTicketOperation,
    ...acceptInvitationOperations,
    ...notMeOperations,
    ...recoveryOperations,
    acceptPairingOperation,
    keySetOperation,
    serverOperation(version),
    ...brandingOperations,
    appOperation,
    ...adminOperations(version, streams),
    ...meOperations(version),
    ...setUpOperations,
  ]
}

/** Builds what answers requests. It listens to nothing by itself: app.ts gives it to an http or https server. */
export function httpServer(options: HttpOptions): RequestListener {
  const { ports, room, streams, version } = options
  const operations = operationsOf(room, streams, version)
  const dress = dresser(ports)
  const serveApi = apiRoutes(operations, options)
  const serveScim = scimRoutes(options)
  const pages = pagesApp(operations, options)
  return (request, response) => {
    // 1. Before all else: an id to find the request by, and headers that even an error page carries.
    dress(response)
    // 2. The API, since each login comes here several times. A body is read by its operation, after the caller is known.
    // 3. Identity providers, then all that is not an API.
    if (!serveApi(request, response) && !serveScim(request, response)) pages(request, response)
  }
}

/** One start value per process, then a counter: unique in a log, and it tells nothing. */
function dresser({ random, settings }: Ports): (response: ServerResponse) => void {
  const start = Buffer.from(random.bytes(6)).toString('hex')
  let count = 0
  return (response) => {
    count += 1
    response.setHeader('Request-Id', `${start}-${count.toString(36)}`)
    setSecurityHeaders(response, settings.publicUrl.startsWith('https:'))
  }
}

/** What load balancers and people ask for, as one express application. */
function pagesApp(operations: readonly Operation[], options: HttpOptions): Express {
  const { ports } = options
  const app = express()
  // Says nothing about what it is made of, and computes no tags for answers that are never cached.
  app.disable('x-powered-by')
  app.disable('etag')
  // X-Forwarded-* is read in client-address.ts only, by the rule that the socket uses too.
  app.set('trust proxy', false)
  mountHealth(app, options)
  mountPages(app, operations, options)
  // What is left is nothing at all, or a fault of ours.
  app.use((_request: Request, response: Response) => fail(ports, response, { code: 'not_found' }))
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) =>
    failUnexpectedly(ports, response, error, response.req.route?.path),
  )
  return app
}

function mountHealth(app: Express, { readiness }: HttpOptions): void {
  app.get('/healthz', (_request, response) => sendJson(response, 200, { status: 'alive' }))
  app.get('/readyz', async (_request, response) => {
    const found = await readiness()
    sendJson(response, found.ready ? 200 : 503, found)
  })
}

function mountPages(app: Express, operations: readonly Operation[], options: HttpOptions): void {
  const { ports, version, authenticatorDir, consoleDir } = options
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
  for (const page of builtPages(authenticatorDir, consoleDir)) serveBuiltPage(app, page, settings)
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
