// The chart of an hour: what counts as let in, and how high the highest bar is.
import assert from 'node:assert/strict'
import test from 'node:test'
import { barsOf } from '@countersign/console/overview/bars'

const none = {
  redeemed: 0,
  denied: 0,
  reported: 0,
  expired: 0,
  mismatched: 0,
  cancelled: 0,
  lapsed: 0,
  waived: 0,
  by_code: 0,
}

test('approved and waived are let in, everything else is not, and the top is the fullest minute', () => {
  const { bars, top, letIn, notLetIn } = barsOf([
    { minuteMs: 0, outcomes: none },
    { minuteMs: 60_000, outcomes: { ...none, redeemed: 4, waived: 1, by_code: 1, denied: 2, lapsed: 1 } },
    { minuteMs: 120_000, outcomes: { ...none, redeemed: 1, reported: 1 } },
  ])
  assert.deepEqual(
    bars.map((bar) => [bar.letIn, bar.notLetIn]),
    [
      [0, 0],
      [6, 3],
      [1, 1],
    ],
  )
  assert.equal(top, 9)
  assert.deepEqual([letIn, notLetIn], [7, 4])
})

test('a single login does not fill the chart, and an empty hour does not divide by nothing', () => {
  assert.equal(barsOf([{ minuteMs: 0, outcomes: { ...none, redeemed: 1 } }]).top, 4)
  assert.deepEqual(barsOf([]), { bars: [], top: 4, letIn: 0, notLetIn: 0 })
})
