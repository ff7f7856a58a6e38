// Writes a finished answer with as few steps as node:http allows; what every route ends in.
import type { ServerResponse } from 'node:http'

/** Answers with a JSON value. Answers of the API are never cached: they hold tokens, or states that change. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  sendBody(response, status, 'application/json; charset=utf-8', JSON.stringify(value))
}

/** Answers that it is done, with nothing to say (RFC 9110 §15.3.5). */
export function sendEmpty(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return
  response.statusCode = 204
  response.end()
}

/** Answers with a text. Does nothing when the client is gone. */
export function sendBody(response: ServerResponse, status: number, type: string, text: string): void {
  if (response.headersSent || response.destroyed) return
  response.statusCode = status
  response.setHeader('Content-Type', type)
  response.setHeader('Content-Length', Buffer.byteLength(text))
  // As a text, not a Buffer: node:http then sends head and body in one write.
  response.end(response.req.method === 'HEAD' ? undefined : text)
}
