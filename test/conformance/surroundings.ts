// The server under test and its admin: a process of this tree, or any server named by COUNTERSIGN_URL and COUNTERSIGN_CLI.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { ServerHome } from '../support/server-process.js'
import type { HttpReply, Socket } from './stranger.js'
import { call, Stranger } from './stranger.js'
import type { Values } from './stranger-bytes.js'

const run = promisify(execFile)

export interface Surroundings {
  readonly url: string
  /** Runs a command of the server's command line and gives its JSON; rejects when it is refused. */
  admin(...words: readonly string[]): Promise<Values>
  end(): Promise<void>
}

/**
 * For a server elsewhere: `COUNTERSIGN_URL=https://id.example.org COUNTERSIGN_CLI='docker compose exec -T server countersign'`.
 * The suite adds accounts and apps with names of its own; use a server that is for trying out.
 */
export async function openSurroundings(): Promise<Surroundings> {
  const { COUNTERSIGN_URL: url, COUNTERSIGN_CLI: cli } = process.env
  if (url !== undefined && cli !== undefined) {
    const [command = '', ...first] = cli.split(' ')
    return {
      url,
      admin: async (...words) => JSON.parse((await run(command, [...first, ...words, '--json'])).stdout),
      end: async () => undefined,
    }
  }
  const home = await ServerHome.create()
  const server = await home.serve()
  return {
    url: home.url,
    // Sound enough here: each caller reads the members it needs and fails when they are missing.
    admin: async (...words) => (await home.command(...words)) as Values,
    async end() {
      await server.stop()
      home.remove()
    },
  }
}

/** A web app of the server: its key, and the calls that it makes. */
export class WebApp {
  readonly url: string
  readonly appId: string
  readonly origin: string
  readonly apiKey: string

  private constructor(url: string, appId: string, origin: string, apiKey: string) {
    this.url = url
    this.appId = appId
    this.origin = origin
    this.apiKey = apiKey
  }

  static async add({ url, admin }: Surroundings, name: string): Promise<WebApp> {
    const origin = `https://${name}.example.org`
    const { app, apiKey } = await admin(
      'app',
      'add',
      `${name} ${randomBytes(4).toString('hex')}`,
      '--origin',
      origin,
    )
    return new WebApp(url, app.id, origin, apiKey)
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<HttpReply> {
    return call(this.url + path, body, { authorization: `Bearer ${this.apiKey}`, ...headers })
  }

  /** Asks, from a browser of its own unless told otherwise; gives the reply with the nonce it asked with. */
  async ask(userId: string, changed: Values = {}): Promise<Asked> {
    const appNonce = randomBytes(32).toString('base64url')
    const context = { address: '203.0.113.7', browser: 'Firefox on Windows' }
    const { status, json } = await this.post('/v1/challenges', {
      userId,
      purpose: 'login',
      appNonce,
      context,
      ...changed,
    })
    if (status !== 201) throw new Error(`ask: ${status} ${JSON.stringify(json)}`)
    const { challengeId, watchToken } = json
    return { ...json, challengeId, watchToken, appNonce, context }
  }

  redeem({ challengeId, appNonce }: Asked): Promise<HttpReply> {
    return this.post(`/v1/challenges/${challengeId}/redeem`, { appNonce })
  }

  status({ challengeId }: Asked): Promise<HttpReply> {
    return call(`${this.url}/v1/challenges/${challengeId}`, undefined, {
      authorization: `Bearer ${this.apiKey}`,
    })
  }
}

export type Asked = Values & {
  readonly challengeId: string
  readonly appNonce: string
  readonly watchToken: string
}

let people = 0

/** An account of its own and as many phones as wanted, paired and confirmed; not yet connected. */
export async function addPerson(
  { admin }: Surroundings,
  phones = 1,
): Promise<{ readonly userId: string; readonly phone: Stranger; readonly phones: readonly Stranger[] }> {
  people += 1
  const userId = `stranger-${people}-${randomBytes(4).toString('hex')}`
  await admin('account', 'add', userId)
  const paired: Stranger[] = []
  for (let i = 0; i < phones; i += 1) {
    const { link, ticketId } = await admin('pair', userId, '--no-wait')
    const phone = await Stranger.pair(link)
    await admin('pair', 'confirm', ticketId, '--confirmation', phone.confirmation)
    paired.push(phone)
  }
  const [phone] = paired
  if (phone === undefined) throw new Error('one phone at least')
  return { userId, phone, phones: paired }
}

/** Brings a question from the app to the phone: asked, delivered, verified and opened. */
export async function bring(
  app: WebApp,
  userId: string,
  phone: Stranger,
  socket: Socket,
  changed: Values = {},
) {
  const asked = await app.ask(userId, changed)
  const frame = await socket.take('challenge', ({ challengeId }) => challengeId === asked.challengeId)
  return { asked, frame, question: phone.open(frame, Date.now()) }
}

/** What the person picks or types when all is well. */
export function right({ match }: Values): number | string {
  return match.mode === 'symbol' ? match.symbolId : match.code
}

/** A symbol on the phone that is not the one the page shows. */
export function wrong({ match }: Values, question: Values): number | string {
  if (match.mode === 'code') return match.code === '000000' ? '000001' : '000000'
  return question['options'].find((option: number) => option !== match.symbolId)
}
