// The guard's arithmetic: budgets, doubt, reports, wrong picks.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AppId, ChallengeStateName } from '@countersign/protocol'
import { challengeState, PUSH_BUDGET } from '@countersign/protocol'
import {
  guardAfter,
  inDoubt,
  isReported,
  mayPush,
  pushCharged,
  suspends,
} from '@countersign/server/core/throttle'
import fc from 'fast-check'
import { challengeRecord, guardOf, idOf } from '../support/core-records.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = 10 * DAY

test('[LI1] three pushes in ten minutes, five in an hour, ten in a day, then none', () => {
  const at = (...ages: readonly number[]) => guardOf({ pushTimesMs: ages.map((age) => NOW - age).sort() })
  assert.equal(mayPush(at(1, 2), 'app', NOW), true)
  assert.equal(mayPush(at(1, 2, 3), 'app', NOW), false)
  assert.equal(mayPush(at(11 * MINUTE, 12 * MINUTE, 13 * MINUTE, 14 * MINUTE), 'app', NOW), true)
  assert.equal(
    mayPush(at(11 * MINUTE, 12 * MINUTE, 13 * MINUTE, 14 * MINUTE, 15 * MINUTE), 'app', NOW),
    false,
  )
  const nineOld = Array.from({ length: 9 }, (_, i) => 2 * HOUR + i)
  assert.equal(mayPush(at(...nineOld), 'app', NOW), true)
  assert.equal(mayPush(at(...nineOld, 3 * HOUR), 'app', NOW), false)
})

test('[LI1] a push leaves a window in the very millisecond the window is over', () => {
  const guard = guardOf({ pushTimesMs: [NOW, NOW, NOW] })
  assert.equal(mayPush(guard, 'app', NOW + 10 * MINUTE - 1), false)
  assert.equal(mayPush(guard, 'app', NOW + 10 * MINUTE), true)
})

test('[LI1] whatever the times of the requests, no window ever holds more pushes than its budget', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2 * HOUR), { maxLength: 60 }), (gaps) => {
      let guard = guardOf()
      let now = NOW
      const pushes: number[] = []
      for (const gap of gaps) {
        now += gap
        if (!mayPush(guard, 'app', now)) continue
        guard = pushCharged(guard, 'app', now)
        pushes.push(now)
        for (const { pushes: most, windowSeconds } of PUSH_BUDGET)
          assert.ok(pushes.filter((at) => at > now - windowSeconds * 1000).length <= most)
      }
    }),
  )
})

test('the guard stays small however many pushes it sees', () => {
  let guard = guardOf()
  for (let i = 0; i < 100; i++) guard = pushCharged(guard, 'app', NOW + i)
  assert.equal(guard.pushTimesMs.length, 10)
  assert.equal(pushCharged(guard, 'app', NOW + 3 * DAY).pushTimesMs.length, 1)
})

test('[LI3] a wrong pick, a denied and a reported request each put the account in doubt for 24 h', () => {
  for (const state of ['mismatched', 'denied', 'reported'] as const) {
    const guard = guardAfter(guardOf(), challengeRecord({ state }), NOW)
    assert.equal(inDoubt(guard, NOW + DAY - 1), true, state)
    assert.equal(inDoubt(guard, NOW + DAY), false, state)
  }
})

test('[LI1] an approval clears pushes and wrong picks, and leaves the doubt', () => {
  const before = guardOf({ pushTimesMs: [1, 2], consecutiveWrong: 4, codeUntilMs: NOW + DAY })
  const after = guardAfter(before, challengeRecord({ state: 'approved' }), NOW)
  assert.deepEqual(after, { ...before, pushTimesMs: [], consecutiveWrong: 0 })
  assert.equal(guardAfter(after, challengeRecord({ state: 'approved' }), NOW), after)
})

test('[LI1] no other event lowers a counter, forgets a push or shortens a doubt', () => {
  const states = (Object.keys(challengeState) as ChallengeStateName[]).filter((state) => state !== 'approved')
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...states)),
      fc.array(fc.integer({ min: -DAY, max: DAY })),
      (events, steps) => {
        let guard = guardOf({ pushTimesMs: [NOW], consecutiveWrong: 1, codeUntilMs: NOW })
        events.forEach((state, i) => {
          const next = guardAfter(guard, challengeRecord({ state }), NOW + (steps[i] ?? 0))
          assert.ok(next.consecutiveWrong >= guard.consecutiveWrong)
          assert.ok(next.codeUntilMs >= guard.codeUntilMs)
          assert.deepEqual(next.pushTimesMs, guard.pushTimesMs)
          guard = next
        })
      },
    ),
  )
})

test('[LI7] the fifth wrong pick in a row suspends', () => {
  let guard = guardOf()
  const verdicts = Array.from({ length: 5 }, () => {
    guard = guardAfter(guard, challengeRecord({ state: 'mismatched' }), NOW)
    return suspends(guard)
  })
  assert.deepEqual(verdicts, [false, false, false, false, true])
})

test('[LI6] a report names one app and one address for 24 h', () => {
  const guard = guardAfter(guardOf(), challengeRecord({ state: 'reported' }), NOW)
  assert.equal(isReported(guard, idOf<AppId>(1), '192.0.2.1', NOW + DAY - 1), true)
  assert.equal(isReported(guard, idOf<AppId>(1), '192.0.2.1', NOW + DAY), false)
  assert.equal(isReported(guard, idOf<AppId>(2), '192.0.2.1', NOW), false)
  assert.equal(isReported(guard, idOf<AppId>(1), '192.0.2.2', NOW), false)
})

test('reports of the same requester renew one entry, and the list stays short', () => {
  let guard = guardOf()
  for (let i = 0; i < 40; i++)
    guard = guardAfter(
      guard,
      challengeRecord({ state: 'reported', requester: { address: `192.0.2.${i % 20}`, browser: 'x' } }),
      NOW + i,
    )
  assert.equal(guard.reported.length, 16)
  assert.equal(guard.reported.at(-1)?.address, '192.0.2.19')
  assert.equal(new Set(guard.reported.map(({ address }) => address)).size, 16)
})
