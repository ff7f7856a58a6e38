// The headers that every answer carries, and the content policies of what is not API (SECURITY.md H10).
import type { ServerResponse } from 'node:http'

/** An answer of the API is data: if a browser is made to show it, nothing in it may run, load or be framed. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'"

/** Two years, as hstspreload.org asks for; subdomains belong to whoever runs this name, so they are left out. */
const HSTS = 'max-age=63072000'

/** Sets the headers of an API answer; a page replaces the ones that differ. `overTls` is whether browsers come by https. */
export function setSecurityHeaders(response: ServerResponse, overTls: boolean): void {
  response.setHeader('Content-Security-Policy', API_POLICY)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cache-Control', 'no-store')
  if (overTls) response.setHeader('Strict-Transport-Security', HSTS)
}

/** Pages without scripts: the documentation and the front page. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * The authenticator: its own scripts only, and connections to whichever Countersign servers the person has paired with.
 * Plain addresses only on this computer, where a server for trying things out runs without TLS.
 */
export function authenticatorPolicy(onLoopback: boolean): string {
  const loopback = ['localhost:*', '127.0.0.1:*'].flatMap((host) => [`http://${host}`, `ws://${host}`])
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' https: wss:${onLoopback ? ` ${loopback.join(' ')}` : ''}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // The one policy there is admits the service worker's own address (authenticator/src/updates.ts).
    "require-trusted-types-for 'script'",
    'trusted-types countersign-worker',
  ].join('; ')
}

/** The console, /me and /invite: their own scripts and styles, their own server, and nothing else. */
export const consolePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // data: for what the page draws itself; blob: for a logo that was chosen and not sent yet.
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

export const CONSOLE_PERMISSIONS =
  'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), midi=(), display-capture=()'

/** The camera reads pairing codes; nothing else of the machine is needed. */
export const AUTHENTICATOR_PERMISSIONS =
  'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), midi=(), display-capture=()'
