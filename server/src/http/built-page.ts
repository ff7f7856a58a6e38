// Serves a built app at its path: its own strict policy, hashed files for ever, everything else checked again.
import type { ServerResponse } from 'node:http'
import type { Express, Handler } from 'express'
import express from 'express'
import type { FlowSettings } from '../core/ports.js'
import { notBuiltPage } from './front-page.js'
import { sendBody } from './reply.js'
import { PAGE_POLICY } from './security-headers.js'

const YEAR_SECONDS = 31_536_000

export interface BuiltPage {
  /** `/console`: served at `/console/`. */
  readonly path: string
  /** Where its files are; empty when nothing is installed, and the page says so. */
  readonly directory: string
  /** What a person is told when it is not there: `The console`. */
  readonly name: string
  /** The setting that says where it is. */
  readonly setting: string
  /** The content policy; plain addresses of this computer are `onLoopback`. */
  readonly policy: (onLoopback: boolean) => string
  readonly permissions: string
}

/** `settings` is read at each request: publicUrl may be known only once the server listens. */
export function serveBuiltPage(app: Express, page: BuiltPage, settings: FlowSettings): void {
  const { path, directory } = page
  // Relative links of the app need the slash; express.static would add it only for directories it finds.
  app.get(path, (request, response, next) => {
    if (request.path === path) response.redirect(308, `${path}/`)
    else next()
  })
  // Without a directory nothing is mounted, and the page below says so.
  if (directory !== '') app.use(path, filesOf(page, settings))
  app.get(`${path}/`, (_request, response) => {
    response.setHeader('Content-Security-Policy', PAGE_POLICY)
    sendBody(response, 503, 'text/html; charset=utf-8', notBuiltPage(settings.serverName, page))
  })
}

function filesOf(page: BuiltPage, settings: FlowSettings): Handler {
  return express.static(page.directory, {
    dotfiles: 'ignore',
    fallthrough: true,
    redirect: false,
    cacheControl: false,
    setHeaders: (response, path) => setFileHeaders(response, path, page, settings),
  })
}

function setFileHeaders(
  response: ServerResponse,
  path: string,
  { policy, permissions }: BuiltPage,
  settings: FlowSettings,
): void {
  const onLoopback = settings.publicUrl.startsWith('http:')
  response.setHeader('Content-Security-Policy', policy(onLoopback))
  response.setHeader('Permissions-Policy', permissions)
  response.setHeader(
    'Cache-Control',
    isHashed(path) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
  )
}

/** The build puts what carries a hash of its content in its name into `assets/`; all other names stay the same for ever. */
function isHashed(path: string): boolean {
  return /[/\\]assets[/\\][^/\\]+-[\w-]{8}\.\w+$/.test(path)
}
