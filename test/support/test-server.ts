// A whole server inside the test's process: real port, real adapters, and the raw calls that make an account, an app and a phone.
//
// With TEST_NODES_FABRIC, the URL of a Redis, each server is three nodes on one database: every call goes to the next of them, and
// so does every socket. test/nodes runs suites so that were written for one.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  ApprovalRequested,
  ProblemBody,
  ServerFrame,
  TicketFound,
  TicketId,
} from '@countersign/protocol'
import { parsePairingLink, toBase64Url } from '@countersign/protocol'
import type { App, Overrides } from '@countersign/server'
import { createApp } from '@countersign/server'
import { resolveConfig } from '@countersign/server/config'
import type { Ports } from '@countersign/server/core/ports'
import type { Result } from '@countersign/server/core/refusal'
import { addAccount } from '@countersign/server/flows/accounts'
import { addApp } from '@countersign/server/flows/apps'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { createTicket } from '@countersign/server/flows/create-ticket'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import type { LogLine } from './collecting-log.js'
import { collectingLog } from './collecting-log.js'
import { isOnPostgres, newStorageUrl } from './engine.js'
import type { RawDevice } from './raw-device.js'
import { acceptBody, authenticateFrame, lookUpBody, newKey, RawSocket } from './raw-device.js'
import { Turnstile } from './turnstile.js'
import { until } from './until.js'

export interface TestServerOptions {
  /** `memory` unless a test is about what is kept. */
  readonly storage?: 'memory' | 'sqlite'
  /** Settings by path, over those of the tests. */
  readonly config?: Readonly<Record<string, unknown>>
  readonly overrides?: Overrides
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; an untyped value on purpose, as a client in another language sees it. */
  // biome-ignore lint/suspicious/noExplicitAny: tests assert on it field by field
  readonly json: any
}

const NODES = 3

export class TestServer {
  /** Its public address. */
  readonly url: string
  readonly wsUrl: string
  readonly host: string
  readonly ports: Ports
  /** Everything that was logged, oldest first. */
  readonly log: readonly LogLine[]
  readonly #apps: readonly App[]
  readonly #turnstile: Turnstile | undefined
  readonly #directory: string

  private constructor(
    [app, ...others]: readonly [App, ...App[]],
    url: string,
    directory: string,
    log: readonly LogLine[],
    turnstile?: Turnstile,
  ) {
    this.#apps = [app, ...others]
    this.#turnstile = turnstile
    this.#directory = directory
    this.url = url
    this.wsUrl = url.replace(/^http/, 'ws')
    this.host = new URL(url).host
    this.ports = app.ports
    this.log = log
  }

  static async start(options: TestServerOptions = {}): Promise<TestServer> {
    const directory = mkdtempSync(join(tmpdir(), 'countersign-test-'))
    const log = collectingLog()
    const fabricUrl = process.env['TEST_NODES_FABRIC']
    const turnstile =
      fabricUrl === undefined || options.config?.['publicUrl'] !== undefined
        ? undefined
        : await Turnstile.open()
    const resolved = resolveConfig({
      name: 'ACME',
      publicUrl: 'http://localhost:0',
      'listen.host': 'localhost',
      'listen.port': 0,
      'storage.url':
        options.storage === 'sqlite' && !isOnPostgres
          ? `sqlite:${join(directory, 'test.db')}`
          : await newStorageUrl(),
      'keys.root': toBase64Url(randomBytes(32)),
      'keys.master': toBase64Url(randomBytes(32)),
      ...(turnstile === undefined ? {} : joined(turnstile, fabricUrl)),
      ...options.config,
    })
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.faults))
    const overrides = { ...options.overrides, ports: { log, ...options.overrides?.ports } }
    if (turnstile === undefined) {
      const app = await createApp(resolved.config, overrides)
      const { url } = await app.start()
      return new TestServer([app], url, directory, log.lines)
    }
    const storage = { ...(overrides.ports.storage ?? createMemoryStorage()), close: async () => undefined }
    const shared =
      resolved.config['storage.url'] !== 'memory:'
        ? overrides
        : { ...overrides, ports: { ...overrides.ports, storage } }
    const first = await createApp(resolved.config, shared)
    const apps: [App, ...App[]] = [first]
    const ports = [(await first.start()).port]
    while (apps.length < NODES) {
      const app = await createApp(resolved.config, shared)
      apps.push(app)
      ports.push((await app.start()).port)
    }
    // Before that each counts for itself, and what was to be one limit is three.
    await until(() => apps.every(({ ports: { fabric } }) => fabric.state() === 'up'))
    turnstile.leadTo(ports)
    return new TestServer(apps, resolved.config.publicUrl, directory, log.lines, turnstile)
  }

  /** Stops gracefully; the database file is removed. */
  async stop(): Promise<void> {
    await Promise.all(this.#apps.map((app) => app.stop()))
    await this.#turnstile?.close()
    rmSync(this.#directory, { recursive: true, force: true })
  }

  /** How many pages wait and sockets are open. */
  get open(): App['open'] {
    const all = this.#apps.map(({ open }) => open)
    const sum = (of: keyof App['open']): number => all.reduce((total, open) => total + open[of], 0)
    return { pages: sum('pages'), sockets: sum('sockets') }
  }

  /** One HTTP request. An object as `body` is sent as JSON, a text or bytes as they are. */
  async call(
    method: string,
    path: string,
    request: {
      readonly apiKey?: string
      readonly body?: unknown
      readonly headers?: Readonly<Record<string, string>>
    } = {},
  ): Promise<Reply> {
    const { apiKey, body } = request
    const isText = typeof body === 'string' || body instanceof Uint8Array
    // Not by the public address: a connection that is kept alive would lead to one node all the time.
    const node = this.#turnstile === undefined ? this.url : `http://localhost:${this.#turnstile.nextPort()}`
    const response = await fetch(node + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(body === undefined ? {} : { body: isText ? (body as BodyInit) : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : undefined,
    }
  }

  async addAccount(userId = 'alice'): Promise<void> {
    expectOk(await addAccount(this.ports, { userId, displayName: userId }))
  }

  async addApp(
    name = 'Wiki',
    origins: readonly string[] = ['https://wiki.example'],
  ): Promise<{ readonly apiKey: string; readonly appId: string }> {
    const { app, apiKey } = expectOk(await addApp(this.ports, { name, origins }))
    return { apiKey, appId: app.id }
  }

  /** A pairing link, as `countersign pair` prints it. */
  async pairingLink(userId = 'alice'): Promise<NonNullable<ReturnType<typeof parsePairingLink>>> {
    const { link } = expectOk(await createTicket(this.ports, userId))
    const parsed = parsePairingLink(link)
    assert.ok(parsed)
    return parsed
  }

  /** Pairs a phone over HTTP; with `confirm: false` it stays as it is before the six digits are confirmed. */
  async pairDevice(
    userId = 'alice',
    { confirm = true } = {},
  ): Promise<RawDevice & { readonly ticketId: TicketId }> {
    const link = await this.pairingLink(userId)
    const key = newKey()
    const found = await this.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) })
    assert.equal(found.status, 200, found.text)
    const ticket: TicketFound = found.json
    const accepted = await this.call('POST', '/v1/pairings/accept', { body: acceptBody(link, ticket, key) })
    assert.equal(accepted.status, 201, accepted.text)
    if (confirm) expectOk(await confirmPairing(this.ports, link.ticketId, accepted.json.confirmation))
    const { deviceId, accountId } = accepted.json
    return { ...key, deviceId, accountId, ticketId: link.ticketId }
  }

  /** Connects a paired phone and brings it to its welcome. */
  async connect(
    device: RawDevice,
    how: { readonly autoPong?: boolean } = {},
  ): Promise<{
    readonly socket: RawSocket
    readonly nextCounter: number
    readonly deviceState: string
    readonly welcome: Extract<ServerFrame, { type: 'welcome' }>
  }> {
    const socket = new RawSocket(this.wsUrl, how)
    const hello = await socket.take('hello')
    socket.send(authenticateFrame(device, hello, this.host))
    const welcome = await socket.take('welcome')
    const { nextCounter, deviceState } = welcome
    return { socket, nextCounter, deviceState, welcome }
  }

  /** Asks for an approval as a web app does. */
  async requestApproval(
    apiKey: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<ApprovalRequested & { readonly appNonce: string }> {
    const body = approvalBody(more)
    const reply = await this.call('POST', '/v1/challenges', { apiKey, body })
    assert.equal(reply.status, 201, reply.text)
    return { ...reply.json, appNonce: body.appNonce }
  }
}

/** A good body of POST /v1/challenges; each from a browser of its own unless told otherwise. */
export function approvalBody(more: Readonly<Record<string, unknown>> = {}): {
  readonly userId: string
  readonly appNonce: string
  readonly [key: string]: unknown
} {
  return {
    userId: 'alice',
    purpose: 'login',
    appNonce: toBase64Url(randomBytes(32)),
    context: { address: '203.0.113.7', browser: 'Firefox on Windows' },
    ...more,
  }
}

/** The reply is a problem document of this code, complete and nothing more. */
export function assertProblem(reply: Reply, status: number, code: ProblemBody['code']): ProblemBody {
  assert.equal(reply.headers.get('content-type'), 'application/problem+json')
  assert.equal(reply.json.code, code, reply.text)
  assert.equal(reply.status, status)
  assert.equal(reply.json.status, status)
  assert.match(reply.json.type, new RegExp(`^http://localhost:\\d+/docs#${code}$`))
  assert.equal(reply.json.requestId, reply.headers.get('request-id'))
  return reply.json
}

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}

/** What the nodes of one server have in common; each suite of a run has a part of Redis to itself. */
function joined({ port }: Turnstile, fabricUrl: string | undefined): Readonly<Record<string, unknown>> {
  return {
    publicUrl: `http://localhost:${port}`,
    'fabric.url': fabricUrl,
    'fabric.prefix': `test-${port}:`,
  }
}
