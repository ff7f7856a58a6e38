// A web app with a password login and Countersign after it: the whole of what a developer adds is marked with (1) to (5).
import { randomBytes } from 'node:crypto'
import type { Linked } from '@countersign/web-plugin/express'
import { countersign, isSameOrigin } from '@countersign/web-plugin/express'
import type { Express, NextFunction, Request, Response } from 'express'
import express from 'express'
import session from 'express-session'
import { accountPage, errorPage, homePage, linkPage, loginPage, STYLE } from './pages.js'
import { notPaidPage, paidPage, payPage } from './payment-pages.js'
import type { Payment } from './payments.js'
import { readPayment, wordsOf } from './payments.js'
import type { Link, User, Users } from './users.js'

declare module 'express-session' {
  interface SessionData {
    /** Who passed the first factor. */
    userName: string
    /** The ID that this user says is theirs, until an access pass has proven it. */
    linkingId: string
    /** What this user is about to pay, until their phone has approved it. */
    payment: Payment
  }
}

export interface AppSettings {
  readonly origin: string
  readonly serverUrl: string
  /** Where browsers reach it, if that differs. */
  readonly publicServerUrl?: string
  readonly serverId: string
  readonly apiKey: string
  readonly appId: string
  readonly users: Users
  /** Lets people in without a phone where the server's policies say so. Then no phone is pinned: one would rule the other out. */
  readonly acceptWaivers?: boolean
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void
}

export function createApp(settings: AppSettings): Express {
  const { origin, serverUrl, publicServerUrl = serverUrl, serverId, apiKey, appId, users, log } = settings
  const { acceptWaivers = false } = settings
  const app = express()
  app.disable('x-powered-by')
  app.use(headers)
  app.get('/style.css', (_req, res) => void res.type('css').send(STYLE))
  const secure = origin.startsWith('https:')
  app.use(
    session({
      // Lives as long as the process, like the sessions. Several processes need one secret and a shared store.
      secret: randomBytes(32).toString('base64url'),
      // A __Host- cookie can be set by this very host only, and needs https.
      name: secure ? '__Host-session' : 'session',
      resave: false,
      saveUninitialized: false,
      // Not rolling: an answer that was under way in another tab would set the old cookie again over the renewed one.
      rolling: false,
      cookie: { httpOnly: true, sameSite: 'lax', secure, maxAge: 3_600_000 },
    }),
  )

  // (1) Which server, and who passed the first factor in this browser: only ever from the server-side session.
  const secondFactor = countersign<Request>({
    serverUrl,
    publicServerUrl,
    serverId,
    apiKey,
    appId,
    origin,
    log,
    acceptWaivers,
    subject: ({ session: { userName = '', linkingId } }) => {
      const user = users.find(userName)
      if (user === undefined) return undefined
      if (linkingId !== undefined) return { userId: linkingId, linking: true }
      if (user.link === undefined) return undefined
      const { userId, accountId, phones, acceptsNextPhone, alsoCodes } = user.link
      const anyPhone = acceptWaivers || acceptsNextPhone || alsoCodes
      return { userId, accountId, pinnedDevices: anyPhone ? undefined : phones }
    },
    onApproved: async (req, { deviceThumbprint, ...approved }) => {
      const link = users.find(req.session.userName ?? '')?.link
      // A code has no phone to note.
      if (link?.acceptsNextPhone !== true || deviceThumbprint === undefined) return
      await keep(req, link, { ...approved, deviceThumbprint })
    },
    onLinked: async (req, linked) => {
      await keep(req, { phones: [] }, linked)
      delete req.session.linkingId
    },
    otherWays: [
      { label: { en: 'Sign in as someone else', de: 'Als jemand anderes anmelden' }, href: '/login' },
    ],
  })

  async function keep(
    req: Request,
    before: Partial<Link> & Pick<Link, 'phones'>,
    { userId, accountId, deviceThumbprint }: Linked,
  ) {
    const phones = [...new Set([...before.phones, deviceThumbprint])]
    const link = { ...before, userId, accountId, phones, acceptsNextPhone: false }
    if (!(await users.link(req.session.userName ?? '', link)))
      throw new Error('this ID belongs to another user')
  }

  // (2) The plugin's own routes: the waiting page, the element, and the four calls it makes.
  app.use(secondFactor.routes)

  app.get('/login', (_req, res) => void res.send(loginPage({ failed: false })))
  app.post('/login', ours, form, async (req, res) => {
    const user = await users.check(field(req, 'name'), field(req, 'password'))
    if (user === undefined) {
      log('demo.password_wrong', { address: req.ip })
      res.status(401).send(loginPage({ failed: true }))
      return
    }
    await renewed(req)
    req.session.userName = user.name
    res.redirect(303, '/')
  })
  app.post('/logout', ours, (req, res, next) => {
    req.session.destroy((error) => (error ? next(error) : res.redirect(303, '/login')))
  })

  // A user without an ID links one before anything else; whoever has one must show it before changing it.
  app.get('/link', signedIn, async (req, res) => {
    delete req.session.linkingId
    if (await mayLink(req)) res.send(linkPage(userOf(req)))
    else res.redirect(303, '/')
  })
  app.post('/link', signedIn, ours, form, async (req, res) => {
    delete req.session.linkingId
    const linkingId = field(req, 'userId').trim()
    if (!(await mayLink(req)) || !/^\S{1,100}$/.test(linkingId)) {
      res.redirect(303, '/link')
      return
    }
    req.session.linkingId = linkingId
    res.redirect(303, '/countersign')
  })

  // (3) Everything below is for people who have shown the second factor.
  app.use(signedIn, linked, secondFactor.requireSecondFactor())
  app.get('/', async (req, res) => void res.send(homePage(userOf(req), await secondFactor.passed(req))))
  app.get('/account', async (req, res) => {
    const passed = await secondFactor.passed(req)
    res.send(accountPage(userOf(req), { passed, acceptWaivers }))
  })
  app.post('/account/codes', ours, form, async (req, res) => {
    const { name, link } = userOf(req)
    if (!(await shownByPhone(req))) {
      res.status(403).send(errorPage('Only a login that your phone approved may change this.'))
      return
    }
    if (link !== undefined) await users.link(name, { ...link, alsoCodes: field(req, 'also') === 'yes' })
    res.redirect(303, '/account')
  })
  app.post('/account/next-phone', ours, async (req, res) => {
    const { name, link } = userOf(req)
    if (!(await shownByPhone(req))) {
      res.status(403).send(errorPage('Only a login that your phone approved may change this.'))
      return
    }
    if (link !== undefined) await users.link(name, { ...link, acceptsNextPhone: true })
    res.redirect(303, '/account')
  })
  app.get('/pay', (_req, res) => void res.send(payPage({ failed: false })))
  app.post('/pay', ours, form, async (req, res) => {
    const payment = readPayment(field(req, 'payee'), field(req, 'amount'), field(req, 'note'))
    if (payment === undefined) {
      res.status(422).send(payPage({ failed: true }))
      return
    }
    req.session.payment = payment
    // (5) The person reads these very words on the phone, and signs them there.
    await secondFactor.requestTransaction(req, res, wordsOf(payment), '/pay/done')
  })
  app.get('/pay/done', async (req, res) => {
    const { payment } = req.session
    delete req.session.payment
    // Asked with what is about to be paid, from the app's own record: an approval of anything else is none.
    const approval = payment && (await secondFactor.approvedTransaction(req, wordsOf(payment)))
    if (payment === undefined || approval === undefined) {
      res.status(403).send(notPaidPage())
      return
    }
    log('demo.paid', { challengeId: approval.challengeId, ...wordsOf(payment) })
    res.send(paidPage(payment))
  })
  app.use((_req, res) => void res.status(404).send(errorPage('There is nothing here.')))
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    log('demo.failed', { error: String(error) })
    res.status(500).send(errorPage('Something went wrong. Nothing was changed.'))
  })
  return app

  /** (4) Forms of this app from its own pages only: the session's cookie alone is no proof of that (CSRF). */
  function ours(req: Request, res: Response, next: NextFunction): void {
    if (isSameOrigin(req, origin)) next()
    else res.status(403).send(errorPage('This form came from another site.'))
  }

  function signedIn(req: Request, res: Response, next: NextFunction): void {
    if (users.find(req.session.userName ?? '') === undefined) res.redirect(303, '/login')
    else next()
  }

  function linked(req: Request, res: Response, next: NextFunction): void {
    if (userOf(req).link === undefined && req.session.linkingId === undefined) res.redirect(303, '/link')
    else next()
  }

  async function mayLink(req: Request): Promise<boolean> {
    return userOf(req).link === undefined || (await shownByPhone(req))
  }

  /**
   * A waiver or a code lets in, but changes no phones: else whoever sits in the trusted network with a password, or found the
   * printed list, could add their own.
   */
  async function shownByPhone(req: Request): Promise<boolean> {
    // RFC 8176 §2: proof of possession of a key, which only a phone's own signature is.
    return (await secondFactor.passed(req))?.amr.includes('pop') === true
  }

  function userOf(req: Request): User {
    const user = users.find(req.session.userName ?? '')
    if (user === undefined) throw new Error('a route without signedIn before it')
    return user
  }
}

const form = express.urlencoded({ extended: false, limit: '2kb', parameterLimit: 8 })

function field(req: Request, name: string): string {
  const body: unknown = req.body
  if (typeof body !== 'object' || body === null) return ''
  const value: unknown = Reflect.get(body, name)
  return typeof value === 'string' ? value : ''
}

/** A new session id at each step up: one known from before is worth nothing (session fixation). */
function renewed(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((error: unknown) => (error ? reject(error) : resolve()))
  })
}

function headers(_req: Request, res: Response, next: NextFunction): void {
  res.set({
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    // Not `no-referrer`: browsers would then send `Origin: null` with the app's own forms.
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
  })
  next()
}
