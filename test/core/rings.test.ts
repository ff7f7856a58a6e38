// What became of a ring in one word, how news are merged, and what an answer of a push service means.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ringOutcomes } from '@countersign/protocol/admin'
import type { PushAnswer } from '@countersign/server/core/ports-push'
import { afterPush, pushPayload, pushTtlSeconds } from '@countersign/server/core/push'
import type { PushOutcome, Ring, RingNews, Silence } from '@countersign/server/core/rings'
import { mergedNews, ringOutcome } from '@countersign/server/core/rings'
import fc from 'fast-check'
import { idOf } from '../support/core-records.js'

const ring: Ring = {
  ...{ challengeId: idOf(1), deviceId: idOf(2), atMs: 0 },
  ...{ silence: undefined, socketAtMs: undefined, shownAtMs: undefined, push: undefined },
}
const outcomes: readonly PushOutcome[] = [
  ...(['taken', 'ended', 'busy', 'too_large', 'refused', 'no_answer', 'crowded', 'too_late'] as const),
]
const silences: readonly Silence[] = [
  ...(['same_device', 'policy', 'quiet_hours', 'others_open', 'budget', 'reported'] as const),
]
const pushed = (outcome: PushOutcome) => ({ atMs: 1, outcome, status: undefined })

test('every word is one that the API has, and every word that it has can come about', () => {
  const said = [
    ringOutcome(ring),
    ringOutcome({ ...ring, socketAtMs: 1 }),
    ringOutcome({ ...ring, socketAtMs: 1, shownAtMs: 2 }),
    ringOutcome({ ...ring, shownAtMs: 2, push: pushed('taken') }),
    ...outcomes.map((outcome) => ringOutcome({ ...ring, push: pushed(outcome) })),
    ...silences.map((silence) => ringOutcome({ ...ring, silence })),
  ]
  assert.deepEqual([...said].sort(), [...ringOutcomes].sort())
})

test('who opens the app by hand sees the request, and it has not rung for that', () => {
  const shown = { ...ring, shownAtMs: 9 }
  assert.equal(ringOutcome(shown), 'unreachable')
  for (const silence of silences) assert.equal(ringOutcome({ ...shown, silence }), `silent_${silence}`)
  for (const outcome of outcomes.filter((each) => each !== 'taken'))
    assert.equal(ringOutcome({ ...shown, push: pushed(outcome) }), `push_${outcome}`)
})

test('news may come in any grouping: merging first what came later changes nothing', () => {
  const news = fc.record(
    {
      challengeId: fc.constant(ring.challengeId),
      deviceId: fc.constant(ring.deviceId),
      atMs: fc.nat(9),
      socketAtMs: fc.nat(9),
      shownAtMs: fc.nat(9),
      silence: fc.constantFrom(...silences),
      push: fc.record({
        atMs: fc.nat(9),
        outcome: fc.constantFrom(...outcomes),
        status: fc.constantFrom(201, 429),
      }),
    },
    { requiredKeys: ['challengeId', 'deviceId', 'atMs'] },
  )
  fc.assert(
    fc.property(news, news, news, (a: RingNews, b: RingNews, c: RingNews) => {
      assert.deepEqual(mergedNews(mergedNews(a, b), c), mergedNews(a, mergedNews(b, c)))
    }),
  )
})

test('[WP2] a payload has one length whatever the phone chose', () => {
  for (const wake of ['', 'A'.repeat(22), '_'.repeat(22)]) assert.equal(pushPayload({ wake }).length, 128)
})

test('[WP2] a push lives no longer than its request, and one that would not live a second is not sent', () => {
  assert.equal(pushTtlSeconds(90_000, 0), 90)
  assert.equal(pushTtlSeconds(90_000, 501), 89)
  assert.equal(pushTtlSeconds(90_000, 89_000), 1)
  assert.equal(pushTtlSeconds(90_000, 89_001), undefined)
  assert.equal(pushTtlSeconds(90_000, 95_000), undefined)
})

const answered = (status: number, retryAfterMs?: number): PushAnswer => ({
  kind: 'answered',
  status,
  retryAfterMs,
})
const at = (attempts: number, nowMs: number) => ({ attempts, nowMs, expiresAtMs: 90_000 })

test('[WP5] quiet is kept for as long as was asked, a minute if nothing was, an hour at most', () => {
  assert.equal(afterPush(answered(429, 20_000), at(1, 0)).quietUntilMs, 20_000)
  assert.equal(afterPush(answered(429), at(1, 0)).quietUntilMs, 60_000)
  assert.equal(afterPush(answered(429, 1e12), at(1, 0)).quietUntilMs, 3_600_000)
  assert.equal(afterPush(answered(503, 20_000), at(1, 0)).quietUntilMs, undefined)
})

test('[WP5] once more, while there is time to answer, and only what may go better', () => {
  assert.equal(afterPush(answered(429, 20_000), at(1, 0)).againAtMs, 20_000)
  assert.equal(afterPush(answered(429, 86_000), at(1, 0)).againAtMs, undefined)
  assert.equal(afterPush(answered(500), at(1, 0)).againAtMs, 3_000)
  assert.equal(afterPush({ kind: 'failed', error: '' }, at(1, 82_000)).againAtMs, 85_000)
  assert.equal(afterPush({ kind: 'failed', error: '' }, at(1, 82_001)).againAtMs, undefined)
  assert.equal(afterPush(answered(500), at(2, 0)).againAtMs, undefined)
  for (const status of [100, 201, 204, 302, 400, 401, 403, 404, 410, 413, 0])
    assert.equal(afterPush(answered(status, 1_000), at(1, 0)).againAtMs, undefined, String(status))
})
