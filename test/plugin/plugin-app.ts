// A real express app with the plugin in front of a scripted server, and browsers that keep their cookies.
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Approved, CountersignOptions, Subject, Waived } from '@countersign/web-plugin/express'
import { countersign } from '@countersign/web-plugin/express'
import type { Request } from 'express'
import express from 'express'
import session from 'express-session'
import { ScriptedServer } from './scripted-server.js'

declare module 'express-session' {
  interface SessionData {
    user: string
    linking: string
  }
}

export interface App {
  readonly origin: string
  readonly server: ScriptedServer
  readonly approved: Approved[]
  readonly linked: Approved[]
  readonly waived: Waived[]
  /** What the app logged, as text: secrets are searched for in it. */
  readonly logged: string[]
  /** What the app keeps about a user: changes the subject. */
  readonly kept: Map<string, Partial<Subject>>
  stop(): Promise<void>
}

/** `/first?user=` stands for a password login: it names who passed the first factor, and nothing else. */
export async function startApp(options: Partial<CountersignOptions<Request>> = {}): Promise<App> {
  const scripted = new ScriptedServer()
  const app = express()
  // Express prints the stack of an error otherwise, and a test causes one.
  app.set('env', 'test')
  const listening = createServer(app)
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo // sound: it listens on TCP
  const origin = `http://127.0.0.1:${port}`
  await scripted.start(origin)

  const stop = (): Promise<void> => stopBoth(listening, scripted)
  const approved: Approved[] = []
  const linked: Approved[] = []
  const waived: Waived[] = []
  const logged: string[] = []
  const kept = new Map<string, Partial<Subject>>()
  const settings: CountersignOptions<Request> = {
    serverUrl: scripted.url,
    serverId: scripted.keys.serverId,
    apiKey: scripted.apiKey,
    appId: scripted.appId,
    appName: 'Demo app',
    origin,
    subject: ({ session: { user, linking } }) => {
      if (user === undefined) return undefined
      return linking === undefined ? { userId: user, ...kept.get(user) } : { userId: linking, linking: true }
    },
    onApproved: (_req, what) => void approved.push(what),
    onWaived: (_req, what) => void waived.push(what),
    onLinked: (req, what) => {
      linked.push(what)
      delete req.session.linking
    },
    log: (event, fields) => void logged.push(JSON.stringify({ event, ...fields })),
    timeoutMs: 2_000,
    ...options,
  }
  const secondFactor = await madeOr(stop, () => countersign(settings))
  app.use(session({ secret: 'test', resave: false, saveUninitialized: false }))
  app.get('/first', (req, res, next) => {
    req.session.user = String(req.query['user'])
    if (req.query['linking'] !== undefined) req.session.linking = String(req.query['linking'])
    req.session.save((error) => (error === undefined || error === null ? res.send('ok') : next(error)))
  })
  app.use(secondFactor.routes)
  app.get('/', secondFactor.requireSecondFactor(), (req, res) => void res.send(`welcome ${req.session.user}`))
  app.get('/orders', secondFactor.requireSecondFactor(), (_req, res) => void res.send('orders'))
  // An address that looks like another site's, behind the guard as a catch-all route would be.
  const guard = secondFactor.requireSecondFactor()
  app.use((req, res, next) => (req.originalUrl.startsWith('//') ? guard(req, res, next) : next()))
  app.post('/pay', secondFactor.requireSecondFactor(), (_req, res) => void res.send('paid'))
  app.post('/transfer', express.json(), (req, res, next) => {
    secondFactor.requestTransaction(req, res, req.body, '/transfer/done').catch(next)
  })
  app.post('/transfer/done', express.json(), async (req, res) => {
    const approval = await secondFactor.approvedTransaction(req, req.body)
    if (approval === undefined) res.status(403).json({ code: 'not_approved' })
    else res.json(approval)
  })
  return {
    origin,
    server: scripted,
    approved,
    linked,
    waived,
    logged,
    kept,
    stop: () => stopBoth(listening, scripted),
  }
}

/** A test of settings that throw must not leave servers behind. */
async function madeOr<T>(stop: () => Promise<void>, make: () => T): Promise<T> {
  try {
    return make()
  } catch (error) {
    await stop()
    throw error
  }
}

async function stopBoth(listening: Server, scripted: ScriptedServer): Promise<void> {
  listening.closeAllConnections()
  await new Promise<void>((resolve) => listening.close(() => resolve()))
  await scripted.stop()
}

export interface Reply {
  readonly status: number
  readonly location: string | null
  readonly headers: Headers
  readonly text: string
  readonly json: Readonly<Record<string, unknown>>
}

/** One browser: its cookie jar, and the headers that browsers set by themselves. */
export class Browser {
  cookie = ''
  readonly #app: Pick<App, 'origin'>

  constructor(app: Pick<App, 'origin'>) {
    this.#app = app
  }

  get(path: string, headers: Readonly<Record<string, string>> = { accept: 'text/html' }): Promise<Reply> {
    return this.#send(path, { headers })
  }

  post(
    path: string,
    body: unknown = {},
    headers: Readonly<Record<string, string>> = { origin: this.#app.origin, 'sec-fetch-site': 'same-origin' },
  ): Promise<Reply> {
    const all = { 'content-type': 'application/json', ...headers }
    return this.#send(path, {
      method: 'POST',
      headers: all,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  /** Passes the first factor. */
  async signIn(user: string): Promise<Browser> {
    await this.get(`/first?user=${user}`)
    return this
  }

  async #send(path: string, init: RequestInit): Promise<Reply> {
    const headers = {
      ...init.headers,
      ...(this.cookie === '' ? {} : { cookie: this.cookie }),
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    }
    const response = await fetch(this.#app.origin + path, { ...init, headers, redirect: 'manual' })
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
