// An app asks for an approval: the one place where challenges are made.
import type { AccountId, ApprovalRequested, DeviceId, RequestApprovalBody } from '@countersign/protocol'
import {
  accessPasses,
  chosenBytes,
  expectedChoicePreimage,
  idToBytes,
  LINK_SECRET_BYTES,
  SCAN_SECRET_BYTES,
  toBase64Url,
} from '@countersign/protocol'
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { Match } from '../core/match.js'
import { drawCodeMatch, drawLinkMatch, drawScanMatch, drawSymbolMatch } from '../core/match.js'
import type { Plan, PlannedSilence } from '../core/policy.js'
import { leastMatch, planRequest, requirementsOf, strongest, symbolsFor } from '../core/policy.js'
import type { AccountWithDevices, Ports, Stores } from '../core/ports.js'
import type { Account, App, ChallengeRecord, Delivery, Device, RequestPool } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import type { Silence } from '../core/rings.js'
import type { Recognised } from './browsers/recognise-browser.js'
import { recogniseBrowser } from './browsers/recognise-browser.js'
import { writeBodies } from './challenge-body.js'
import { givenBytes } from './given-bytes.js'
import { soundAlarm } from './harassment.js'
import { loginScope, noteAccount } from './login-scope.js'
import { defaultSettings, loginTerms } from './login-terms.js'
import { mustWin, untilSettled } from './lost-race.js'
import { ringPhones } from './push/ring-phones.js'
import { isQuietNow } from './quiet-hours.js'
import { tellOutcome } from './tell.js'
import { timed } from './traced.js'
import { whoIs } from './who-is.js'
import { writeStep } from './write-step.js'

/**
 * Finds whom it is for, plans, draws the match, ends what it replaces, writes everything at once, and tells the phones.
 *
 * A user ID that nobody has, or whose owner has no device, takes the same path at the same cost: an account id made by
 * keyed hash, one delivery to nobody, the same budgets. Its outcome is expiry ([LI5]).
 *
 * @param body checked by `requestApprovalBody`.
 * @param admits whose phones it may ring: everybody's, unless the server itself asks for somebody in particular.
 * Refuses with `too_many_open` when three others are open, and with `rate_limited` when too many race for one account.
 * @example await requestApproval(ports, app, { userId: 'alice', purpose: 'login', appNonce, context })
 */
export function requestApproval(
  ports: Ports,
  app: App,
  body: RequestApprovalBody,
  admits: Asking['admits'] = ofApp.admits,
): Promise<Result<ApprovalRequested>> {
  return timed(ports, 'create', () => untilSettled(() => attempt(ports, app, body, { ...ofApp, admits })))
}

/**
 * The same for the server's own sign-in pages, where no first factor went before: always a code.
 * @param asking how it is counted ([LI8]), and whose phones it may ring.
 */
export function requestSignIn(
  ports: Ports,
  app: App,
  body: Omit<RequestApprovalBody, 'purpose' | 'atLeast' | 'sameDevice'>,
  asking: Asking,
): Promise<Result<ApprovalRequested>> {
  const whole = { ...body, purpose: 'login', atLeast: 'code' } as const
  return timed(ports, 'create', () => untilSettled(() => attempt(ports, app, whole, asking)))
}

/** How a request came about. */
export interface Asking {
  readonly pool: RequestPool
  /** Anybody else is treated as an ID that nobody has; asked also about the ID that stands in for nobody. */
  readonly admits: (stores: Stores, accountId: AccountId) => Promise<boolean>
  /** What is written with the challenge. Not after it: until the reply has left, nothing may depend on who has a phone. */
  readonly alongside: (stores: Stores, challenge: ChallengeRecord) => Promise<void>
}

const ofApp: Asking = {
  pool: 'app',
  admits: () => Promise.resolve(true),
  alongside: () => Promise.resolve(),
}

/** Whom a challenge is for, real or not. */
export interface Subject {
  readonly accountId: AccountId
  readonly userId: string
  /** Never empty: a delivery to nobody stands in for the device that is not there. */
  readonly deviceIds: readonly DeviceId[]
  /** The person wants no ringing now. */
  readonly isQuiet: boolean
  readonly language: Account['locale']
}

async function attempt(
  ports: Ports,
  app: App,
  body: RequestApprovalBody,
  asking: Asking,
): Promise<Result<ApprovalRequested>> {
  const nowMs = ports.clock.nowMs()
  const watchToken = ports.random.bytes(32)
  // Whose it is, is found out inside. Under two of their names at once, one of them may lose the guard to the other.
  const about = loginScope(ports, body.userId)
  const made = await ports.storage.transaction(async (stores) => {
    // In the transaction: an account that is suspended at this moment is seen as such, or sees this request and ends it.
    const subject = await whomItIsFor(ports, stores, body.userId, asking, nowMs)
    const terms = await termsFor(ports, stores, app, body, subject, nowMs)
    // [PK9]: by policy alone, so it is said of an ID that nobody has just the same.
    if (isForPasskey(body, terms)) return { plan: { kind: 'passkeyOnly' } as const }
    const place = ports.places.of(body.context.address, subject.language)
    const browser = await recogniseBrowser(ports, stores, app, subject.accountId, body, {
      ...body.context,
      place,
    })
    const question: Question = { app, body, asking, subject, terms, browser, place, watchToken, nowMs }
    const [guard, open] = await Promise.all([
      stores.guards.of(subject.accountId),
      stores.challenges.openOf(subject.accountId, nowMs),
    ])
    const request = {
      appId: app.id,
      pool: asking.pool,
      requester: body.context,
      atLeast: strongest([body.atLeast ?? 'symbol', leastMatch(terms, browser.known)]),
      sameDevice: body.sameDevice === true,
      mayScan: body.mayScan === true,
      // [FT2]: whoever knows a user ID alone must not learn from the page when somebody sleeps; see `tell`.
      mayRing: terms.ring !== 'never' && !(subject.isQuiet && asking.pool === 'app'),
    }
    const plan = planRequest(request, open, guard, nowMs)
    if (plan.kind !== 'ask') return { plan }
    const match = drawMatch(ports, plan, symbolsFor(terms, browser.known))
    const challenge = writeChallenge(ports, question, plan, match)
    // The guard's revision rises with every request and is the account's lock: a sequence without a query of its own.
    const deliveries = writeBodies(
      ports,
      app,
      subject,
      challenge,
      plan.beside.length,
      guard.revision + 1,
      body.transaction === undefined ? [] : [body.transaction],
    )
    const ended: ChallengeRecord[] = []
    for (const { challenge: other, cause } of plan.ends)
      ended.push(await writeStep(ports, stores, other, { state: 'cancelled', cause }, nowMs))
    // At once, in this order: an engine elsewhere hears all of it in one message.
    const [, , saved] = await Promise.all([
      stores.challenges.add(challenge, deliveries),
      asking.alongside(stores, challenge),
      stores.guards.save(plan.guard, nowMs),
    ])
    mustWin(saved)
    return { plan, terms, match, challenge, deliveries, ended, isQuiet: subject.isQuiet }
  }, about)
  if (made.plan.kind === 'passkeyOnly') return refused({ reason: 'passkey_required' })
  if (made.plan.kind === 'cannotScan') return refused({ reason: 'scan_needed' })
  if (made.challenge === undefined) return refused(tooManyOpen(ports, made.plan, nowMs))
  noteAccount(ports, body.userId, made.challenge.accountId)
  tell(ports, made)
  soundAlarm(ports, made.plan.guard, made.challenge)
  return accepted({
    challengeId: made.challenge.id,
    accountId: made.challenge.accountId,
    watchToken: toBase64Url(watchToken),
    match: made.match.shown,
    delivery: made.challenge.pushed ? 'push' : 'pull',
    otherWays: made.terms.otherWays,
    mayUsePasskey: made.terms.passkeys !== 'off',
    issuedAtMs: made.challenge.createdAtMs,
    expiresAtMs: made.challenge.expiresAtMs,
  })
}

async function whomItIsFor(
  ports: Ports,
  stores: Stores,
  typed: string,
  { admits }: Asking,
  nowMs: number,
): Promise<Subject> {
  const { userId, found: named, nobody } = await whoIs(ports, stores, typed)
  const found = (await admits(stores, named?.account.id ?? nobody.accountId)) ? named : undefined
  const listening = listeningDevices(found)
  return {
    accountId: found?.account.id ?? nobody.accountId,
    userId,
    deviceIds: listening.length === 0 ? [nobody.deviceId] : listening.map(({ id }) => id),
    language: found?.account.locale ?? 'en',
    isQuiet: found !== undefined && isQuietNow(ports, found.account, nowMs),
  }
}

/** [PK9]: a payment is shown on the phone that signs it; its approval lets nobody in. */
function isForPasskey({ purpose }: RequestApprovalBody, { passkeys }: DecidedSettings): boolean {
  return passkeys === 'required' && purpose !== 'transaction'
}

/** Policies are about apps; the server's own sign-in pages always ask for a code, and nobody sets them looser. */
async function termsFor(
  ports: Ports,
  stores: Stores,
  app: App,
  { context }: RequestApprovalBody,
  { accountId }: Subject,
  atMs: number,
): Promise<DecidedSettings> {
  if (app.state === 'builtin') return defaultSettings(ports.settings)
  const facts = { accountId, appId: app.id, address: context.address, atMs }
  return (await loginTerms(ports, facts, stores.policies)).settings
}

/** A suspended account looks like one whose phones are switched off. */
function listeningDevices(found: AccountWithDevices | undefined): readonly Device[] {
  if (found?.account.state !== 'active') return []
  return found.devices.filter(({ state }) => state === 'active' || state === 'suspended')
}

type Ask = Extract<Plan, { kind: 'ask' }>

function drawMatch(ports: Ports, plan: Ask, symbolsShown: number): Match {
  const below = (bound: number): number => ports.random.below(bound)
  if (plan.mode === 'link') return drawLinkMatch(ports.random.bytes(LINK_SECRET_BYTES))
  if (plan.mode === 'qr') return drawScanMatch(ports.random.bytes(SCAN_SECRET_BYTES))
  if (plan.mode === 'code') return drawCodeMatch(below)
  const taken = plan.beside.flatMap(({ options }) => options)
  return drawSymbolMatch(POOL, taken, symbolsShown, below)
}

const POOL = accessPasses.map(({ id }) => id)

/** One request, with all that was found out about it. */
interface Question {
  readonly app: App
  readonly body: RequestApprovalBody
  readonly asking: Asking
  readonly subject: Subject
  readonly terms: DecidedSettings
  readonly browser: Recognised
  readonly place: string
  readonly watchToken: Uint8Array
  readonly nowMs: number
}

function writeChallenge(
  ports: Ports,
  { app, body, asking, subject, terms, browser, place, watchToken, nowMs }: Question,
  plan: Ask,
  match: Match,
): ChallengeRecord {
  const id = ports.random.id<ChallengeRecord['id']>()
  const right = expectedChoicePreimage(idToBytes(id), chosenBytes(match.shown))
  return {
    id,
    accountId: subject.accountId,
    appId: app.id,
    pool: asking.pool,
    purpose: body.purpose,
    mode: match.shown.mode,
    requirements: requirementsOf(terms),
    state: 'pending',
    cause: 'none',
    pushed: plan.pushed,
    options: match.options,
    appNonce: givenBytes(body.appNonce),
    expectedChoice: ports.vault.keyedHash('expected-choice', right),
    watchTokenHash: ports.vault.keyedHash('watch-token', watchToken),
    requester: { address: body.context.address, browser: body.context.browser },
    browserKnown: browser.known,
    browserId: browser.id,
    place,
    requestId: ports.requestId,
    traceParent: ports.tracer.parent,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + terms.challengeTtlSeconds * 1000,
    decidedAtMs: undefined,
    answer: undefined,
  }
}

interface Made {
  readonly plan: Plan
  readonly terms: DecidedSettings
  readonly challenge: ChallengeRecord
  readonly deliveries: readonly Delivery[]
  readonly ended: readonly ChallengeRecord[]
  readonly isQuiet: boolean
}

/** In quiet hours what was asked by user ID alone looks as ever to the page, and wakes nobody: it is there when the app is opened. */
function tell(ports: Ports, { plan, terms, challenge, deliveries, ended, isQuiet }: Made): void {
  const { id: challengeId, accountId, appId, mode, pushed } = challenge
  ports.metrics.asked(challenge)
  ports.tracer.note({ 'countersign.challenge': challengeId, 'countersign.mode': mode })
  ports.log.info('challenge_created', { challengeId, accountId, appId, mode, pushed, ended: ended.length })
  for (const other of ended) tellOutcome(ports, other)
  const planned = plan.kind === 'ask' ? plan.silence : undefined
  const silence = isQuiet && planned === undefined ? 'quiet_hours' : silenceNow(planned, terms)
  ringPhones(ports, { challenge, deliveries, silence, ring: terms.ring })
}

/** Who does not want it to ring now. */
function silenceNow(planned: PlannedSilence | undefined, { ring }: DecidedSettings): Silence | undefined {
  if (planned !== 'not_now') return planned
  return ring === 'never' ? 'policy' : 'quiet_hours'
}

function tooManyOpen(ports: Ports, plan: Plan, nowMs: number) {
  const open = plan.kind === 'refuse' ? plan.open : 0
  const endsInMs = plan.kind === 'refuse' ? plan.soonestEndMs - nowMs : 0
  ports.log.warn('challenge_refused', { open })
  return {
    reason: 'too_many_open' as const,
    open,
    retryAfterSeconds: Math.max(1, Math.ceil(endsInMs / 1000)),
  }
}
