// Calls to one part of the server's API: the cookie goes by itself, changes carry the header against forgery, edits their revision.
import type { Answer } from './answer.js'
import { arrived, failed, faultOf } from './answer.js'

export type Query = Readonly<Record<string, string | number | boolean | undefined>>
export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Change {
  /** The `revision` that was read: an edit of something that changed meanwhile is refused with `changed_meanwhile`. */
  readonly revision?: number
  /** Sent as it is, with its own type (a file), instead of JSON. */
  readonly file?: Blob
  readonly query?: Query
}

/**
 * `T` is the shape that the operation of that path answers with, as @countersign/protocol/admin has it.
 *
 * @example
 * const answer = await api.get<AccountList>('/accounts', { q: 'anna' })
 * if (!answer.ok) return show(answer.fault)
 */
export interface Api {
  get<T>(path: string, query?: Query): Promise<Answer<T>>
  send<T = undefined>(method: Method, path: string, body?: unknown, change?: Change): Promise<Answer<T>>
  /** For links and EventSource: the whole path on this server. */
  href(path: string, query?: Query): string
}

/** How long to wait before asking the one more time after an answer was lost. */
const AGAIN_AFTER_MS = 800

export interface ApiEvents {
  /** An answer said that nobody is signed in (any more). */
  readonly onSignedOut?: () => void
  /** A change was refused until the person approves, by phone or passkey or by a passkey alone: true when it did, and the change is then made once more by itself. */
  readonly approve?: (by: 'any' | 'passkey') => Promise<boolean>
}

/** `base` is `/admin/v1`, `/me/v1` or `/v1`. */
export function createApi(base: string, { onSignedOut, approve }: ApiEvents = {}): Api {
  const href = (path: string, query: Query = {}): string => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
    return `${base}${path}${search === '' ? '' : `?${search}`}`
  }
  const ask = async <T>(address: string, request: RequestInit): Promise<Answer<T>> => {
    const answer = await exchange<T>(address, request)
    if (!answer.ok && answer.fault.code === 'unauthorized') onSignedOut?.()
    return answer
  }
  const change = async <T>(method: Method, path: string, body: unknown, how: Change): Promise<Answer<T>> => {
    const request = { method, headers: headersOf(method, body, how), body: how.file ?? textOf(body) }
    const address = href(path, how.query)
    const answer = await ask<T>(address, request)
    // Safe: the server keeps its first reply under the Idempotency-Key, and edits carry the revision they are for.
    if (answer.ok || answer.fault.code !== 'unreachable') return answer
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS))
    return ask<T>(address, request)
  }
  return {
    href,
    get: (path, query) => ask(href(path, query), { headers: { Accept: 'application/json' } }),
    async send<T>(method: Method, path: string, body?: unknown, how: Change = {}) {
      const answer = await change<T>(method, path, body, how)
      const by = answer.ok ? undefined : APPROVALS[answer.fault.code]
      if (by === undefined) return answer
      // Nothing was done yet, so it is a new change, with an Idempotency-Key of its own: the refusal may be kept under the first.
      return (await approve?.(by)) ? change<T>(method, path, body, how) : answer
    },
  }
}

const APPROVALS: Readonly<Record<string, 'any' | 'passkey'>> = {
  approval_needed: 'any',
  passkey_required: 'passkey',
}

function headersOf(method: Method, body: unknown, { revision, file }: Change): Record<string, string> {
  return {
    Accept: 'application/json',
    // A page of another origin cannot send this without asking first, and is then refused (CSRF).
    'Countersign-Request': '1',
    ...(file
      ? { 'Content-Type': file.type }
      : body === undefined
        ? {}
        : { 'Content-Type': 'application/json' }),
    ...(revision === undefined ? {} : { 'If-Match': `"r${revision}"` }),
    ...(method === 'POST' ? { 'Idempotency-Key': idempotencyKey() } : {}),
  }
}

const textOf = (body: unknown): string | null => (body === undefined ? null : JSON.stringify(body))

/** 128 random bits; `crypto.randomUUID` is missing on plain addresses. */
function idempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

async function exchange<T>(address: string, request: RequestInit): Promise<Answer<T>> {
  let response: Response
  try {
    response = await fetch(address, {
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      ...request,
    })
  } catch {
    return failed('unreachable')
  }
  const text = await response.text().catch(() => '')
  const body = parse(text)
  if (!response.ok) return { ok: false, fault: faultOf(response.status, body) }
  // Sound: the page and the server are one build, and the server's answers are checked against the same schemas in its tests.
  return arrived(body as T)
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
