// The arithmetic of tried codes: windows, the row of a hundred, what a right code gives back, and when a person hears of a block.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AccountId, CodeWay } from '@countersign/protocol'
import { CODE_TRIES, codeWays, WRONG_CODES_MAX } from '@countersign/protocol'
import {
  beginsBlock,
  blocked,
  charged,
  freshCodeGuard,
  succeeded,
  takenBack,
} from '@countersign/server/core/code-tries'
import type { CodeGuard } from '@countersign/server/core/codes'
import fc from 'fast-check'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = 100 * DAY
const account = '019aa5c0-11f2-7e0a-8b1d-5c2e9f7a6b30' as AccountId

function tried(way: CodeWay, ...agesMs: readonly number[]): CodeGuard {
  const fresh = freshCodeGuard(account, way, 'app')
  return [...agesMs].sort((a, b) => b - a).reduce((guard, age) => charged(guard, NOW - age), fresh)
}

test('[CD7] five codes of an app are looked at in a quarter of an hour, then none until the first of them leaves it', () => {
  assert.equal(blocked(tried('totp', 1, 2, 3, 4), NOW), undefined)
  const guard = tried('totp', 1, 2, 3, 4, 5)
  const untilMs = NOW - 5 + 15 * MINUTE
  assert.deepEqual(blocked(guard, NOW), { untilMs })
  assert.deepEqual(blocked(guard, untilMs - 1), { untilMs })
  assert.equal(blocked(guard, untilMs), undefined)
})

test('[CD7] ten codes of an app are looked at in a day', () => {
  const hours = Array.from({ length: 9 }, (_, n) => (n + 1) * HOUR)
  assert.equal(blocked(tried('totp', ...hours), NOW), undefined)
  assert.deepEqual(blocked(tried('totp', ...hours, 10 * HOUR), NOW), { untilMs: NOW + 14 * HOUR })
})

test('[CD7] five printed codes, and five of the help desk, are looked at in an hour', () => {
  for (const way of ['backup', 'bypass'] as const) {
    assert.equal(blocked(tried(way, 1, 2, 3, 4), NOW), undefined)
    assert.deepEqual(blocked(tried(way, 1, 2, 3, 4, 5), NOW), { untilMs: NOW - 5 + HOUR })
  }
})

test('[CD7] when two windows are full, the later end counts', () => {
  const guard = tried('totp', 1, 2, 3, 4, 5, 2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR, 6 * HOUR)
  assert.deepEqual(blocked(guard, NOW), { untilMs: NOW + 18 * HOUR })
})

test('[CD8] a hundred wrong ones in a row switch the kind off, however slowly they come', () => {
  for (const way of codeWays) {
    let guard = freshCodeGuard(account, way, 'app')
    for (let tries = 1; tries < WRONG_CODES_MAX; tries++) {
      guard = charged(guard, NOW + tries * DAY)
      assert.equal(blocked(guard, NOW + tries * DAY), undefined)
    }
    assert.equal(beginsBlock(guard, NOW + 200 * DAY), true)
    guard = charged(guard, NOW + 200 * DAY)
    assert.deepEqual(blocked(guard, NOW + 10_000 * DAY), { untilMs: undefined })
  }
})

test('[CD8] one right code ends the row of a hundred', () => {
  const before = { ...freshCodeGuard(account, 'totp', 'app'), consecutiveWrong: 99 }
  assert.equal(succeeded(charged(before, NOW), NOW).consecutiveWrong, 0)
})

test('[CD9] a right code takes its own charge back, and leaves the wrong ones in their windows', () => {
  const guard = charged(tried('totp', 30, 20, 10), NOW)
  const after = succeeded(guard, NOW)
  assert.deepEqual(after.wrongAtMs, [NOW - 30, NOW - 20, NOW - 10])
  assert.equal(after.consecutiveWrong, 0)
})

test('[CD9] what was charged after the right code stays wrong', () => {
  const guard = charged(charged(tried('totp', 30), NOW), NOW + 1)
  const after = succeeded(guard, NOW)
  assert.deepEqual(after.wrongAtMs, [NOW - 30, NOW + 1])
  assert.equal(after.consecutiveWrong, 1)
})

test('a try that was never judged is taken back, once', () => {
  const before = tried('backup', 30, 20)
  const after = takenBack(charged(before, NOW), NOW)
  assert.deepEqual(after, before)
  assert.equal(takenBack(after, NOW), after)
})

test('nothing is taken from a guard that was unlocked meanwhile', () => {
  const fresh = freshCodeGuard(account, 'totp', 'app')
  assert.equal(takenBack(fresh, NOW), fresh)
  assert.deepEqual(succeeded(fresh, NOW), fresh)
})

test('a clock that goes back gives nobody a try', () => {
  const guard = tried('backup', 5, 4, 3, 2, 1)
  assert.notEqual(blocked(guard, NOW - DAY), undefined)
})

test('[CD10] the person hears of a block when it begins, and not of each try that finds it full again', () => {
  assert.equal(beginsBlock(tried('totp', 4, 3, 2), NOW), false)
  assert.equal(beginsBlock(tried('totp', 4, 3, 2, 1), NOW), true)
  // A patient guesser: one try each time the oldest leaves the window.
  const siege = tried('totp', 12 * MINUTE, 9 * MINUTE, 6 * MINUTE, 3 * MINUTE, 15 * MINUTE)
  assert.equal(blocked(siege, NOW), undefined)
  assert.equal(beginsBlock(siege, NOW), false)
  // The window of a day is another, longer block.
  const day = tried('totp', ...[10, 9, 8, 7, 6, 5, 4, 3, 2].map((hours) => hours * HOUR))
  assert.equal(beginsBlock(day, NOW), true)
  // After it was quiet for a while, it is news again.
  assert.equal(beginsBlock(tried('backup', 49 * HOUR, 48 * HOUR, 3, 2, 1), NOW), false)
  assert.equal(beginsBlock(tried('backup', 49 * HOUR, 4, 3, 2, 1), NOW), true)
})

test('[CD7] whatever the times of the tries, and whichever are right, no window holds more wrong ones than it may', () => {
  const steps = fc.array(fc.record({ gapMs: fc.nat(2 * HOUR), isRight: fc.boolean() }), { maxLength: 80 })
  fc.assert(
    fc.property(fc.constantFrom(...codeWays), steps, (way, tries) => {
      let guard = freshCodeGuard(account, way, 'idFirst')
      let now = NOW
      const wrong: number[] = []
      for (const { gapMs, isRight } of tries) {
        now += gapMs + 1
        if (blocked(guard, now) !== undefined) continue
        guard = charged(guard, now)
        if (isRight) guard = succeeded(guard, now)
        else wrong.push(now)
        for (const { tries: most, windowSeconds } of CODE_TRIES[way])
          assert.ok(wrong.filter((at) => at > now - windowSeconds * 1000).length <= most)
        assert.ok(guard.wrongAtMs.length <= 10)
      }
    }),
  )
})
