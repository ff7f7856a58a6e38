// A typed client of the server's /v1 for web apps: every answer is checked, every fault is one error with a code.
import type {
  AppLook,
  ApprovalAnswered,
  ApprovalRequested,
  AskWaysBody,
  BrowserRegistered,
  ChallengeStatus,
  CodeAccepted,
  CodeLoginBody,
  EnrolBody,
  EnrolmentBegun,
  PasskeyAccepted,
  PasskeyAsked,
  PasskeyLoginBody,
  PasskeyOptionsBody,
  Redeemed,
  RegisterBrowserBody,
  RequestApprovalBody,
  WaysAnswer,
} from '@countersign/protocol'
import {
  appLook,
  approvalAnswered,
  approvalRequested,
  browserRegistered,
  challengeStatus,
  codeAccepted,
  enrolmentBegun,
  fromBase64Url,
  passkeyAccepted,
  passkeyAsked,
  problemBody,
  redeemed,
  signedKeySet,
  waysAnswer,
} from '@countersign/protocol'
import { CountersignError } from './countersign-error.js'
import { limitedText } from './limited-text.js'
import type { VerifiedKeySet } from './verify-key-set.js'
import { verifyKeySet } from './verify-key-set.js'

export type { CountersignErrorCode } from './countersign-error.js'
export { CountersignError } from './countersign-error.js'

export interface ClientOptions {
  /** Where this app reaches the server, e.g. `https://countersign.example.org`. */
  readonly serverUrl: string
  /** The pinned server id, base64url of 32 bytes, as `countersign init` prints it. */
  readonly serverId: string
  /** `cs_…`, as `countersign app add` prints it. */
  readonly apiKey: string
  /** For tests and proxies. Default: the global `fetch`. */
  readonly fetch?: typeof fetch
  /** Longest time for one call, body included. Default 5,000 ms: a person is waiting. */
  readonly timeoutMs?: number
  /** Asked at each call: by what the request that this app is serving now is found. Sent along, so that the logs of both agree. */
  readonly requestContext?: () => RequestContext | undefined
}

export interface RequestContext {
  /** At most 36 of letters, digits, `_ . : -`; anything else the server ignores. */
  readonly requestId?: string | undefined
  /** W3C `traceparent`: the server's trace goes on from it. */
  readonly traceparent?: string | undefined
}

/** What else than a phone's approval is welcome is said to `request`. */
export type ApprovalWish = Omit<RequestApprovalBody, 'mayWaive' | 'maySetUp' | 'setUpLater'>

/** What a client needs of a schema, whatever library made it. */
interface Shape<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false }
}

/** The largest answer is an assertion of 16 kB. */
const RESPONSE_MAX_BYTES = 65_536
/** Keys are announced 14 days before they sign; an hour is far below that and spares nearly every call. */
const KEY_SET_KEPT_MS = 3_600_000
/** An admin who changes a colour sees it within this time. */
const LOOK_KEPT_MS = 300_000

/** A printed code is hashed slowly, and waits its turn: as long as the login page waits for its app. */
const CODE_TIMEOUT_MS = 13_000

/**
 * Talks to a Countersign server for one app.
 *
 * Every method throws {@link CountersignError} and nothing else for faults of the server or the network, so that an
 * app that only awaits fails closed.
 *
 * @example
 * const client = new CountersignClient({ serverUrl, serverId, apiKey })
 * const asked = await client.requestApproval({ userId: 'alice', purpose: 'login', appNonce, context })
 */
export class CountersignClient {
  readonly #options: Required<ClientOptions>
  #look: { readonly look: AppLook | undefined; readonly untilMs: number } | undefined
  #kept: { readonly keySet: VerifiedKeySet; readonly untilMs: number } | undefined

  constructor({
    serverUrl,
    serverId,
    apiKey,
    fetch: fetcher,
    timeoutMs = 5_000,
    requestContext = () => undefined,
  }: ClientOptions) {
    if (!URL.canParse(serverUrl) || !/^https?:$/.test(new URL(serverUrl).protocol))
      throw new TypeError('serverUrl: an http or https URL expected')
    if (fromBase64Url(serverId)?.length !== 32)
      throw new TypeError('serverId: base64url of 32 bytes expected')
    if (!/^cs_\w+/.test(apiKey))
      throw new TypeError('apiKey: cs_… expected, as `countersign app add` prints it')
    this.#options = {
      serverUrl: serverUrl.replace(/\/+$/, ''),
      serverId,
      apiKey,
      fetch: fetcher ?? ((input, init) => fetch(input, init)),
      timeoutMs,
      requestContext,
    }
  }

  /** POST /v1/challenges. Only for a user who has passed the first factor: the phone rings. */
  async requestApproval(body: ApprovalWish): Promise<ApprovalRequested> {
    return this.#call('POST', '/v1/challenges', approvalRequested, body)
  }

  /**
   * The same, for an app that takes other answers too, and says which in the body: `mayWaive` for the server's waiver, which must go
   * through `verifyWaiver` before it counts; `maySetUp` for the address of the set-up page. Only these two have `decision`. An answer
   * that was not welcome is a `bad_response`.
   */
  async request(body: RequestApprovalBody): Promise<ApprovalAnswered> {
    const answered = await this.#call('POST', '/v1/challenges', approvalAnswered, body)
    if (!('decision' in answered)) return answered
    const isWelcome = answered.decision === 'waived' ? body.mayWaive === true : body.maySetUp !== undefined
    if (!isWelcome) throw new CountersignError('bad_response')
    return answered
  }

  /** POST /v1/ways: which codes the policies let this person use, and whether a passkey. The same for an ID that nobody has. */
  async ways(body: AskWaysBody): Promise<WaysAnswer> {
    return this.#call('POST', '/v1/ways', waysAnswer, body)
  }

  /**
   * POST /v1/codes. Only for a user who has passed the first factor; a wrong code is the error `code_refused`. The answer must go
   * through `verifyCodeAssertion`, with a nonce that was drawn for this call.
   */
  async code(body: CodeLoginBody): Promise<CodeAccepted> {
    // A right code that nobody hears of is spent all the same.
    const timeoutMs = Math.max(this.#options.timeoutMs, CODE_TIMEOUT_MS)
    return this.#call('POST', '/v1/codes', codeAccepted, body, timeoutMs)
  }

  /** POST /v1/passkeys/options. Only for a user who has passed the first factor, with a nonce that was drawn for this call. */
  async passkeyOptions(body: PasskeyOptionsBody): Promise<PasskeyAsked> {
    return this.#call('POST', '/v1/passkeys/options', passkeyAsked, body)
  }

  /**
   * POST /v1/passkeys/login, with the nonce and the question of `passkeyOptions`. The answer must go through `verifyPasskeyAssertion`;
   * a passkey that does not count is the error `passkey_refused`.
   */
  async passkey(body: PasskeyLoginBody): Promise<PasskeyAccepted> {
    return this.#call('POST', '/v1/passkeys/login', passkeyAccepted, body)
  }

  /**
   * POST /v1/enrolments, for an app that an admin lets enrol and a user who has passed the first factor: makes an ID for them, and says
   * where to send their browser. The link holds a secret for this person alone. `user_id_taken`: an ID that this app did not make, or
   * made and finished.
   */
  async enrol(body: EnrolBody): Promise<EnrolmentBegun> {
    return this.#call('POST', '/v1/enrolments', enrolmentBegun, body)
  }

  /**
   * POST /v1/challenges/{id}/redeem. Works once; the answer must go through `verifyAssertion`.
   * @param returnCode in mode link, and only there: what the authenticator sent back with the browser
   */
  async redeem(challengeId: string, appNonce: string, returnCode?: string): Promise<Redeemed> {
    const body = returnCode === undefined ? { appNonce } : { appNonce, returnCode }
    return this.#call('POST', `${challengePath(challengeId)}/redeem`, redeemed, body)
  }

  /**
   * POST /v1/browsers, within a minute of redeeming: the browser of that login is one that is known, or waits to be ([KB3]).
   * @param body what the page signed goes through as it is; `challengeId` and `appNonce` come from the session
   */
  async registerBrowser(
    body: Omit<RegisterBrowserBody, 'challengeId'> & { readonly challengeId: string },
  ): Promise<BrowserRegistered> {
    return this.#call('POST', '/v1/browsers', browserRegistered, body)
  }

  /** POST /v1/challenges/{id}/cancel: withdraws the request from the phones. */
  async cancel(challengeId: string, appNonce: string): Promise<ChallengeStatus> {
    return this.#call('POST', `${challengePath(challengeId)}/cancel`, challengeStatus, { appNonce })
  }

  /** GET /v1/challenges/{id}: where it stands. Decides nothing; only `redeem` does. */
  async status(challengeId: string): Promise<ChallengeStatus> {
    return this.#call('GET', challengePath(challengeId), challengeStatus)
  }

  /**
   * The server's keys, checked against the pinned server id and kept for an hour; their version never falls.
   *
   * @param freshness `fresh` asks the server again, for a key that the kept set does not name
   */
  async keySet(freshness: 'kept' | 'fresh' = 'kept'): Promise<VerifiedKeySet> {
    const kept = this.#kept
    if (freshness === 'kept' && kept !== undefined && Date.now() < kept.untilMs) return kept.keySet
    const signed = await this.#call('GET', '/v1/keyset', signedKeySet)
    const checked = verifyKeySet(signed, this.#options.serverId, this.#kept?.keySet.keySetVersion)
    if (!checked.ok)
      throw new CountersignError('bad_response', { cause: new Error(`key set refused: ${checked.reason}`) })
    this.#kept = { keySet: checked.keySet, untilMs: Date.now() + KEY_SET_KEPT_MS }
    return checked.keySet
  }

  /**
   * How this app looks on its login pages, as admins set it; kept for some minutes. Undefined when the server does not say: a login
   * page without its colours is still one.
   */
  async look(): Promise<AppLook | undefined> {
    const kept = this.#look
    if (kept !== undefined && Date.now() < kept.untilMs) return kept.look
    // Said before it is asked: while the server is away, one login in some minutes waits for it and not every one.
    this.#look = { look: kept?.look, untilMs: Date.now() + LOOK_KEPT_MS }
    try {
      const look = await this.#call('GET', '/v1/app', appLook)
      this.#look = { look, untilMs: Date.now() + LOOK_KEPT_MS }
      return look
    } catch {
      // An older server, or one that is away: nothing depends on it.
      return kept?.look
    }
  }

  async #call<T>(
    method: 'GET' | 'POST',
    path: string,
    shape: Shape<T>,
    body?: unknown,
    timeoutMs = this.#options.timeoutMs,
  ): Promise<T> {
    const { serverUrl, apiKey, fetch: fetcher, requestContext } = this.#options
    const found = requestContext()
    const signal = AbortSignal.timeout(timeoutMs)
    let response: Response
    let text: string
    try {
      response = await fetcher(serverUrl + path, {
        method,
        signal,
        // The key must not follow a redirect to somewhere else.
        redirect: 'error',
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${apiKey}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...sendable('request-id', found?.requestId),
          ...sendable('traceparent', found?.traceparent),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      text = await limitedText(response, RESPONSE_MAX_BYTES)
    } catch (cause) {
      throw new CountersignError(signal.aborted ? 'timeout' : 'unreachable', { cause })
    }
    if (!response.ok) throw problemOf(response, text)
    const parsed = shape.safeParse(jsonOf(text))
    if (!parsed.success) throw new CountersignError('bad_response', { status: response.status })
    return parsed.data
  }
}

/** What is no header would fail the whole call, and no login should fail for what only logs need. */
function sendable(name: string, value: string | undefined): Readonly<Record<string, string>> {
  return value !== undefined && /^[\x21-\x7e]{1,64}$/.test(value) ? { [name]: value } : {}
}

function challengePath(challengeId: string): string {
  return `/v1/challenges/${encodeURIComponent(challengeId)}`
}

function problemOf(response: Response, text: string): CountersignError {
  const { status } = response
  const problem = problemBody.safeParse(jsonOf(text))
  if (problem.success) {
    const { code, retryAfterSeconds } = problem.data
    return new CountersignError(code, { status, retryAfterSeconds })
  }
  // A proxy in front of a dead server answers with a page of its own.
  return new CountersignError(status >= 502 && status <= 504 ? 'unreachable' : 'bad_response', { status })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
