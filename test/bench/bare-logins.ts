// What the messages of a login cost a bare `http` and `ws` server with one verification: the floor under our own figure.
import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { WebSocket } from 'ws'
import { cpuSeconds } from './process-facts.js'
import type { RawServer } from './references.js'
import { startRawServer } from './references.js'

const PHONES = 200
const ACKNOWLEDGED = JSON.stringify({ type: 'received', challengeId: 'x'.repeat(36) })
const ANSWER = JSON.stringify({ type: 'answer', rest: 'q'.repeat(330) })

/** A bare server and its phones; `cpuMicros` is the server's CPU for one login. */
export class BareLogins {
  readonly #server: RawServer
  readonly #phones: readonly WebSocket[]
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 })

  private constructor(server: RawServer, phones: readonly WebSocket[]) {
    this.#server = server
    this.#phones = phones
  }

  static async start(): Promise<BareLogins> {
    const server = await startRawServer([], 'bare-login-server.mjs')
    const phones = await Promise.all(Array.from({ length: PHONES }, (_, i) => connect(server.port, i)))
    return new BareLogins(server, phones)
  }

  async cpuMicros(clients: number, ms: number): Promise<number> {
    const before = cpuSeconds(this.#server.pid)
    const untilMs = performance.now() + ms
    let done = 0
    let next = 0
    const client = async (): Promise<void> => {
      while (performance.now() < untilMs) {
        await this.#login(next++ % PHONES)
        done += 1
      }
    }
    await Promise.all(Array.from({ length: clients }, client))
    return ((cpuSeconds(this.#server.pid) - before) * 1e6) / done
  }

  end(): void {
    for (const phone of this.#phones) phone.terminate()
    this.#agent.destroy()
    this.#server.end()
  }

  async #login(index: number): Promise<void> {
    const phone = this.#phones[index]
    if (phone === undefined) throw new RangeError(`no phone ${index}`)
    const challenge = message(phone)
    await this.#post({ phone: index, rest: 'p'.repeat(180) })
    await challenge
    const receipt = message(phone)
    phone.send(ACKNOWLEDGED)
    phone.send(ANSWER)
    await receipt
    await this.#post({ redeem: true, rest: 'n'.repeat(50) })
  }

  #post(body: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      const { port } = this.#server
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${'k'.repeat(63)}` }
      const call = request({ host: '127.0.0.1', port, method: 'POST', agent: this.#agent, headers })
      call.on('response', (response) => response.resume().on('end', resolve))
      call.on('error', reject)
      call.end(JSON.stringify(body))
    })
  }
}

function message(phone: WebSocket): Promise<unknown> {
  return new Promise((resolve) => phone.once('message', resolve))
}

function connect(port: number, index: number): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/${index}`, { perMessageDeflate: false })
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}
