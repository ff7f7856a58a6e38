// A server that is killed and started again, the phones of a few people (the SDK's own device), and a web app that tries again.
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { OpenRequest, Outcome, Picked, PinStore } from '@countersign/client-sdk'
import {
  acceptPairing,
  type Device,
  lookUpPairing,
  memoryKeystore,
  memoryPairingStore,
  openDevice,
} from '@countersign/client-sdk'
import type { ApprovalRequested, ChallengeId, ChallengeStatus } from '@countersign/protocol'
import { parsePairingLink } from '@countersign/protocol'
import { WebSocket } from 'ws'
import type { Admin } from '../support/admin.js'
import { openAdmin } from '../support/admin.js'
import type { ServerProcess } from '../support/server-process.js'
import { ServerHome } from '../support/server-process.js'

/** Nothing here waits longer for something that must come. */
const PATIENCE_MS = 20_000

export interface Asked extends ApprovalRequested {
  readonly appNonce: string
}

export class CrashWorld {
  readonly admin: Admin
  readonly #home: ServerHome
  readonly #apiKey: string
  readonly #phones: Device[] = []
  readonly #said: ServerProcess[]
  #server: ServerProcess

  private constructor(home: ServerHome, server: ServerProcess, admin: Admin, apiKey: string) {
    this.#home = home
    this.#server = server
    this.#said = [server]
    this.admin = admin
    this.#apiKey = apiKey
  }

  /** `settings` are environment variables by name. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<CrashWorld> {
    const home = await ServerHome.create(settings)
    const server = await home.serve()
    const admin = await openAdmin(home, settings)
    const { apiKey } = await admin.addApp('Wiki')
    return new CrashWorld(home, server, admin, apiKey)
  }

  /** Where keys and database are. */
  get directory(): string {
    return this.#home.directory
  }

  /** What all its processes wrote. */
  get lines(): readonly string[] {
    return this.#said.flatMap(({ lines }) => lines)
  }

  async end(): Promise<void> {
    for (const phone of this.#phones) phone.stop()
    await this.admin.close()
    await this.#server.kill()
    this.#home.remove()
  }

  kill(): Promise<void> {
    return this.#server.kill()
  }

  /** Starts the server anew; phones look at once whether it is back. */
  async restart(): Promise<void> {
    this.#server = await this.#home.serve()
    this.#said.push(this.#server)
    for (const phone of this.#phones) phone.wake()
  }

  async killAndRestart(): Promise<void> {
    await this.kill()
    await this.restart()
  }

  /** A person with a phone that is online; with `pins` it can have a PIN. */
  async addPerson(userId: string, pins?: PinStore): Promise<Device> {
    await this.admin.addAccount(userId)
    const { link: text, ticketId } = await this.admin.pairingLink(userId)
    const link = parsePairingLink(text)
    if (link === undefined) throw new Error(`not a pairing link: ${text}`)
    const [keystore, store] = [memoryKeystore(), memoryPairingStore()]
    const accepted = await acceptPairing(link, await lookUpPairing(link), {
      deviceName: userId,
      keystore,
      store,
    })
    await this.admin.confirm(ticketId, accepted.confirmation)
    const phone = await openDevice({
      pairing: accepted.pairing,
      ...{ store, keystore, webSocket: WebSocket, ...(pins && { pins }) },
      // Waits after a break are a tenth of the longest, so that a test need not.
      random: () => 0.1,
    })
    this.#phones.push(phone)
    phone.start()
    await until(() => phone.connection === 'online')
    return phone
  }

  /** Asks for an approval; undefined when the reply was lost. */
  async ask(userId: string): Promise<Asked | undefined> {
    const appNonce = randomBytes(32).toString('base64url')
    const context = { address: '203.0.113.7', browser: 'Firefox on Windows' }
    const reply = await this.#call('', { userId, purpose: 'login', appNonce, context })
    if (reply === undefined) return undefined
    if (reply.status !== 201) throw new Error(`ask: ${JSON.stringify(reply.json)}`)
    // Sound: the server's own reply, whose shape other suites check.
    return { ...(reply.json as ApprovalRequested), appNonce }
  }

  /** `redeemed` with the assertion, the code of the refusal, or undefined when the reply was lost. */
  async redeem({ challengeId, appNonce }: Asked): Promise<string | undefined> {
    const reply = await this.#call(`/${challengeId}/redeem`, { appNonce })
    if (reply === undefined) return undefined
    return reply.status === 200 ? 'redeemed' : String(Object(reply.json)['code'])
  }

  /** Where the challenge is; asks again until the server answers. */
  async stateOf({ challengeId }: Asked): Promise<ChallengeStatus['state'] | 'unknown'> {
    const endMs = Date.now() + PATIENCE_MS
    while (Date.now() < endMs) {
      const reply = await this.#call(`/${challengeId}`)
      if (reply?.status === 404) return 'unknown'
      if (reply !== undefined) return (reply.json as ChallengeStatus).state
      await delay(20)
    }
    throw new Error('the server did not answer')
  }

  async #call(
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly json: unknown } | undefined> {
    try {
      const response = await fetch(`${this.#home.url}/v1/challenges${path}`, {
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        headers: { authorization: `Bearer ${this.#apiKey}`, 'content-type': 'application/json' },
      })
      return { status: response.status, json: await response.json() }
    } catch {
      // Killed before or after it was done: the app cannot know.
      return undefined
    }
  }
}

/** The request with this id once the phone shows it; undefined when it does not within the time. */
export async function shown(
  phone: Device,
  challengeId: ChallengeId,
  patienceMs = PATIENCE_MS,
): Promise<OpenRequest | undefined> {
  const endMs = Date.now() + patienceMs
  while (Date.now() < endMs) {
    const request = phone.requests.find((each) => each.challengeId === challengeId)
    if (request !== undefined) return request
    await delay(5)
  }
  return undefined
}

/** As `shown`, for a request that must come. */
export async function mustShow(phone: Device, { challengeId }: Asked): Promise<OpenRequest> {
  const request = await shown(phone, challengeId)
  if (request === undefined) throw new Error(`the phone did not show ${challengeId}`)
  return request
}

/** What the person picks or types when all is well. */
export function rightChoice({ match }: Asked): Picked {
  if (match.mode === 'link') throw new Error('nobody asked for a link')
  return match
}

/** A choice that the request offers and the page does not show. */
export function wrongChoice({ match }: Asked, { options }: OpenRequest): Picked {
  if (match.mode === 'code') return { mode: 'code', code: match.code === '000000' ? '000001' : '000000' }
  const symbolId = options.find((option) => match.mode === 'symbol' && option !== match.symbolId)
  if (symbolId === undefined) throw new Error('a grid with one symbol')
  return { mode: 'symbol', symbolId }
}

export async function until(holds: () => boolean): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS
  while (!holds()) {
    if (Date.now() > endMs) throw new Error(`never came true: ${holds}`)
    await delay(5)
  }
}

export type { Device, Outcome }
