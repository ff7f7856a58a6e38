// What the app's own pages say to its routes: JSON under Nextcloud's request token, faults as values, the password asked for where it must be fresh.
import { t } from './l10n.js'
import { confirmPassword } from './password-dialog.js'

export interface Fault {
  /** The server's stable word for it, `offline` without an answer, `password_not_confirmed` if the person closed that dialog. */
  readonly code: string
  readonly status: number
  /** Said to a person as it is: the server has put it in their language. */
  readonly sentence: string
  /** The whole answer, for codes that carry more. */
  readonly details: Readonly<Record<string, unknown>>
}

export type Answer =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly fault: Fault }

export interface Places {
  /** Where the routes are, without a slash at the end. */
  readonly base: string
  /** Nextcloud's own `/login/confirm`, as its URL generator says; without it a stale password is a fault. */
  readonly confirmAt?: string | undefined
}

export interface Api {
  get(route: string, query?: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Answer>
  post(route: string, body?: unknown): Promise<Answer>
  put(route: string, body: unknown): Promise<Answer>
  remove(route: string): Promise<Answer>
}

/** PHP asks the Countersign server with 5 s for each address; two addresses and the network fit in here. */
const TIMEOUT_MS = 20_000

/**
 * @example
 * const api = openApi({ base: root.dataset['base'] ?? '', confirmAt: root.dataset['confirmAt'] })
 * const answer = await api.post('unlink')
 * if (!answer.ok) notice.textContent = answer.fault.sentence
 */
export function openApi({ base, confirmAt }: Places): Api {
  const send = async (method: string, route: string, body?: unknown): Promise<Answer> => {
    const first = await once(method, `${base}/${route}`, body)
    if (first !== 'password_stale') return first
    const confirmed = confirmAt !== undefined && (await confirmPassword(confirmAt, requestToken))
    const second = confirmed ? await once(method, `${base}/${route}`, body) : 'password_stale'
    return second === 'password_stale' ? no('password_not_confirmed', 403) : second
  }
  return {
    get: async (route, query = {}, signal) => {
      const search = new URLSearchParams(query).toString()
      const address = `${base}/${route}${search === '' ? '' : `?${search}`}`
      const answer = await once('GET', address, undefined, signal)
      return answer === 'password_stale' ? no('password_not_confirmed', 403) : answer
    },
    post: (route, body = {}) => send('POST', route, body),
    put: (route, body) => send('PUT', route, body),
    remove: (route) => send('DELETE', route),
  }
}

/** Nextcloud renews it on its own pages now and then, so it is read each time. */
export function requestToken(): string {
  return document.head.dataset['requesttoken'] ?? ''
}

async function once(
  method: string,
  address: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer | 'password_stale'> {
  const limit = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(address, {
      method,
      headers: {
        accept: 'application/json',
        requesttoken: requestToken(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: 'same-origin',
      cache: 'no-store',
      // Whoever is signed out is sent to a login page, which is no answer to a script.
      redirect: 'error',
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    })
    const value = fieldsOf(await response.json())
    if (response.ok) return { ok: true, value }
    return isPasswordStale(response, value) ? 'password_stale' : said(response.status, value)
  } catch {
    return no('offline', 0)
  }
}

/** Nextcloud 34 says so in a header, 31 only in a sentence, which is English in every language. */
function isPasswordStale(response: Response, { code, message }: Readonly<Record<string, unknown>>): boolean {
  if (response.status !== 403 || code !== undefined) return false
  return response.headers.has('x-nc-auth-notconfirmed') || message === 'Password confirmation is required'
}

function said(status: number, value: Readonly<Record<string, unknown>>): Answer {
  const { code, title } = value
  if (typeof code !== 'string') return no(status === 429 ? 'too_many_requests' : 'unexpected', status)
  const sentence = typeof title === 'string' ? title : sentenceOf(code)
  return { ok: false, fault: { code, status, sentence, details: value } }
}

function no(code: string, status: number): Answer {
  return { ok: false, fault: { code, status, sentence: sentenceOf(code), details: {} } }
}

function sentenceOf(code: string): string {
  if (code === 'offline') return t('No connection. Try again.')
  if (code === 'too_many_requests') return t('Too many tries. Wait a moment.')
  if (code === 'password_not_confirmed') return t('Nothing was changed: the password was not confirmed.')
  return t('That did not work. Try again.')
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  // Sound: an object that is not null has string keys and unknown values.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
