// Countersign for express 4 and 5: mounts its own routes and guards those of the app, on the app's own session.
import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import type { TransactionText } from '@countersign/protocol'
import { acceptCode } from './accept-code.js'
import { acceptPasskey, askForPasskey } from './accept-passkey.js'
import type { ToSign } from './browser-key.js'
import { drawNonce, registerBrowser } from './browser-key.js'
import { CountersignClient, CountersignError } from './client.js'
import { completeAttempt } from './complete-attempt.js'
import type { Handler, PluginRequest } from './http.js'
import { outwardCode, readJson, redirect, sendJson, sendProblem, sendText } from './http.js'
import { returnCodeIn } from './link-attempt.js'
import type { CountersignOptions, Settings, Subject } from './options.js'
import { isLocalTarget, settle } from './options.js'
import { PAGE_CSS, pageHeaders, waitingPage } from './page.js'
import { isSameOrigin } from './same-origin.js'
import type { Kept, Passed } from './session.js'
import { readKept, sessionOf, writeKept } from './session.js'
import { SpentLogins } from './spent.js'
import type { Purpose, Wish } from './start-attempt.js'
import { isFor, mayTypeCode, startAttempt } from './start-attempt.js'
import type { ApprovedTransaction } from './transaction.js'
import { approvalOf, wantedTransaction } from './transaction.js'
import { askWays } from './ways-here.js'

export type { TransactionText } from '@countersign/protocol'
export type { PluginCode, PluginRequest } from './http.js'
export type { Approved, CountersignOptions, Linked, Subject, Waived } from './options.js'
export type { Language, OtherWay } from './page.js'
export { isSameOrigin } from './same-origin.js'
export type { Passed } from './session.js'
export type { ApprovedTransaction } from './transaction.js'

export interface SecondFactor<Req extends PluginRequest> {
  /** `app.use(secondFactor.routes)`, after the session and before the guarded routes. */
  readonly routes: Handler<Req>
  /** Lets a request through only if its browser has shown the second factor for the person signed in. */
  requireSecondFactor(): Handler<Req>
  /** What this browser has shown for the person signed in, or undefined. */
  passed(req: Req): Promise<Passed | undefined>
  /**
   * Asks the person who has passed to approve this on their phone: sends the browser to the waiting page, and from there to `returnTo`,
   * a path of the app. Throws TypeError for a text that a phone would not show.
   */
  requestTransaction(
    req: Req,
    res: ServerResponse,
    transaction: TransactionText,
    returnTo: string,
  ): Promise<void>
  /**
   * The approval of this very transaction, handed out once; undefined for any other, and for none. Say again what you are about to do,
   * from your own records and never from the browser: only what the phone showed and signed counts.
   */
  approvedTransaction(req: Req, transaction: TransactionText): Promise<ApprovedTransaction | undefined>
}

/**
 * The second factor of an express app.
 *
 * No request is pushed before `subject` names someone who passed the first factor; the challenge id never leaves the
 * server-side session; a login counts only after `verifyAssertion` has checked it against that session; the session id
 * is renewed then. When the server cannot be reached nobody gets in. No handler waits for the person.
 *
 * @throws TypeError for settings that cannot work, all of them named at once
 * @example
 * const secondFactor = countersign({ serverUrl, serverId, apiKey, appId, origin,
 *   subject: (req) => req.session.user && { userId: req.session.user } })
 * app.use(secondFactor.routes)
 * app.get('/', secondFactor.requireSecondFactor(), home)
 */
export function countersign<Req extends PluginRequest = PluginRequest>(
  options: CountersignOptions<Req>,
): SecondFactor<Req> {
  const settings = settle(options)
  const client = new CountersignClient(options)
  const spent = new SpentLogins()
  const posts: Readonly<Record<string, Post<Req>>> = {
    start: async (req, res, asked) => {
      if (isDone(req, asked)) return sendPassed(res, goesOn(req, settings.afterLogin))
      const wish = wishOf(fieldsOf(await readJson(req)))
      const begun = await startAttempt(settings, client, req, asked, wish)
      if (!('ok' in begun)) return sendJson(res, 200, begun)
      if (!begun.ok) return sendProblem(res, begun.code)
      sendPassed(res, begun.redirectTo)
    },
    complete: async (req, res, asked) => {
      if (isDone(req, asked)) return sendPassed(res, goesOn(req, settings.afterLogin))
      const returnCode = returnCodeIn(fieldsOf(await readJson(req))['returnCode'])
      const completion = await completeAttempt(settings, client, spent, req, asked, returnCode)
      if (!completion.ok) return sendProblem(res, completion.code)
      sendPassed(res, completion.redirectTo, completion.remember)
    },
    'browser-nonce': async (req, res, asked) =>
      sendJson(res, 200, await drawNonce(settings, req, asked.subject)),
    browser: async (req, res) => {
      await registerBrowser(settings, client, req, fieldsOf(await readJson(req)))
      sendJson(res, 200, {})
    },
    ways: async (req, res, asked) => {
      // Nothing but the phone approves a transaction.
      const isAsked = !isDone(req, asked) && asked.transaction === undefined
      sendJson(res, 200, await askWays(settings, client, req, asked.subject, isAsked))
    },
    code: async (req, res, asked) => {
      if (isDone(req, asked)) return sendPassed(res, goesOn(req, settings.afterLogin))
      if (!mayTypeCode(settings, asked)) return sendProblem(res, 'way_not_allowed')
      const { code } = fieldsOf(await readJson(req))
      const typed = typeof code === 'string' ? code : ''
      const login = await acceptCode(settings, client, spent, req, asked.subject, typed)
      if (!login.ok) return sendProblem(res, login.code)
      sendJson(res, 200, { state: 'passed', redirectTo: login.redirectTo, way: login.way })
    },
    'passkey-options': async (req, res, asked) => {
      if (isDone(req, asked)) return sendPassed(res, goesOn(req, settings.afterLogin))
      const question =
        asked.transaction === undefined
          ? await askForPasskey(settings, client, req, asked.subject)
          : undefined
      if (question === undefined) return sendProblem(res, 'way_not_allowed')
      sendJson(res, 200, question)
    },
    passkey: async (req, res, asked) => {
      if (isDone(req, asked)) return sendPassed(res, goesOn(req, settings.afterLogin))
      if (asked.transaction !== undefined) return sendProblem(res, 'way_not_allowed')
      const given = await readJson(req)
      const login = await acceptPasskey(settings, client, spent, req, asked.subject, given)
      if (!login.ok) return sendProblem(res, login.code)
      sendPassed(res, login.redirectTo)
    },
    cancel: async (req, res) => {
      const session = sessionOf(req)
      const { attempt, ...rest } = readKept(session)
      if (attempt === undefined) return sendJson(res, 200, { state: 'cancelled' })
      await writeKept(session, rest)
      const { state } = await client.cancel(attempt.challengeId, attempt.appNonce)
      sendJson(res, 200, { state })
    },
    state: async (req, res, asked) => {
      if (isDone(req, asked)) return sendPassed(res, goesOn(req, settings.afterLogin))
      const { attempt } = readKept(sessionOf(req))
      if (attempt === undefined || !isFor(attempt, asked)) return sendProblem(res, 'nothing_asked')
      sendJson(res, 200, await client.status(attempt.challengeId))
    },
  }

  return {
    routes: (req, res, next) => {
      const place = placeOf(req, settings.path)
      if (place === undefined) return next()
      route(settings, posts, req, res, place).then((known) => (known ? undefined : next()), next)
    },
    requireSecondFactor: () => (req, res, next) => {
      guard(settings, req, res).then((through) => (through ? next() : undefined), next)
    },
    passed: async (req) => passedBy(req, await settings.subject(req)),
    requestTransaction: async (req, res, transaction, returnTo) => {
      const session = sessionOf(req)
      const { attempt: _, approved: __, ...kept } = readKept(session)
      await writeKept(session, { ...kept, wanted: wantedTransaction(transaction, returnTo) })
      redirect(res, base(req) + settings.path)
    },
    approvedTransaction: async (req, transaction) => {
      const subject = await settings.subject(req)
      const session = sessionOf(req)
      const { approved: _, wanted: __, ...kept } = readKept(session)
      const approval = approvalOf(readKept(session), transaction, Date.now())
      // Also one that does not fit is gone: what the app asks about now is not what the person saw.
      await writeKept(session, kept)
      return passedBy(req, subject)?.accountId === approval?.accountId ? approval : undefined
    },
  }
}

type Post<Req> = (req: Req, res: ServerResponse, asked: Purpose) => Promise<void>

/** True if the request was answered. */
async function route<Req extends PluginRequest>(
  settings: Settings<Req>,
  posts: Readonly<Record<string, Post<Req>>>,
  req: Req,
  res: ServerResponse,
  place: string,
): Promise<boolean> {
  const post = Object.hasOwn(posts, place) ? posts[place] : undefined
  if (post !== undefined) {
    await answerPost(settings, post, req, res)
    return true
  }
  const get = {
    '': sendPage<Req>,
    'element.js': sendScript('element'),
    'element-more.js': sendScript('element-more'),
    'element-browser.js': sendScript('element-browser'),
    'page.css': sendCss,
  }[place]
  if (get === undefined) return false
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.setHeader('allow', 'GET, HEAD')
    sendProblem(res, 'method_not_allowed')
    return true
  }
  await get(settings, req, res)
  return true
}

/** The order matters: a stranger's page learns nothing, a person without the first factor asks nothing. */
async function answerPost<Req extends PluginRequest>(
  settings: Settings<Req>,
  post: Post<Req>,
  req: Req,
  res: ServerResponse,
): Promise<void> {
  if (req.method !== 'POST') {
    res.setHeader('allow', 'POST')
    return sendProblem(res, 'method_not_allowed')
  }
  if (!isSameOrigin(req, settings.origin)) return sendProblem(res, 'origin_forbidden')
  // A form cannot send this type, so even a browser without the headers above cannot be made to.
  if (!/^application\/json\s*(;|$)/i.test(req.headers['content-type'] ?? ''))
    return sendProblem(res, 'content_type_unsupported')
  const subject = await settings.subject(req)
  if (subject === undefined) return sendProblem(res, 'first_factor_missing')
  try {
    await post(req, res, { subject, transaction: wantedBy(req, subject)?.transaction })
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error
    settings.log('countersign.failed', { code: error.code, status: error.status })
    sendProblem(res, outwardCode(error.code), error.retryAfterSeconds)
  }
}

/** True if the request may pass; otherwise it was answered. */
async function guard<Req extends PluginRequest>(
  settings: Settings<Req>,
  req: Req,
  res: ServerResponse,
): Promise<boolean> {
  const subject = await settings.subject(req)
  if (passedBy(req, subject) !== undefined) return true
  const wantsPage = req.method === 'GET' && /\btext\/html\b/.test(req.headers.accept ?? '')
  if (!wantsPage) {
    sendProblem(res, subject === undefined ? 'first_factor_missing' : 'second_factor_missing')
    return false
  }
  if (subject === undefined) {
    redirect(res, base(req) + settings.loginAt)
    return false
  }
  const session = sessionOf(req)
  await writeKept(session, { ...readKept(session), returnTo: localTarget(req) })
  redirect(res, base(req) + settings.path)
  return false
}

/** What was passed counts only for the very subject: signing in as someone else in the same session starts over. */
function passedBy(req: PluginRequest, subject: Subject | undefined): Passed | undefined {
  const { passed } = readKept(sessionOf(req))
  if (passed === undefined || subject === undefined || subject.linking === true) return undefined
  if (passed.userId !== subject.userId) return undefined
  if (subject.accountId !== undefined && passed.accountId !== subject.accountId) return undefined
  return passed
}

/** The transaction that somebody who has passed is to approve. Whoever has not logs in first. */
function wantedBy(req: PluginRequest, subject: Subject): Kept['wanted'] {
  return passedBy(req, subject) === undefined ? undefined : readKept(sessionOf(req)).wanted
}

/** Where somebody goes on who has nothing left to approve: what was approved a moment ago is carried out there. */
function goesOn(req: PluginRequest, afterLogin: string): string {
  return readKept(sessionOf(req)).approved?.returnTo ?? afterLogin
}

/** Nothing is left to approve. */
function isDone(req: PluginRequest, { subject, transaction }: Purpose): boolean {
  return transaction === undefined && passedBy(req, subject) !== undefined
}

async function sendPage<Req extends PluginRequest>(
  settings: Settings<Req>,
  req: Req,
  res: ServerResponse,
): Promise<void> {
  const subject = await settings.subject(req)
  if (subject === undefined) return redirect(res, base(req) + settings.loginAt)
  const wanted = wantedBy(req, subject)
  if (wanted === undefined && passedBy(req, subject) !== undefined)
    return redirect(res, base(req) + settings.afterLogin)
  const headers = pageHeaders(new URL(settings.publicServerUrl).origin)
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  const page = waitingPage({
    base: base(req) + settings.path,
    language: settings.language(req),
    appName: settings.appName,
    otherWays: wanted === undefined ? settings.otherWays : [{ label: NOT_NOW, href: wanted.returnTo }],
  })
  sendText(res, 200, 'text/html; charset=utf-8', page)
}

const NOT_NOW = { en: 'Do not approve', de: 'Nicht freigeben' }

function sendScript(name: 'element' | 'element-more' | 'element-browser') {
  return async (_settings: unknown, _req: unknown, res: ServerResponse): Promise<void> => {
    // The same place from `src` and from `dist`; `npm run build` makes it.
    const script = await readFile(new URL(`../dist/${name}.min.js`, import.meta.url), 'utf8')
    res.setHeader('cache-control', 'no-cache')
    sendText(res, 200, 'text/javascript; charset=utf-8', script)
  }
}

async function sendCss(_settings: unknown, _req: unknown, res: ServerResponse): Promise<void> {
  res.setHeader('cache-control', 'no-cache')
  sendText(res, 200, 'text/css; charset=utf-8', PAGE_CSS)
}

function wishOf(body: Readonly<Record<string, unknown>>): Wish {
  return {
    again: body['again'] === true,
    setUpLater: body['setUpLater'] === true,
    sameDevice: body['sameDevice'] === true,
    mayScan: body['mayScan'] === true,
    typed: body['typed'] === true,
    page: body['page'],
    browserProof: body['browserProof'],
  }
}

function sendPassed(res: ServerResponse, redirectTo: string, remember?: ToSign): void {
  sendJson(res, 200, { state: 'passed', redirectTo, remember })
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  // Sound: an object that is not null has string keys and unknown values.
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
}

/** What comes after the mount path, without slashes at either end; undefined for other paths. */
function placeOf(req: PluginRequest, mount: string): string | undefined {
  const path = (req.url ?? '/').split('?', 1)[0] ?? '/'
  if (path === mount || path === `${mount}/`) return ''
  return path.startsWith(`${mount}/`) ? path.slice(mount.length + 1) : undefined
}

function base(req: PluginRequest): string {
  return req.baseUrl ?? ''
}

function localTarget(req: PluginRequest): string | undefined {
  const target = req.originalUrl ?? req.url ?? ''
  return isLocalTarget(target) ? target : undefined
}
