// A web app that costs little: keep-alive connections by node:http, the calls of a login, and a page's stream.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:http'
import type { ApprovalRequested } from '@countersign/protocol'
import type { Fleet } from './fleet.js'

export interface AskedLoad extends ApprovalRequested {
  readonly appNonce: string
}

export class WebAppLoad {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 })
  readonly #pages = new Agent({ keepAlive: true, maxSockets: 256 })
  readonly #port: string
  readonly #headers: Readonly<Record<string, string>>

  constructor({ url, apiKey }: Fleet) {
    this.#port = new URL(url).port
    this.#headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  }

  async ask(userId: string): Promise<AskedLoad> {
    const appNonce = randomBytes(32).toString('base64url')
    const context = { address: '203.0.113.7', browser: 'Firefox on Windows' }
    const text = await this.#post('/v1/challenges', { userId, purpose: 'login', appNonce, context }, 201)
    // Sound: the server is the one under test; a wrong shape makes the run fail.
    return { ...(JSON.parse(text) as ApprovalRequested), appNonce }
  }

  async redeem({ challengeId, appNonce }: AskedLoad): Promise<void> {
    await this.#post(`/v1/challenges/${challengeId}/redeem`, { appNonce }, 200)
  }

  async healthz(): Promise<void> {
    const response = await this.#send('/healthz', {}, this.#agent)
    await textOf(response, 200)
  }

  /** Resolves when the stream has told of the redemption. */
  async watchToEnd(watchToken: string): Promise<void> {
    const headers = { authorization: `Watch ${watchToken}`, accept: 'text/event-stream' }
    const text = await textOf(await this.#send('/v1/watch', headers, this.#pages), 200)
    if (!text.includes('"redeemed"')) throw new Error(`the page did not hear the end: ${text}`)
  }

  #post(path: string, body: object, status: number): Promise<string> {
    const text = JSON.stringify(body)
    const headers = { ...this.#headers, 'content-length': String(text.length) }
    return this.#send(path, headers, this.#agent, text).then((response) => textOf(response, status))
  }

  #send(
    path: string,
    headers: Readonly<Record<string, string>>,
    agent: Agent,
    body?: string,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST'
      const call = request({ host: '127.0.0.1', port: this.#port, path, method, headers, agent }, resolve)
      call.on('error', reject)
      call.end(body)
    })
  }
}

async function textOf(response: IncomingMessage, status: number): Promise<string> {
  response.setEncoding('utf8')
  let text = ''
  for await (const piece of response) text += piece
  if (response.statusCode !== status) throw new Error(`${response.statusCode}: ${text}`)
  return text
}
