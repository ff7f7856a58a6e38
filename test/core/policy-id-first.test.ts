// Requests by user ID alone and requests of apps share an account and nothing else ([LI8]).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppId, ChallengeId } from '@countersign/protocol'
import { ID_FIRST_PUSH_BUDGET } from '@countersign/protocol'
import { planRequest } from '@countersign/server/core/policy'
import type { ChallengeRecord } from '@countersign/server/core/records'
import { guardAfter, mayPush, pushCharged } from '@countersign/server/core/throttle'
import { challengeRecord, guardOf, idOf } from '../support/core-records.js'

const NOW = 10_000_000
const MINUTE = 60_000
const OWNER = { address: '192.0.2.1', browser: 'Firefox' }
const byName = (n: number, over: Partial<ChallengeRecord> = {}): ChallengeRecord =>
  challengeRecord({
    id: idOf<ChallengeId>(n),
    appId: idOf<AppId>(9),
    pool: 'idFirst',
    mode: 'code',
    options: [],
    requester: { address: `198.51.100.${n}`, browser: 'curl' },
    expiresAtMs: NOW + 90_000,
    ...over,
  })
const ofApp = {
  appId: idOf<AppId>(1),
  pool: 'app',
  requester: OWNER,
  atLeast: 'symbol',
  sameDevice: false,
  mayScan: false,
  mayRing: true,
} as const
const idFirst = {
  appId: idOf<AppId>(9),
  pool: 'idFirst',
  requester: OWNER,
  atLeast: 'code',
  sameDevice: false,
  mayScan: false,
  mayRing: true,
} as const

test('[LI8] three open requests by user ID alone change nothing of a login: a pass, ringing, none beside it', () => {
  const spam = [byName(1), byName(2), byName(3)]
  const guard = guardOf({ idFirstPushTimesMs: [NOW - 3, NOW - 2, NOW - 1] })
  const plan = planRequest(ofApp, spam, guard, NOW)
  assert.deepEqual(plan, planRequest(ofApp, [], guard, NOW))
  assert.equal(plan.kind === 'ask' && plan.mode === 'symbol' && plan.pushed, true)
})

test('[LI8] a request by user ID alone ends and raises no login that is open, and spends none of its budget', () => {
  const login = challengeRecord({ requester: OWNER, expiresAtMs: NOW + 90_000 })
  const plan = planRequest(idFirst, [login], guardOf({ pushTimesMs: [NOW - 1] }), NOW)
  assert.ok(plan.kind === 'ask')
  assert.deepEqual([plan.ends, plan.beside, plan.mode], [[], [], 'code'])
  assert.deepEqual(plan.guard.pushTimesMs, [NOW - 1])
  assert.deepEqual(plan.guard.idFirstPushTimesMs, [NOW])
})

test('[LI8] one address has one place, whatever it calls its browser; the fourth address finds none', () => {
  const mine = byName(1, { requester: { address: OWNER.address, browser: 'something else' } })
  const plan = planRequest(idFirst, [mine, byName(2), byName(3)], guardOf(), NOW)
  assert.ok(plan.kind === 'ask')
  assert.deepEqual(plan.ends, [{ challenge: mine, cause: 'by_app' }])
  const fourth = planRequest(idFirst, [byName(1), byName(2), byName(3)], guardOf(), NOW)
  assert.equal(fourth.kind, 'refuse')
})

test('[LI8] the budget of requests by user ID alone: one per ten minutes, three per hour', () => {
  assert.deepEqual(ID_FIRST_PUSH_BUDGET, [
    { pushes: 1, windowSeconds: 600 },
    { pushes: 3, windowSeconds: 3600 },
  ])
  let guard = guardOf()
  const rang: number[] = []
  for (let minute = 0; minute < 120; minute += 1) {
    const now = NOW + minute * MINUTE
    if (!mayPush(guard, 'idFirst', now)) continue
    guard = pushCharged(guard, 'idFirst', now)
    rang.push(minute)
  }
  assert.deepEqual(rang, [0, 10, 20, 60, 70, 80])
  assert.deepEqual(guard.pushTimesMs, [])
})

test('[LI8] denied, reported or mistyped, it leaves no doubt; a wrong code still counts against the phone', () => {
  const guard = guardOf()
  // Whoever denies is counted with, for the alarm; no login is asked for more because of it.
  const denied = guardAfter(guard, byName(1, { state: 'denied' }), NOW)
  assert.deepEqual({ ...denied, deniedTimesMs: [] }, guard)
  const reported = guardAfter(guard, byName(1, { state: 'reported' }), NOW)
  assert.equal(reported.codeUntilMs, 0)
  assert.deepEqual(
    reported.reported.map(({ address }) => address),
    ['198.51.100.1'],
  )
  const wrong = guardAfter(guard, byName(1, { state: 'mismatched' }), NOW)
  assert.deepEqual([wrong.codeUntilMs, wrong.consecutiveWrong], [0, 1])
})

test('an approval clears both budgets', () => {
  const guard = guardOf({ pushTimesMs: [1], idFirstPushTimesMs: [2], consecutiveWrong: 3 })
  const after = guardAfter(guard, byName(1, { state: 'approved' }), NOW)
  assert.deepEqual([after.pushTimesMs, after.idFirstPushTimesMs, after.consecutiveWrong], [[], [], 0])
})
