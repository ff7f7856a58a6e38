// Countersign for express 4 and 5: mounts its own routes and guards those of the app, on the app's own session.
import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { acceptCode } from './accept-code.js'
import { CountersignClient, CountersignError } from './client.js'
import { completeAttempt } from './complete-attempt.js'
import type { Handler, PluginRequest } from './http.js'
import { outwardCode, readJson, redirect, sendJson, sendProblem, sendText } from './http.js'
import { mayUseCode } from './instead-of-phone.js'
import { returnCodeIn } from './link-attempt.js'
import { lookOf } from './look.js'
import type { CountersignOptions, Settings, Subject } from './options.js'
import { isLocalTarget, settle } from './options.js'
import { PAGE_CSS, pageHeaders, waitingPage } from './page.js'
import { contextOf } from './request-context.js'
import { isSameOrigin } from './same-origin.js'
import type { Passed } from './session.js'
import { readKept, sessionOf, writeKept } from './session.js'
import { SpentLogins } from './spent.js'
import type { Wish } from './start-attempt.js'
import { isFor, startAttempt } from './start-attempt.js'

export type { PluginCode, PluginRequest } from './http.js'
export type { Approved, CountersignOptions, Linked, Subject, Waived } from './options.js'
export type { Language, OtherWay } from './page.js'
export { isSameOrigin } from './same-origin.js'
export type { Passed } from './session.js'

export interface SecondFactor<Req extends PluginRequest> {
  /** `app.use(secondFactor.routes)`, after the session and before the guarded routes. */
  readonly routes: Handler<Req>
  /** Lets a request through only if its browser has shown the second factor for the person signed in. */
  requireSecondFactor(): Handler<Req>
  /** What this browser has shown for the person signed in, or undefined. */
  passed(req: Req): Promise<Passed | undefined>
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
    start: async (req, res, subject) => {
      if (passedBy(req, subject) !== undefined) return sendPassed(res, settings.afterLogin)
      const wish = wishOf(fieldsOf(await readJson(req)))
      const begun = await startAttempt(settings, client, req, subject, wish)
      if (!('ok' in begun)) return sendJson(res, 200, begun)
      if (!begun.ok) return sendProblem(res, begun.code)
      sendPassed(res, begun.redirectTo)
    },
    complete: async (req, res, subject) => {
      if (passedBy(req, subject) !== undefined) return sendPassed(res, settings.afterLogin)
      const returnCode = returnCodeIn(fieldsOf(await readJson(req))['returnCode'])
      const completion = await completeAttempt(settings, client, spent, req, subject, returnCode)
      if (!completion.ok) return sendProblem(res, completion.code)
      sendPassed(res, completion.redirectTo)
    },
    ways: async (req, res, subject) => {
      const isAsked = passedBy(req, subject) === undefined && mayUseCode(settings, subject)
      const context = contextOf(settings, req)
      const otherWays = isAsked ? await client.ways({ userId: subject.userId, context }) : []
      const look = await client.look()
      sendJson(res, 200, { otherWays, look: look && lookOf(look, settings.publicServerUrl) })
    },
    code: async (req, res, subject) => {
      if (passedBy(req, subject) !== undefined) return sendPassed(res, settings.afterLogin)
      const { code } = fieldsOf(await readJson(req))
      const typed = typeof code === 'string' ? code : ''
      const login = await acceptCode(settings, client, spent, req, subject, typed)
      if (!login.ok) return sendProblem(res, login.code)
      sendJson(res, 200, { state: 'passed', redirectTo: login.redirectTo, way: login.way })
    },
    cancel: async (req, res) => {
      const session = sessionOf(req)
      const { attempt, ...rest } = readKept(session)
      if (attempt === undefined) return sendJson(res, 200, { state: 'cancelled' })
      await writeKept(session, rest)
      const { state } = await client.cancel(attempt.challengeId, attempt.appNonce)
      sendJson(res, 200, { state })
    },
    state: async (req, res, subject) => {
      if (passedBy(req, subject) !== undefined) return sendPassed(res, settings.afterLogin)
      const { attempt } = readKept(sessionOf(req))
      if (attempt === undefined || !isFor(attempt, subject)) return sendProblem(res, 'nothing_asked')
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
  }
}

type Post<Req> = (req: Req, res: ServerResponse, subject: Subject) => Promise<void>

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
    await post(req, res, subject)
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

async function sendPage<Req extends PluginRequest>(
  settings: Settings<Req>,
  req: Req,
  res: ServerResponse,
): Promise<void> {
  const subject = await settings.subject(req)
  if (subject === undefined) return redirect(res, base(req) + settings.loginAt)
  if (passedBy(req, subject) !== undefined) return redirect(res, base(req) + settings.afterLogin)
  const headers = pageHeaders(new URL(settings.publicServerUrl).origin)
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  const page = waitingPage({
    base: base(req) + settings.path,
    language: settings.language(req),
    appName: settings.appName,
    otherWays: settings.otherWays,
  })
  sendText(res, 200, 'text/html; charset=utf-8', page)
}

function sendScript(name: 'element' | 'element-more') {
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
  }
}

function sendPassed(res: ServerResponse, redirectTo: string): void {
  sendJson(res, 200, { state: 'passed', redirectTo })
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
