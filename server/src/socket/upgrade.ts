// What is checked before an HTTP request may become a socket, and how a refusal is said without express.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ErrorCode, ProblemBody } from '@countersign/protocol'
import { errorCodes, SOCKET_PATH, SOCKET_PROTOCOL } from '@countersign/protocol'

export interface UpgradeRules {
  /** The server's own origin; pages of it may always connect. */
  readonly publicUrl: string
  readonly allowedOrigins: readonly string[]
}

/** The code to refuse an upgrade with, or undefined when it may go on. */
export function upgradeFault(request: IncomingMessage, rules: UpgradeRules): ErrorCode | undefined {
  // The path and nothing after it: a query would end in logs, and none is defined.
  if (request.url !== SOCKET_PATH) return 'not_found'
  if (request.method !== 'GET') return 'method_not_allowed'
  // Browsers always send an Origin; other devices send none, and are no page that could act for a person.
  const { origin } = request.headers
  if (origin !== undefined && origin !== rules.publicUrl && !rules.allowedOrigins.includes(origin))
    return 'origin_forbidden'
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  return offered.includes(SOCKET_PROTOCOL) ? undefined : 'frame_invalid'
}

/**
 * Whether the Host header names this server. A page that resolved its own name to our address (DNS rebinding) is told apart by
 * it. A proxy in front may have rewritten the header, so this is asked only of direct connections.
 */
export function isOurHost(request: IncomingMessage, publicUrl: string): boolean {
  return request.headers.host?.toLowerCase() === new URL(publicUrl).host
}

/** Answers the upgrade with a problem document and closes the connection. */
export function refuseUpgrade(socket: Duplex, code: ErrorCode, publicUrl: string): void {
  const { status, sentence } = errorCodes[code]
  const problem: ProblemBody = { type: `${publicUrl}/docs#${code}`, title: sentence, status, code }
  const body = JSON.stringify(problem)
  // A peer that is gone already is nobody to tell.
  socket.on('error', () => socket.destroy())
  socket.end(
    [
      `HTTP/1.1 ${status} ${code}`,
      'Connection: close',
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'X-Content-Type-Options: nosniff',
      '',
      body,
    ].join('\r\n'),
  )
}
