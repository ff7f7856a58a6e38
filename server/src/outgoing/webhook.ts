// Carries a message to a webhook over HTTP: to public addresses only unless told otherwise, once, without following anybody anywhere.
//
// The address is judged when it is known: the look-up of this very connection is asked, so a name that answers differently the
// second time (DNS rebinding) gains nothing. What the other side answers is never read, so nothing of an inner network can be
// read through an error message.
import type { LookupAddress } from 'node:dns'
import { lookup as systemLookup } from 'node:dns'
import type { ClientRequest } from 'node:http'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import type { HookAnswer, HookCall, HookCourier } from '../core/ports-webhooks.js'
import { isLoopbackAddress, isPublicAddress } from '../core/public-address.js'

export interface HookCourierSettings {
  /** Also addresses of private networks, and plain http to this very machine. */
  readonly allowPrivate: boolean
  /** From the look-up to the status of the answer. A receiver that takes longer should queue the work. */
  readonly timeoutMs?: number
  /** All addresses of a name. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>
}

const TIMEOUT_MS = 10_000
/** Headers of an answer that nobody reads need no more. */
const ANSWER_HEADERS_MAX_BYTES = 8_192

export function createHookCourier({
  allowPrivate,
  timeoutMs = TIMEOUT_MS,
  resolve = resolveBySystem,
}: HookCourierSettings): HookCourier {
  const mayGoTo = (plain: boolean) => (address: string) =>
    isPublicAddress(address) ? !plain : allowPrivate && (!plain || isLoopbackAddress(address))
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
        agent: false,
        lookup: judging(resolve, mayGoTo(plain)),
        maxHeaderSize: ANSWER_HEADERS_MAX_BYTES,
      } as const
      return send(plain ? httpRequest(url, options) : httpsRequest(url, options), call, timeoutMs)
    },
  }
}

function send(request: ClientRequest, { body }: HookCall, timeoutMs: number): Promise<HookAnswer> {
  return new Promise((settle) => {
    const timer = setTimeout(
      () => request.destroy(new Refused(`no answer within ${timeoutMs} ms`)),
      timeoutMs,
    )
    const done = (answer: HookAnswer): void => {
      clearTimeout(timer)
      settle(answer)
    }
    request.once('response', (response) => {
      done({ kind: 'answered', status: response.statusCode ?? 0 })
      response.destroy()
    })
    // `on`: a connection that is cut after its answer complains once more, and nobody is interested.
    request.on('error', (error) => done(failed(wordsFor(error))))
    request.end(body)
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

function failed(error: string): HookAnswer {
  return { kind: 'failed', error }
}

function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}
