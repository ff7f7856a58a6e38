// Random lives: two phones, two apps, two browsers, wrong picks, replays, crashes, time; the invariants of SPEC.md §7 hold throughout.
//
// The events go through the real flows over a storage that can crash, one alone or two at once. The model remembers only what
// people did and what was seen; it never asks the code what should happen.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { ApprovalRequested, ChallengeId, ChallengeStateName } from '@countersign/protocol'
import type { App, ChallengeRecord } from '@countersign/server/core/records'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { cancelChallenge } from '@countersign/server/flows/cancel-challenge'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { requestApproval } from '@countersign/server/flows/request-approval'
import { sweep } from '@countersign/server/flows/sweep'
import fc from 'fast-check'
import type { CrashingStorage } from '../support/crashing-storage.js'
import { Crash, crashingStorage } from '../support/crashing-storage.js'
import { newStorage } from '../support/engine.js'
import type { AnswerFrame, TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import {
  anotherApp,
  from,
  makeWorld,
  NONCE,
  pairedDevice,
  requestBody,
  settled,
  wrong,
} from '../support/test-world.js'

test('[ST1] [ST3] [ST4] [ST5] whatever happens in whatever order, the promises of a challenge hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps(), { minLength: 5, maxLength: 24 }), async (walk) => {
      const life = await begin()
      for (const step of walk) {
        await take(life, step)
        await holds(life)
      }
    }),
    { numRuns: 250 },
  )
})

type Event =
  | { readonly do: 'ask'; readonly browser: number; readonly app: number }
  | {
      readonly do: 'approve' | 'miss' | 'deny' | 'report'
      readonly nth: number
      readonly phone: number
    }
  | { readonly do: 'resend' }
  | {
      readonly do: 'redeem'
      readonly nth: number
      readonly app: 'own' | 'other'
      readonly nonce: 'own' | 'other'
    }
  | { readonly do: 'cancel'; readonly nth: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'sweep' }

interface Step {
  readonly events: readonly Event[]
  /** The first event dies there and is tried again, as a client would. */
  readonly crash: 'never' | 'before_commit' | 'after_commit'
}

function steps(): fc.Arbitrary<Step> {
  const nth = fc.nat(3)
  const event = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('ask' as const), browser: fc.nat(1), app: fc.nat(1) }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('approve' as const), nth, phone: fc.nat(1) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('miss' as const, 'deny' as const, 'report' as const),
        nth,
        phone: fc.nat(1),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'resend' as const }) },
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('redeem' as const), nth, app: owners(), nonce: owners() }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), nth }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        ms: fc.constantFrom(1, 1000, 59_999, 60_000, 89_999, 90_000),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'sweep' as const }) },
  )
  return fc.record({
    events: fc.array(event, { minLength: 1, maxLength: 2 }),
    crash: fc.constantFrom(
      'never' as const,
      'never' as const,
      'before_commit' as const,
      'after_commit' as const,
    ),
  })
}

function owners(): fc.Arbitrary<'own' | 'other'> {
  return fc.constantFrom('own' as const, 'own' as const, 'own' as const, 'other' as const)
}

/** What people did and what was seen of one challenge. */
interface Seen {
  readonly asked: ApprovalRequested
  readonly app: App
  rightPickInTime: boolean
  /** A deny or report was answered, so nothing may be open any more. */
  stopped: boolean
  /** A wrong pick was answered, so it may not be pending any more. */
  missed: boolean
  logins: number
  state: ChallengeStateName
}

interface Life {
  readonly world: World
  readonly storage: CrashingStorage
  readonly apps: readonly App[]
  readonly phones: readonly TestDevice[]
  readonly seen: Seen[]
  readonly counters: Map<string, number>
  lastAnswer: { readonly phone: TestDevice; readonly frame: AnswerFrame } | undefined
  wrongBefore: number
  rightPicksThisStep: number
}

async function begin(): Promise<Life> {
  const storage = crashingStorage(await newStorage())
  const world = await makeWorld({ storage })
  const apps = [world.app, await anotherApp(world)]
  const phones = [await pairedDevice(world), await pairedDevice(world)]
  return {
    world,
    storage,
    apps,
    phones,
    seen: [],
    counters: new Map(),
    lastAnswer: undefined,
    wrongBefore: 0,
    rightPicksThisStep: 0,
  }
}

async function take(life: Life, { events, crash }: Step): Promise<void> {
  if (crash !== 'never') life.storage.crashNext(crash)
  const fates = await Promise.allSettled(events.map((event) => play(life, event)))
  for (const [i, fate] of fates.entries()) {
    if (fate.status === 'fulfilled') continue
    assert.ok(fate.reason instanceof Crash, String(fate.reason))
    const event = events[i]
    if (event !== undefined) await play(life, event)
  }
  await settled()
}

async function play(life: Life, event: Event): Promise<void> {
  const { ports, clock } = life.world
  switch (event.do) {
    case 'ask': {
      const app = life.apps[event.app] ?? life.world.app
      const requested = await requestApproval(ports, app, requestBody(from(`192.0.2.${event.browser}`)))
      if (!requested.ok) return
      life.seen.push({
        asked: requested.value,
        app,
        rightPickInTime: false,
        stopped: false,
        missed: false,
        logins: 0,
        state: 'pending',
      })
      return
    }
    case 'approve':
    case 'miss':
    case 'deny':
    case 'report':
      return answer(life, event.do, event.nth, event.phone)
    case 'resend':
      if (life.lastAnswer) await answerChallenge(ports, life.lastAnswer.phone.id, life.lastAnswer.frame)
      return
    case 'redeem':
      return redeem(life, event)
    case 'cancel': {
      const of = nthSeen(life, event.nth)
      if (of) await cancelChallenge(ports, of.app, of.asked.challengeId, NONCE)
      return
    }
    case 'wait':
      clock.advance(event.ms)
      return
    case 'sweep':
      return sweep(ports)
  }
}

async function answer(
  life: Life,
  what: 'approve' | 'miss' | 'deny' | 'report',
  nth: number,
  at: number,
): Promise<void> {
  const of = nthSeen(life, nth)
  const phone = life.phones[at]
  if (of === undefined || phone === undefined) return
  const { challengeId, match, expiresAtMs } = of.asked
  const frame =
    what === 'deny' || what === 'report'
      ? await phone[what](challengeId)
      : await phone.approve(challengeId, what === 'miss' ? wrong(match) : match)
  life.lastAnswer = { phone, frame }
  if (what === 'approve') life.rightPicksThisStep += 1
  if (what === 'approve' && life.world.clock.nowMs() < expiresAtMs) of.rightPickInTime = true
  const heard = await answerChallenge(life.world.ports, phone.id, frame)
  if (!heard.ok) return
  if (what === 'deny' || what === 'report') of.stopped = true
  if (what === 'miss') of.missed = true
}

async function redeem(life: Life, event: Extract<Event, { do: 'redeem' }>): Promise<void> {
  const of = nthSeen(life, event.nth)
  if (of === undefined) return
  const app = event.app === 'own' ? of.app : (life.apps.find(({ id }) => id !== of.app.id) ?? of.app)
  const nonce = event.nonce === 'own' ? NONCE : new Uint8Array(32)
  const redeemed = await redeemChallenge(life.world.ports, app, of.asked.challengeId, nonce)
  if (!redeemed.ok) return
  assert.equal(event.app, 'own', 'redeemed only by the app that asked')
  assert.equal(event.nonce, 'own', 'redeemed only by the session that asked')
  assert.ok(!isFinal(of.state), `a login after the final state ${of.state}`)
  of.logins += 1
}

/** Counts from the newest, which is the one most likely to be open. */
function nthSeen(life: Life, nth: number): Seen | undefined {
  return life.seen.at(-1 - nth)
}

async function holds(life: Life): Promise<void> {
  const { clock } = life.world
  const records: ChallengeRecord[] = []
  for (const of of life.seen) {
    const record = await recordOf(life, of.asked.challengeId)
    records.push(record)
    assert.ok(of.logins <= 1, 'at most one login a challenge')
    if (of.logins === 1) assert.equal(record.state, 'redeemed', 'no login beside an undecided challenge')
    if (record.state === 'approved' || record.state === 'redeemed')
      assert.ok(of.rightPickInTime, 'no approval without the right pick in time')
    if (isFinal(of.state)) assert.equal(record.state, of.state, 'a final state never changes')
    if (of.stopped) assert.ok(isFinal(record.state), 'a deny that was heard leaves nothing to redeem')
    if (of.missed)
      assert.notEqual(record.state, 'pending', 'a wrong pick that was heard leaves no second try')
    of.state = record.state
  }
  const open = records.filter((one) => one.state === 'pending' && one.expiresAtMs > clock.nowMs())
  assert.ok(open.length <= 3, 'at most three open')
  assert.ok(open.filter(({ pushed }) => pushed).length <= 2, 'at most two ring')
  const options = open.flatMap((one) => one.options)
  assert.equal(new Set(options).size, options.length, 'open challenges share no symbol')
  await countersHold(life)
  assert.deepEqual(
    life.world.log.lines.filter(({ level }) => level === 'error'),
    [],
    'nothing failed while telling',
  )
}

async function countersHold(life: Life): Promise<void> {
  const { storage } = life.world.ports
  for (const { id } of life.phones) {
    const counter = (await storage.read.devices.byId(id))?.counter ?? 0
    assert.ok(counter >= (life.counters.get(id) ?? 0), 'a device counter never falls')
    life.counters.set(id, counter)
  }
  const accountId = life.phones[0]?.accountId ?? assert.fail()
  const { consecutiveWrong } = await storage.read.guards.of(accountId)
  if (consecutiveWrong < life.wrongBefore)
    assert.ok(life.rightPicksThisStep > 0, 'wrong picks are forgotten only with an approval')
  life.rightPicksThisStep = 0
  life.wrongBefore = consecutiveWrong
}

async function recordOf({ world }: Life, id: ChallengeId): Promise<ChallengeRecord> {
  return (await world.ports.storage.read.challenges.byId(id)) ?? assert.fail('a challenge is gone')
}

function isFinal(state: ChallengeStateName): boolean {
  return state !== 'pending' && state !== 'approved'
}
