// Calls an address that somebody else chose: to public addresses only unless told otherwise, once, without following anybody anywhere.
//
// The address is judged when it is known: the look-up of this very connection is asked, so a name that answers differently the
// second time (DNS rebinding) gains nothing. What the other side says is never read, so nothing of an inner network can be
// read through an error message.
import type { LookupAddress } from 'node:dns'
import { lookup as systemLookup } from 'node:dns'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { isLoopbackAddress, isPublicAddress } from '../core/public-address.js'

export interface GuardSettings {
  /** Also addresses of private networks, and plain http to this very machine. */
  readonly allowPrivate: boolean
  /** From the look-up to the status of the answer. */
  readonly timeoutMs: number
  /** All addresses of a name. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>
  /** Connections that stay open for the next call, at most so many a host; without it each call has its own. */
  readonly keepAlive?: number
}

export interface GuardedCall {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** `error` says in words why there was none, without a word of what the other side said. */
export type GuardedAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | undefined }
  | { readonly kind: 'failed'; readonly error: string }

export interface GuardedCaller {
  /** Whether it may go there at all, judged without asking anybody: undefined, or what is expected instead. */
  whyNot(url: string): string | undefined
  /** Never rejects for what the world does. */
  post(call: GuardedCall): Promise<GuardedAnswer>
}

/** Headers of an answer that nobody reads need no more. */
const ANSWER_HEADERS_MAX_BYTES = 8_192
/** Of the body of an answer that nobody reads, so that its connection can be used again; whoever sends more is cut off. */
const ANSWER_BODY_MAX_BYTES = 8_192
/** A connection that nobody used for so long is closed. */
const IDLE_MS = 60_000

export function guardedCaller({
  allowPrivate,
  timeoutMs,
  resolve = resolveBySystem,
  keepAlive = 0,
}: GuardSettings): GuardedCaller {
  const mayGoTo = (plain: boolean) => (address: string) =>
    isPublicAddress(address) ? !plain : allowPrivate && (!plain || isLoopbackAddress(address))
  const kept = { keepAlive: true, maxSockets: keepAlive, maxFreeSockets: keepAlive, timeout: IDLE_MS }
  const agents = keepAlive > 0 ? { http: new HttpAgent(kept), https: new HttpsAgent(kept) } : undefined
  const whyNot = (text: string): string | undefined => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (url === undefined) return 'an address like https://siem.example.org/hook'
    const plain = url.protocol === 'http:'
    if (url.protocol !== 'https:' && !(plain && allowPrivate)) return 'an https address'
    if (url.username !== '' || url.password !== '') return 'an address without a user name or password'
    if (text.includes('#')) return 'an address without a fragment'
    const host = hostOf(url)
    if (isIP(host) !== 0 && !mayGoTo(plain)(host))
      return allowPrivate ? 'https, or an address of this machine' : 'an address of the public internet'
    return undefined
  }
  return {
    whyNot,
    async post(call) {
      const reason = whyNot(call.url)
      if (reason !== undefined) return failed(`${reason} expected`)
      const url = new URL(call.url)
      const plain = url.protocol === 'http:'
      const options = {
        method: 'POST',
        headers: { ...call.headers, 'content-length': String(call.body.length) },
        agent: (plain ? agents?.http : agents?.https) ?? false,
        lookup: judging(resolve, mayGoTo(plain)),
        maxHeaderSize: ANSWER_HEADERS_MAX_BYTES,
      } as const
      const request = plain ? httpRequest(url, options) : httpsRequest(url, options)
      return send(request, call.body, timeoutMs, agents === undefined ? cut : drain)
    },
  }
}

function send(
  request: ClientRequest,
  body: Uint8Array,
  timeoutMs: number,
  finish: (response: IncomingMessage) => void,
): Promise<GuardedAnswer> {
  return new Promise((settle) => {
    const timer = setTimeout(
      () => request.destroy(new Refused(`no answer within ${timeoutMs} ms`)),
      timeoutMs,
    )
    // `on`: a connection that is cut after its answer complains once more, and nobody is interested.
    request.on('error', (error) => {
      clearTimeout(timer)
      settle(failed(wordsFor(error)))
    })
    request.once('close', () => clearTimeout(timer))
    request.once('response', (response) => {
      settle({
        kind: 'answered',
        status: response.statusCode ?? 0,
        retryAfter: response.headers['retry-after'],
      })
      // The timer still runs: a body without end holds no connection for longer.
      finish(response)
    })
    request.end(body)
  })
}

function cut(response: IncomingMessage): void {
  response.destroy()
}

function drain(response: IncomingMessage): void {
  let size = 0
  response.on('error', () => undefined)
  response.on('data', (chunk: Uint8Array) => {
    size += chunk.length
    if (size > ANSWER_BODY_MAX_BYTES) response.destroy()
  })
}

/** A look-up that gives no address that may not be reached: then there is no connection. */
function judging(
  resolve: (name: string) => Promise<readonly LookupAddress[]>,
  mayReach: (address: string) => boolean,
): LookupFunction {
  return (name, options, callback) => {
    resolve(name).then(
      (addresses) => {
        const [first] = addresses
        if (first === undefined) callback(new Refused('the name has no address'), '')
        else if (!addresses.every(({ address }) => mayReach(address)))
          callback(new Refused('the name leads to a private address'), '')
        else if (options.all === true) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      },
      (error: unknown) =>
        callback(error instanceof Error ? error : new Refused('the name has no address'), ''),
    )
  }
}

function resolveBySystem(name: string): Promise<readonly LookupAddress[]> {
  return new Promise((settle, reject) => {
    systemLookup(name, { all: true }, (error, addresses) =>
      error === null ? settle(addresses) : reject(error),
    )
  })
}

/** Our own reasons, whose words may be shown. */
class Refused extends Error {}

/** Codes of Node and OpenSSL say enough, and nothing that the other side chose. */
function wordsFor(error: Error): string {
  if (error instanceof Refused) return error.message
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? `no connection: ${code}` : 'no connection'
}

function failed(error: string): GuardedAnswer {
  return { kind: 'failed', error }
}

function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}
