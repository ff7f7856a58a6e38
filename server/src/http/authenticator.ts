// Serves the built authenticator at /authenticator/: its own strict policy, hashed files for ever, everything else checked again.
import type { ServerResponse } from 'node:http'
import type { Express, Handler } from 'express'
import express from 'express'
import type { FlowSettings } from '../core/ports.js'
import { notBuiltPage } from './front-page.js'
import { sendBody } from './reply.js'
import { AUTHENTICATOR_PERMISSIONS, authenticatorPolicy, PAGE_POLICY } from './security-headers.js'

const PATH = '/authenticator'
const YEAR_SECONDS = 31_536_000

/** `settings` is read at each request: publicUrl may be known only once the server listens. */
export function serveAuthenticator(app: Express, directory: string, settings: FlowSettings): void {
  // Relative links of the app need the slash; express.static would add it only for directories it finds.
  app.get(PATH, (request, response, next) => {
    if (request.path === PATH) response.redirect(308, `${PATH}/`)
    else next()
  })
  // Without a directory nothing is mounted, and the page below says so.
  if (directory !== '') app.use(PATH, filesOf(directory, settings))
  app.get(`${PATH}/`, (_request, response) => {
    response.setHeader('Content-Security-Policy', PAGE_POLICY)
    sendBody(response, 503, 'text/html; charset=utf-8', notBuiltPage(settings.serverName))
  })
}

function filesOf(directory: string, settings: FlowSettings): Handler {
  return express.static(directory, {
    dotfiles: 'ignore',
    fallthrough: true,
    redirect: false,
    cacheControl: false,
    setHeaders: (response, path) => setFileHeaders(response, path, settings),
  })
}

function setFileHeaders(response: ServerResponse, path: string, settings: FlowSettings): void {
  const onLoopback = settings.publicUrl.startsWith('http:')
  response.setHeader('Content-Security-Policy', authenticatorPolicy(onLoopback))
  response.setHeader('Permissions-Policy', AUTHENTICATOR_PERMISSIONS)
  response.setHeader(
    'Cache-Control',
    isHashed(path) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
  )
}

/** The build puts what carries a hash of its content in its name into `assets/`; all other names stay the same for ever. */
function isHashed(path: string): boolean {
  return /[/\\]assets[/\\][^/\\]+-[\w-]{8}\.\w+$/.test(path)
}
