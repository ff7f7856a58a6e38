// What blind taps give away, by profile; the table of docs/reference/blind-taps.md is made from the same walk.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Attack } from '../support/blind-taps.js'
import { chanceBefore, DAY_MS, tapsOf, WEEK_MS } from '../support/blind-taps.js'
import { seededRandom } from '../support/seeded-random.js'

const attack = (over: Partial<Attack> = {}): Attack => ({
  profile: 'balanced',
  browser: 'undetermined',
  attacker: 'pressing',
  ...over,
})
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-4, `${actual} is not ${expected}`)

test('[LI3] balanced: one blind tap is one in six, and pressing on gains nothing: the next are codes', () => {
  const taps = tapsOf(attack())
  assert.equal(taps[0]?.chance, 1 / 6)
  assert.ok(taps.slice(1).every(({ chance }) => chance === 1e-6))
  near(chanceBefore(taps, WEEK_MS), 1 / 6)
})

test('[KB6] balanced: a browser that is new is answered out of nine', () => {
  near(chanceBefore(tapsOf(attack({ browser: 'new' })), DAY_MS), 1 / 9)
})

test('[LI3] balanced: whoever waits has one tap in 24 hours and not one more', () => {
  const taps = tapsOf(attack({ attacker: 'patient' }))
  assert.equal(taps.length, 7)
  for (const [n, { atMs }] of taps.entries()) assert.ok(n === 0 || atMs - (taps[n - 1]?.atMs ?? 0) >= DAY_MS)
  near(chanceBefore(taps, WEEK_MS), 1 - (5 / 6) ** 7)
})

test('strict and nist: a blind answer is one in a million, from whatever browser', () => {
  for (const profile of ['strict', 'nist'] as const)
    for (const browser of ['undetermined', 'new'] as const) {
      const taps = tapsOf(attack({ profile, browser }))
      assert.ok(taps.every(({ chance }) => chance === 1e-6))
      assert.ok(chanceBefore(taps, WEEK_MS) < 1e-4)
    }
})

test('[LI7] pressing ends with the phone: after five wrong answers in a row it may only deny', () => {
  assert.ok(tapsOf(attack({ profile: 'nist' })).length <= 5)
})

test('drawn 20,000 times, as many accounts are entered as the product of the taps says', () => {
  const random = seededRandom(20261122)
  const taps = tapsOf(attack({ attacker: 'patient' }))
  const accounts = 20_000
  let entered = 0
  for (let n = 0; n < accounts; n++)
    if (taps.some(({ chance }) => random.below(Math.round(1 / chance)) === 0)) entered++
  const expected = chanceBefore(taps, WEEK_MS)
  const deviation = Math.sqrt((expected * (1 - expected)) / accounts)
  assert.ok(Math.abs(entered / accounts - expected) < 4 * deviation, `${entered} of ${accounts}`)
})
