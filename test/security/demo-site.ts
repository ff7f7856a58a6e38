// The demo app, as people copy it, in front of a whole real server; and browsers that keep their cookies.
import { randomBytes, scryptSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '@countersign/demo/app'
import { Users } from '@countersign/demo/users'
import { accessPasses, type Choice, toBase64Url } from '@countersign/protocol'
import type { TestServer } from '../support/test-server.js'

export const PASSWORD = 'correct horse battery'

export interface DemoSite {
  readonly origin: string
  readonly apiKey: string
  /** What the app's log hook was told, as text. */
  readonly logged: readonly string[]
  readonly users: Users
  browser(more?: Readonly<Record<string, string>>): Browser
  close(): Promise<void>
}

/** The demo with its two users: alice, whom an admin linked to the ID `alice`, and bob, who links himself. */
export async function openDemoSite(server: TestServer, name = 'Demo'): Promise<DemoSite> {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
  const users = await Users.open(await usersFile(directory), PASSWORD)
  const logged: string[] = []
  const listening = createServer((req, res) => app(req, res))
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo // sound: it listens on TCP
  const origin = `http://localhost:${port}`
  const { apiKey, appId } = await server.addApp(name, [origin])
  const app = createApp({
    origin,
    serverUrl: server.url,
    serverId: toBase64Url(server.ports.vault.serverId),
    apiKey,
    appId,
    users,
    log: (event, fields) => void logged.push(JSON.stringify({ event, ...fields })),
  })
  return {
    origin,
    apiKey,
    logged,
    users,
    browser: (more) => new Browser(`http://127.0.0.1:${port}`, origin, more),
    async close() {
      listening.closeAllConnections()
      await new Promise<void>((resolve) => listening.close(() => resolve()))
      rmSync(directory, { recursive: true })
    },
  }
}

/** Its two users as the demo makes them, but for the cost of a password, which is not what is attacked here. */
async function usersFile(directory: string): Promise<string> {
  const salt = randomBytes(16)
  const [logN, r, p] = [10, 8, 1]
  const hash = scryptSync(PASSWORD, salt, 32, { N: 2 ** logN, r, p })
  const passwordHash = ['scrypt', logN, r, p, salt.toString('base64url'), hash.toString('base64url')].join(
    '$',
  )
  const link = { userId: 'alice', phones: [], acceptsNextPhone: true }
  const file = join(directory, 'users.json')
  await writeFile(
    file,
    JSON.stringify([
      { name: 'alice', passwordHash, link },
      { name: 'bob', passwordHash },
    ]),
  )
  return file
}

export interface Reply {
  readonly status: number
  readonly location: string | null
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests assert on it field by field
  readonly json: any
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** One browser: its cookie, and the headers that a browser sets by itself. */
export class Browser {
  cookie = ''
  readonly #address: string
  readonly #origin: string
  readonly #headers: Readonly<Record<string, string>>

  constructor(address: string, origin: string, headers: Readonly<Record<string, string>> = {}) {
    this.#address = address
    this.#origin = origin
    this.#headers = { 'user-agent': FIREFOX, ...headers }
  }

  get(path: string): Promise<Reply> {
    return this.#send(path, { headers: { accept: 'text/html' } })
  }

  /** A call of the login element. */
  call(route: string, body: unknown = {}): Promise<Reply> {
    const headers = { 'content-type': 'application/json' }
    return this.#send(`/countersign/${route}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  /** Sends a form of the app. */
  submit(path: string, fields: Readonly<Record<string, string>>): Promise<Reply> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields) })
  }

  signIn(name: string, password = PASSWORD): Promise<Reply> {
    return this.submit('/login', { name, password })
  }

  async #send(path: string, init: RequestInit): Promise<Reply> {
    const headers = {
      ...this.#headers,
      ...(init.method === 'POST' ? { origin: this.#origin, 'sec-fetch-site': 'same-origin' } : {}),
      ...(this.cookie === '' ? {} : { cookie: this.cookie }),
    }
    const response = await fetch(this.#address + path, {
      ...init,
      redirect: 'manual',
      headers: { ...headers, ...(init.headers as Readonly<Record<string, string>> | undefined) },
    })
    const set = response.headers.getSetCookie()[0]?.split(';')[0]
    if (set !== undefined) this.cookie = set
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : {},
    }
  }
}

/** What a person reads off the login page, as the choice that they make on the phone. */
export function choiceOn(started: Reply): Choice {
  const { match } = started.json
  if (match.mode === 'code') return { mode: 'code', code: match.code }
  const pass = accessPasses.find(({ path }) => path === match.path)
  if (pass === undefined) throw new Error('the page shows no access pass of ours')
  return { mode: 'symbol', symbolId: pass.id }
}
