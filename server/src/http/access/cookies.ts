// The cookies of the console and of /me: how they are named, read, set and removed (SECURITY.md G3).
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fromBase64Url, toBase64Url } from '@countersign/protocol'

/** `me` and `` are the two places that one signs in at; `sign-in`, `setup` (of the first owner) and `set-up` wait for a phone, `recovery` for codes; `browser` was here before. */
export type CookieName =
  | 'countersign'
  | 'countersign-me'
  | 'countersign-sign-in'
  | 'countersign-me-sign-in'
  | 'countersign-passkey'
  | 'countersign-me-passkey'
  | 'countersign-setup'
  | 'countersign-recovery'
  | 'countersign-set-up'
  | 'countersign-browser'

const SECRET_BYTES = 32

/**
 * Over https a browser takes `__Host-` names only with Secure, Path=/ and without Domain (RFC 6265bis §4.1.3.2), so no
 * neighbour on another subdomain can plant one. Plain http is for trying things out on this computer, where that name is refused.
 */
function fullName(name: CookieName, publicUrl: string): string {
  return publicUrl.startsWith('https:') ? `__Host-${name}` : `${name}-local`
}

/** The text of the cookie; empty when there is none. Of two with one name (which `__Host-` rules out) neither counts. */
export function cookieText(request: IncomingMessage, name: CookieName, publicUrl: string): string {
  const start = `${fullName(name, publicUrl)}=`
  const found = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start))
  return found.length === 1 ? (found[0] ?? '').slice(start.length) : ''
}

/** The 32 bytes of a secret; undefined for anything else. */
export function cookieSecret(
  request: IncomingMessage,
  name: CookieName,
  publicUrl: string,
): Uint8Array | undefined {
  const bytes = fromBase64Url(cookieText(request, name, publicUrl))
  return bytes?.length === SECRET_BYTES ? bytes : undefined
}

/** Sets the cookie, for so many seconds. No script reads it, and no other site's page sends it along. */
export function setCookie(
  response: ServerResponse,
  name: CookieName,
  publicUrl: string,
  value: Uint8Array | string,
  seconds: number,
): void {
  const text = typeof value === 'string' ? value : toBase64Url(value)
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  response.appendHeader(
    'Set-Cookie',
    `${fullName(name, publicUrl)}=${text}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`,
  )
}

export function removeCookie(response: ServerResponse, name: CookieName, publicUrl: string): void {
  setCookie(response, name, publicUrl, '', 0)
}
