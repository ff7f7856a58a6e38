// Time that only goes on, whatever the clock shows.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PassingTime } from '@countersign/server/core/passing-time'

test('it goes on with a clock that is right, and from where it was with one that is set back', () => {
  const time = new PassingTime()
  const shown = [1_000, 1_500, 900, 950, 100, 100, 5_000]
  assert.deepEqual(
    shown.map((nowMs) => time.at(nowMs)),
    [1_000, 1_500, 1_500, 1_550, 1_550, 1_550, 6_450],
  )
})
