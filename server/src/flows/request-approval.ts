// An app asks for an approval: the one place where challenges are made.
import type { AccountId, ApprovalRequested, DeviceId, RequestApprovalBody } from '@countersign/protocol'
import {
  accessPasses,
  chosenBytes,
  expectedChoicePreimage,
  idFromBytes,
  idToBytes,
  normaliseUserId,
  toBase64Url,
} from '@countersign/protocol'
import type { Match } from '../core/match.js'
import { drawCodeMatch, drawSymbolMatch } from '../core/match.js'
import type { Plan } from '../core/policy.js'
import { planRequest } from '../core/policy.js'
import type { AccountWithDevices, Ports, Stores } from '../core/ports.js'
import { uuidShaped } from '../core/random-id.js'
import type { App, ChallengeRecord, Delivery, Device, RequestPool } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { writeBodies } from './challenge-body.js'
import { givenBytes } from './given-bytes.js'
import { mustWin, untilSettled } from './lost-race.js'
import { tellChallenge, tellOutcome } from './tell.js'
import { writeStep } from './write-step.js'

/**
 * Finds whom it is for, plans, draws the match, ends what it replaces, writes everything at once, and tells the phones.
 *
 * A user ID that nobody has, or whose owner has no device, takes the same path at the same cost: an account id made by
 * keyed hash, one delivery to nobody, the same budgets. Its outcome is expiry ([LI5]).
 *
 * @param body checked by `requestApprovalBody`.
 * Refuses with `too_many_open` when three others are open, and with `rate_limited` when too many race for one account.
 * @example await requestApproval(ports, app, { userId: 'alice', purpose: 'login', appNonce, context })
 */
export function requestApproval(
  ports: Ports,
  app: App,
  body: RequestApprovalBody,
): Promise<Result<ApprovalRequested>> {
  return untilSettled(() => attempt(ports, app, body, { pool: 'app', admits: everyone }))
}

/**
 * The same for the server's own sign-in pages, where no first factor went before: always a code.
 * @param asking how it is counted ([LI7]), and whose phones it may ring.
 */
export function requestSignIn(
  ports: Ports,
  app: App,
  body: Omit<RequestApprovalBody, 'purpose' | 'atLeast'>,
  asking: Asking,
): Promise<Result<ApprovalRequested>> {
  const whole = { ...body, purpose: 'login', atLeast: 'code' } as const
  return untilSettled(() => attempt(ports, app, whole, asking))
}

/** How a request came about. */
export interface Asking {
  readonly pool: RequestPool
  /** Anybody else is treated as an ID that nobody has; asked also about the ID that stands in for nobody. */
  readonly admits: (accountId: AccountId) => Promise<boolean>
}

const everyone = (): Promise<boolean> => Promise.resolve(true)

/** Whom a challenge is for, real or not. */
export interface Subject {
  readonly accountId: AccountId
  readonly userId: string
  /** Never empty: a delivery to nobody stands in for the device that is not there. */
  readonly deviceIds: readonly DeviceId[]
}

async function attempt(
  ports: Ports,
  app: App,
  body: RequestApprovalBody,
  asking: Asking,
): Promise<Result<ApprovalRequested>> {
  const nowMs = ports.clock.nowMs()
  const watchToken = ports.random.bytes(32)
  const made = await ports.storage.transaction(async (stores) => {
    // In the transaction: an account that is suspended at this moment is seen as such, or sees this request and ends it.
    const subject = await whomItIsFor(ports, stores, normaliseUserId(body.userId), asking)
    const guard = await stores.guards.of(subject.accountId)
    const open = await stores.challenges.openOf(subject.accountId, nowMs)
    const request = {
      appId: app.id,
      pool: asking.pool,
      requester: body.context,
      atLeast: body.atLeast ?? 'symbol',
    }
    const plan = planRequest(request, open, guard, nowMs)
    if (plan.kind === 'refuse') return { plan }
    const match = drawMatch(ports, plan)
    const challenge = writeChallenge(ports, app, body, asking, subject, plan, match, watchToken, nowMs)
    // The guard's revision rises with every request and is the account's lock: a sequence without a query of its own.
    const deliveries = writeBodies(ports, app, subject, challenge, plan.beside.length, guard.revision + 1)
    const ended: ChallengeRecord[] = []
    for (const { challenge: other, cause } of plan.ends)
      ended.push(await writeStep(ports, stores, other, { state: 'cancelled', cause }, nowMs))
    await stores.challenges.add(challenge, deliveries)
    mustWin(await stores.guards.save(plan.guard, nowMs))
    return { plan, match, challenge, deliveries, ended }
  })
  if (made.challenge === undefined) return refused(tooManyOpen(ports, made.plan, nowMs))
  tell(ports, made.challenge, made.deliveries, made.ended)
  return accepted({
    challengeId: made.challenge.id,
    accountId: made.challenge.accountId,
    watchToken: toBase64Url(watchToken),
    match: made.match.shown,
    delivery: made.challenge.pushed ? 'push' : 'pull',
    issuedAtMs: made.challenge.createdAtMs,
    expiresAtMs: made.challenge.expiresAtMs,
  })
}

async function whomItIsFor(
  ports: Ports,
  stores: Stores,
  userId: string,
  { admits }: Asking,
): Promise<Subject> {
  const named = await stores.accounts.withDevices(userId)
  // Computed for everyone, so that a user ID somebody has takes as long as one that nobody has.
  const pseudonym = ports.vault.keyedHash('pseudo-account', new TextEncoder().encode(userId))
  const nobodys = idFromBytes<AccountId>(uuidShaped(pseudonym))
  const found = (await admits(named?.account.id ?? nobodys)) ? named : undefined
  const nobody = idFromBytes<DeviceId>(uuidShaped(pseudonym.subarray(16)))
  const listening = listeningDevices(found)
  return {
    accountId: found?.account.id ?? nobodys,
    userId,
    deviceIds: listening.length === 0 ? [nobody] : listening.map(({ id }) => id),
  }
}

/** A suspended account looks like one whose phones are switched off. */
function listeningDevices(found: AccountWithDevices | undefined): readonly Device[] {
  if (found?.account.state !== 'active') return []
  return found.devices.filter(({ state }) => state === 'active' || state === 'suspended')
}

type Ask = Extract<Plan, { kind: 'ask' }>

function drawMatch(ports: Ports, plan: Ask): Match {
  const below = (bound: number): number => ports.random.below(bound)
  if (plan.mode === 'code') return drawCodeMatch(below)
  const taken = plan.beside.flatMap(({ options }) => options)
  return drawSymbolMatch(POOL, taken, ports.settings.symbolsShown, below)
}

const POOL = accessPasses.map(({ id }) => id)

function writeChallenge(
  ports: Ports,
  app: App,
  body: RequestApprovalBody,
  { pool }: Asking,
  { accountId }: Subject,
  plan: Ask,
  match: Match,
  watchToken: Uint8Array,
  nowMs: number,
): ChallengeRecord {
  const id = ports.random.id<ChallengeRecord['id']>()
  const right = expectedChoicePreimage(idToBytes(id), chosenBytes(match.shown))
  return {
    id,
    accountId,
    appId: app.id,
    pool,
    purpose: body.purpose,
    mode: match.shown.mode,
    state: 'pending',
    cause: 'none',
    pushed: plan.pushed,
    options: match.options,
    appNonce: givenBytes(body.appNonce),
    expectedChoice: ports.vault.keyedHash('expected-choice', right),
    watchTokenHash: ports.vault.keyedHash('watch-token', watchToken),
    requester: { address: body.context.address, browser: body.context.browser },
    createdAtMs: nowMs,
    expiresAtMs: nowMs + ports.settings.challengeTtlMs,
    decidedAtMs: undefined,
    answer: undefined,
  }
}

function tell(
  ports: Ports,
  challenge: ChallengeRecord,
  deliveries: readonly Delivery[],
  ended: readonly ChallengeRecord[],
): void {
  const { id: challengeId, accountId, appId, mode, pushed } = challenge
  ports.log.info('challenge_created', { challengeId, accountId, appId, mode, pushed, ended: ended.length })
  for (const other of ended) tellOutcome(ports, other)
  if (pushed) tellChallenge(ports, deliveries)
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
