// The few HTTP calls of a device: bounded in time and size, parsed strictly, refusals as DeviceError.
import type { PublicBranding, SignedKeySet } from '@countersign/protocol'
import { problemBody, publicBranding, signedKeySet } from '@countersign/protocol'
import type { DeviceClock, DeviceFetch } from './environment.js'
import { systemClock } from './environment.js'
import { DeviceError } from './error.js'

/** What a call needs of its place. */
export interface HttpEnvironment {
  readonly fetch?: DeviceFetch
  readonly clock?: DeviceClock
}

/** A schema of the protocol's API bodies. */
interface BodySchema<T> {
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false; readonly error: unknown }
}

/** A person waits for a pairing; a phone network that needs longer will not manage it at all. */
const ANSWER_WITHIN_MS = 15_000
/** The largest answer is a look-up with its key set, below 8 kB. */
const ANSWER_MAX_BYTES = 16_384

export async function fetchKeySet(serverUrl: string, environment: HttpEnvironment): Promise<SignedKeySet> {
  return call(`${serverUrl}/v1/keyset`, { method: 'GET' }, signedKeySet, environment)
}

/** How the server looks and where people find help. Not signed: for showing only. Rejects with DeviceError. */
export async function fetchBranding(
  serverUrl: string,
  environment: HttpEnvironment = {},
): Promise<PublicBranding> {
  return call(`${serverUrl}/v1/branding`, { method: 'GET' }, publicBranding, environment)
}

export async function postJson<T>(
  url: string,
  body: unknown,
  schema: BodySchema<T>,
  environment: HttpEnvironment,
): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  return call(url, { method: 'POST', headers, body: JSON.stringify(body) }, schema, environment)
}

async function call<T>(
  url: string,
  request: RequestInit,
  schema: BodySchema<T>,
  { fetch = (input, init) => globalThis.fetch(input, init), clock = systemClock }: HttpEnvironment,
): Promise<T> {
  const abort = new AbortController()
  const cancel = clock.after(ANSWER_WITHIN_MS, () => abort.abort())
  let response: Response
  let text: string | undefined
  try {
    // A device has no cookies here and follows no redirect: it talks to the server it is paired with.
    response = await fetch(url, {
      ...request,
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      signal: abort.signal,
    })
    text = await readBounded(response)
  } catch (cause) {
    throw new DeviceError('server_unreachable', `no answer from ${url}`, { cause })
  } finally {
    cancel()
  }
  const value = parseJson(text)
  if (!response.ok) throw refusalOf(response.status, value)
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new DeviceError('server_response_invalid', `${url} answered with an unexpected body`)
  return parsed.data
}

/** Undefined when the body is longer than allowed; the rest is not read. */
async function readBounded(response: Response): Promise<string | undefined> {
  const reader = response.body?.getReader()
  // React Native's fetch has no streams: what came is here already, and too much of it is not looked at.
  if (reader === undefined) {
    const text = await response.text()
    return text.length > ANSWER_MAX_BYTES ? undefined : text
  }
  const decoder = new TextDecoder()
  let text = ''
  for (let size = 0; ; ) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.length
    if (size > ANSWER_MAX_BYTES) {
      await reader.cancel()
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusalOf(status: number, value: unknown): DeviceError {
  const problem = problemBody.safeParse(value)
  if (problem.success)
    return new DeviceError('server_refused', problem.data.title, { serverCode: problem.data.code })
  // A proxy in between answers for a server that is down.
  if (status >= 500) return new DeviceError('server_unreachable', `the server answered with status ${status}`)
  return new DeviceError(
    'server_response_invalid',
    `the server answered with status ${status} and no problem body`,
  )
}
