// The little of HTTP the plugin needs, on Node's own types, so that it fits express 4, express 5 and what is like them.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ErrorCode } from '@countersign/protocol'
import { errorCodes } from '@countersign/protocol'
import type { CountersignErrorCode } from './countersign-error.js'

/** What the plugin reads of a request; express' `Request` is one. */
export interface PluginRequest extends IncomingMessage {
  /** Where the app is mounted. */
  readonly baseUrl?: string
  readonly originalUrl?: string
  /** The client's address as the app's `trust proxy` setting finds it. */
  readonly ip?: string | undefined
  /** Set by the app's body parser, if one ran. */
  readonly body?: unknown
}

export type Handler<Req> = (req: Req, res: ServerResponse, next: (error?: unknown) => void) => void

/** Codes of the plugin itself, beside those of the server. */
const ownCodes = {
  first_factor_missing: { status: 401, sentence: 'sign in first' },
  second_factor_missing: { status: 401, sentence: 'approve the login on your phone first' },
  nothing_asked: { status: 409, sentence: 'there is no open request' },
  not_confirmed: { status: 409, sentence: 'the approval could not be confirmed' },
  code_unreadable: { status: 422, sentence: 'this has the shape of no code' },
  device_not_linked: { status: 409, sentence: 'the approval came from a phone that is not linked here' },
  passkey_not_linked: { status: 409, sentence: 'this passkey is not linked here' },
  unreachable: { status: 503, sentence: 'the approval service cannot be reached' },
} as const
export type PluginCode = keyof typeof ownCodes | ErrorCode

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  sendText(res, status, 'application/json; charset=utf-8', JSON.stringify(body))
}

/** RFC 9457. The browser hears a code and a neutral sentence; the log has the rest. */
export function sendProblem(res: ServerResponse, code: PluginCode, retryAfterSeconds?: number): void {
  const { status, sentence } = entryOf(code)
  if (retryAfterSeconds !== undefined) res.setHeader('retry-after', String(retryAfterSeconds))
  sendText(
    res,
    status,
    'application/problem+json',
    JSON.stringify({ type: 'about:blank', title: sentence, status, code, retryAfterSeconds }),
  )
}

export function sendText(res: ServerResponse, status: number, type: string, text: string): void {
  res.statusCode = status
  res.setHeader('content-type', type)
  res.setHeader('x-content-type-options', 'nosniff')
  if (!res.hasHeader('cache-control')) res.setHeader('cache-control', 'no-store')
  res.end(text)
}

/** RFC 9110 §15.4.4: 303, so that whatever came before, a GET follows. */
export function redirect(res: ServerResponse, location: string): void {
  res.statusCode = 303
  res.setHeader('location', location)
  res.setHeader('cache-control', 'no-store')
  res.end()
}

/**
 * What of the server's answer a person at the login page may be told. A fault between app and server, such as a wrong
 * API key, is the operator's matter: outside it looks like a server that cannot be reached.
 */
export function outwardCode(code: CountersignErrorCode): PluginCode {
  switch (code) {
    case 'too_many_requests':
    case 'too_many_open_challenges':
    case 'challenge_not_approved':
    case 'challenge_final':
    case 'challenge_expired':
    case 'challenge_unknown':
    case 'code_refused':
    case 'too_many_tries':
    case 'way_not_allowed':
    case 'passkey_required':
    case 'passkey_refused':
    case 'scan_needed':
      return code
    default:
      return 'unreachable'
  }
}

/** The body of the plugin's own POSTs is a few words, or the four parts of a passkey's answer: one with an RSA key is under 3 kB. */
const BODY_MAX_BYTES = 8_192

/** The JSON body, whether the app's parser or nobody has read it yet; undefined if it is no JSON or too long. */
export async function readJson(req: PluginRequest): Promise<unknown> {
  if (req.body !== undefined) return req.body
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > BODY_MAX_BYTES) return undefined
    chunks.push(bytes)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}

function entryOf(code: PluginCode): { readonly status: number; readonly sentence: string } {
  return code in ownCodes
    ? ownCodes[code as keyof typeof ownCodes] // sound: `in` has just found it there
    : errorCodes[code as ErrorCode] // sound: a PluginCode is one of the two
}
