// The alarm's arithmetic: what is remembered of requests that nobody approved, and when it is too much.
import assert from 'node:assert/strict'
import test from 'node:test'
import { HARASSMENT_ALERT_EVERY_SECONDS, HARASSMENT_WINDOWS, PUSH_BUDGET } from '@countersign/protocol'
import { harassmentCharged, isHarassed, ownRequestsForgotten } from '@countersign/server/core/harassment'
import { guardAfter } from '@countersign/server/core/throttle'
import fc from 'fast-check'
import { challengeRecord, guardOf } from '../support/core-records.js'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const NOW = 100 * DAY

const askedAt = (...ages: readonly number[]) =>
  guardOf({ unapprovedTimesMs: ages.map((age) => NOW - age).sort((a, b) => a - b) })
const deniedAt = (...ages: readonly number[]) => guardOf({ deniedTimesMs: ages.map((age) => NOW - age) })

test('[FT4] one request more than ever rings without an approval is too many, in each window of the budget', () => {
  for (const [place, { pushes, windowSeconds }] of PUSH_BUDGET.entries())
    assert.deepEqual(HARASSMENT_WINDOWS[place], { requests: pushes + 1, windowSeconds })
  assert.equal(isHarassed(askedAt(1, 2, 3), NOW), false)
  assert.equal(isHarassed(askedAt(1, 2, 3, 4), NOW), true)
  assert.equal(isHarassed(askedAt(1, 2, 3, 10 * MINUTE), NOW), false)
})

test('[FT4] twenty in a week are too many, however they are spread', () => {
  const spread = (count: number) => askedAt(...Array.from({ length: count }, (_, i) => i * 8 * 60 * MINUTE))
  assert.equal(isHarassed(spread(19), NOW), false)
  assert.equal(isHarassed(spread(20), NOW), true)
})

test('[FT4] three denials in a day are too many; older ones count no more', () => {
  assert.equal(isHarassed(deniedAt(1, 2), NOW), false)
  assert.equal(isHarassed(deniedAt(1, 2, 3), NOW), true)
  assert.equal(isHarassed(deniedAt(1, 2, DAY), NOW), false)
})

test('[FT5] the alarm is sounded once a day, and a clock that was set back does not silence it for longer', () => {
  const said = (agoMs: number) => ({ ...askedAt(1, 2, 3, 4), harassedAtMs: NOW - agoMs })
  const every = HARASSMENT_ALERT_EVERY_SECONDS * 1000
  assert.equal(isHarassed(said(0), NOW), false)
  assert.equal(isHarassed(said(every - 1), NOW), false)
  assert.equal(isHarassed(said(every), NOW), true)
  assert.equal(isHarassed(said(-every), NOW), true)
})

test('[FT4] an approval takes back itself and the tries of the ten minutes before it, and no more', () => {
  const guard = askedAt(0, MINUTE, 9 * MINUTE, 11 * MINUTE, 2 * DAY)
  const own = challengeRecord({ createdAtMs: NOW })
  assert.deepEqual(ownRequestsForgotten(guard, own).unapprovedTimesMs, [NOW - 2 * DAY, NOW - 11 * MINUTE])
  // One that came after it was not asked by whoever approved: it is still open.
  const earlier = challengeRecord({ createdAtMs: NOW - 9 * MINUTE })
  assert.deepEqual(ownRequestsForgotten(guard, earlier).unapprovedTimesMs, [
    ...[NOW - 2 * DAY, NOW - MINUTE, NOW],
  ])
})

test('[FT4] requests by user ID alone count for nothing, and an approval of one forgives nothing', () => {
  assert.deepEqual(harassmentCharged(guardOf(), 'idFirst', NOW), guardOf())
  const guard = askedAt(0)
  const signIn = challengeRecord({ pool: 'idFirst', createdAtMs: NOW })
  assert.equal(ownRequestsForgotten(guard, signIn), guard)
})

test('[FT7] denials are counted until the next approval', () => {
  const denied = guardAfter(guardOf(), challengeRecord({ state: 'denied' }), NOW)
  const reported = guardAfter(denied, challengeRecord({ state: 'reported' }), NOW)
  assert.equal(reported.deniedTimesMs.length, 2)
  assert.equal(guardAfter(reported, challengeRecord({ state: 'expired' }), NOW).deniedTimesMs.length, 2)
  assert.deepEqual(guardAfter(reported, challengeRecord({ state: 'approved' }), NOW).deniedTimesMs, [])
})

test('the guard stays small however often somebody is asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(DAY), { maxLength: 200 }), (gaps) => {
      let guard = guardOf()
      let now = NOW
      for (const gap of gaps) {
        now += gap
        guard = guardAfter(harassmentCharged(guard, 'app', now), challengeRecord({ state: 'denied' }), now)
      }
      assert.ok(guard.unapprovedTimesMs.length <= 20 && guard.deniedTimesMs.length <= 20)
    }),
    { numRuns: 30 },
  )
})
