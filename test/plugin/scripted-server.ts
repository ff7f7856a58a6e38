// A Countersign server that does what a test tells it, with real keys and signatures; a dishonest one if it is told so.

import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type {
  AppLook,
  ChallengeStatus,
  CodeLoginBody,
  CodeWay,
  MatchShown,
  RegisterBrowserBody,
  RequestApprovalBody,
  SetUpNeeded,
} from '@countersign/protocol'
import {
  askWaysBody,
  codeLoginBody,
  readCode,
  registerBrowserBody,
  requestApprovalBody,
  toBase64Url,
} from '@countersign/protocol'
import type { Login, ServerKeys, Twist } from './assertion-kit.js'
import { makeAssertion, newId, newLogin, newPair, newServerKeys } from './assertion-kit.js'
import type { CodeTwist } from './code-kit.js'
import { makeCodeAssertion } from './code-kit.js'

export interface Asked {
  readonly login: Login
  readonly body: RequestApprovalBody
  readonly watchToken: string
  status: ChallengeStatus
}

type Listener = (status: ChallengeStatus) => void

export class ScriptedServer {
  readonly keys: ServerKeys = newServerKeys(Date.now())
  readonly appId = newId<Login['appId']>()
  readonly apiKey = `cs_0123456789abcdef_${toBase64Url(randomBytes(32))}`
  readonly device = newPair()
  /** One account per user ID, as a server has it. */
  readonly accountIds = new Map<string, Login['accountId']>()
  readonly asked: Asked[] = []
  redeems = 0
  /** What the next requests show. */
  match: MatchShown = { mode: 'symbol', symbolId: 7 }
  delivery: 'push' | 'pull' = 'push'
  ttlMs = 90_000
  /** What the server lies about in its assertions. */
  twist: Twist = {}
  /** A server that hands an assertion out as often as it is asked. */
  redeemsAgain = false
  /** Answers this problem instead, while set. */
  refuse: { readonly status: number; readonly code: string; readonly retryAfterSeconds?: number } | undefined
  /** How admins made the app look; undefined: a server that does not tell. */
  look: AppLook | undefined
  /** Hands this out in the place of an assertion. */
  handsOut: string | undefined
  /** Answers with this waiver instead of asking a phone, whether one is welcome or not. */
  waive: ((body: RequestApprovalBody, accountId: Login['accountId']) => string) | undefined
  /** Every body that was asked with, also those that got a waiver. */
  readonly bodies: RequestApprovalBody[] = []
  /** Which codes the policies let count. */
  otherWays: readonly CodeWay[] = ['totp', 'backup', 'bypass']
  /** The codes that are right, as typed; each is good once. */
  readonly rightCodes = new Set<string>()
  /** Every body of a typed code. */
  readonly codes: CodeLoginBody[] = []
  /** Every browser that was registered. */
  readonly registered: RegisterBrowserBody[] = []
  /** What the server lies about in its assertions of codes. */
  codeTwist: CodeTwist = {}
  /** Offers the set-up instead of asking a phone, whether it is welcome or not. */
  setUp: SetUpNeeded | undefined
  /** Whether `/v1/watch` works: a proxy may cut streams or everything. */
  watching: 'stream' | 'poll' | 'none' = 'stream'
  #origin = ''
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #server: Server = createServer((req, res) => void this.#answer(req, res))

  async start(origin: string): Promise<void> {
    this.#origin = origin
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo // sound: it listens on TCP
    return `http://127.0.0.1:${port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  get last(): Asked {
    const asked = this.asked.at(-1)
    if (asked === undefined) throw new Error('nothing was asked')
    return asked
  }

  /** What the phone, or time, did. */
  become(state: ChallengeStatus['state'], more: Partial<ChallengeStatus> = {}, asked = this.last): void {
    asked.status = { ...asked.status, state, ...more }
    for (const listener of this.#listeners.get(asked.watchToken) ?? []) listener(this.#now(asked))
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://server')
    const route = `${req.method} ${url.pathname.replace(/[0-9a-f-]{36}/, ':id')}`
    if (route === 'OPTIONS /v1/watch' || route === 'GET /v1/watch') return this.#watch(req, res, url)
    if (route === 'GET /v1/keyset') return json(res, 200, this.keys.keySet)
    if (req.headers.authorization !== `Bearer ${this.apiKey}`) return problem(res, 401, 'unauthorized')
    if (this.refuse !== undefined)
      return problem(res, this.refuse.status, this.refuse.code, this.refuse.retryAfterSeconds)
    if (route === 'GET /v1/app' && this.look !== undefined) return json(res, 200, this.look)
    if (route === 'POST /v1/challenges') return this.#ask(res, await bodyOf(req))
    if (route === 'POST /v1/ways') {
      askWaysBody.parse(await bodyOf(req))
      return json(res, 200, { otherWays: this.otherWays, passkeys: 'off' })
    }
    if (route === 'POST /v1/codes') return this.#tryCode(res, await bodyOf(req))
    if (route === 'POST /v1/browsers') {
      this.registered.push(registerBrowserBody.parse(await bodyOf(req)))
      return json(res, 200, { state: 'known' })
    }
    const asked = this.asked.find(({ login }) => url.pathname.includes(login.challengeId))
    if (asked === undefined) return problem(res, 404, 'challenge_unknown')
    if (route === 'GET /v1/challenges/:id') return json(res, 200, this.#now(asked))
    const { appNonce } = (await bodyOf(req)) as { readonly appNonce: string } // sound: the plugin's own client
    if (appNonce !== asked.login.appNonce) return problem(res, 401, 'unauthorized')
    if (route === 'POST /v1/challenges/:id/redeem') return this.#redeem(res, asked)
    if (asked.status.state === 'pending') this.become('cancelled', { cause: 'by_app' }, asked)
    json(res, 200, this.#now(asked))
  }

  #ask(res: ServerResponse, given: unknown): void {
    const body = requestApprovalBody.parse(given)
    this.bodies.push(body)
    const { userId, accountId } = this.#whoIs(body)
    if (this.setUp !== undefined && body.setUpLater !== true) {
      json(res, 201, this.setUp)
      return
    }
    if (this.waive !== undefined) {
      const statement = this.waive(body, accountId)
      json(res, 201, { decision: 'waived', because: 'not_required', statement })
      return
    }
    const nowMs = Date.now()
    const login = newLogin({
      server: this.keys,
      device: this.device,
      accountId,
      appId: this.appId,
      appNonce: body.appNonce,
      userId,
      match: this.match,
      transaction: body.transaction,
      options: this.match.mode === 'symbol' ? [this.match.symbolId, 61, 62, 63, 64, 65] : [],
      context: { appName: 'Demo app', origin: this.#origin, ...body.context },
      issuedAtMs: nowMs,
      expiresAtMs: nowMs + this.ttlMs,
    })
    const watchToken = toBase64Url(randomBytes(32))
    const { issuedAtMs, expiresAtMs } = login
    const status = { state: 'pending', progress: 'waiting', cause: 'none', expiresAtMs, nowMs } as const
    this.asked.push({ login, body, watchToken, status })
    const { challengeId } = login
    const { match, delivery, otherWays } = this
    json(res, 201, {
      challengeId,
      accountId,
      watchToken,
      match,
      delivery,
      otherWays,
      mayUsePasskey: false,
      issuedAtMs,
      expiresAtMs,
    })
  }

  #tryCode(res: ServerResponse, given: unknown): void {
    const body = codeLoginBody.parse(given)
    this.codes.push(body)
    const way = readCode(body.code)?.way
    if (way === undefined || !this.rightCodes.delete(body.code)) {
      problem(res, 403, 'code_refused')
      return
    }
    const { accountId } = this.#whoIs(body)
    const assertion = makeCodeAssertion(this.keys, this.appId, { ...body, accountId, way }, this.codeTwist)
    json(res, 200, { assertion: this.handsOut ?? assertion })
  }

  #whoIs(body: { readonly userId: string }): Pick<Login, 'userId' | 'accountId'> {
    const userId = body.userId.trim().toLowerCase()
    const accountId = this.accountIds.get(userId) ?? newId<Login['accountId']>()
    this.accountIds.set(userId, accountId)
    return { userId, accountId }
  }

  #redeem(res: ServerResponse, asked: Asked): void {
    this.redeems += 1
    const { state } = asked.status
    if (state === 'redeemed' && !this.redeemsAgain) {
      problem(res, 409, 'challenge_final')
      return
    }
    if (state !== 'approved' && state !== 'redeemed') {
      problem(res, 409, 'challenge_not_approved')
      return
    }
    this.become('redeemed', {}, asked)
    const nowMs = Date.now()
    const claims = { auth_time: Math.floor(nowMs / 1000), ...this.twist.claims }
    const assertion = makeAssertion({ ...asked.login, nowMs }, { ...this.twist, claims })
    json(res, 200, { assertion: this.handsOut ?? assertion })
  }

  #watch(req: IncomingMessage, res: ServerResponse, url: URL): void {
    res.setHeader('access-control-allow-origin', req.headers.origin ?? '')
    res.setHeader('access-control-allow-headers', 'authorization')
    if (req.method === 'OPTIONS') {
      res.writeHead(204).end()
      return
    }
    const asked = this.asked.find(({ watchToken }) => req.headers.authorization === `Watch ${watchToken}`)
    if (asked === undefined) {
      problem(res, 401, 'unauthorized')
      return
    }
    const streaming = req.headers.accept?.includes('event-stream') === true
    if (this.watching === 'none' || (streaming && this.watching === 'poll')) {
      res.destroy()
      return
    }
    const listeners = this.#listeners.get(asked.watchToken) ?? new Set()
    this.#listeners.set(asked.watchToken, listeners)
    if (streaming) {
      const send = (status: ChallengeStatus): void => {
        res.write(`event: status\ndata: ${JSON.stringify(status)}\n\n`)
      }
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      send(this.#now(asked))
      listeners.add(send)
      res.on('close', () => listeners.delete(send))
      return
    }
    if (url.searchParams.get('state') !== asked.status.state) {
      json(res, 200, this.#now(asked))
      return
    }
    const once = (status: ChallengeStatus): void => {
      listeners.delete(once)
      json(res, 200, status)
    }
    listeners.add(once)
  }

  #now(asked: Asked): ChallengeStatus {
    return { ...asked.status, nowMs: Date.now() }
  }
}

async function bodyOf(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(Buffer.from(chunk))
  return JSON.parse(Buffer.concat(chunks).toString())
}

function json(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function problem(res: ServerResponse, status: number, code: string, retryAfterSeconds?: number): void {
  res
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ type: 'about:blank', title: code, status, code, retryAfterSeconds }))
}
