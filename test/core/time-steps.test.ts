// Counts by the minute, added up to the steps of a chart.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AppId } from '@countersign/protocol'
import { countsBySteps, stepsOf, totalsOf } from '@countersign/server/core/time-steps'
import { idOf } from '../support/core-records.js'

const HOUR_MS = 3_600_000
/** 2026-11-21T10:30:00Z */
const NOW_MS = Date.UTC(2026, 10, 21, 10, 30)
const at = (ms: number, outcome: string, count: number) => ({
  minute: ms / 60_000,
  appId: idOf<AppId>(1),
  outcome,
  count,
})

test('hours are full hours, the one that is under way included', () => {
  const steps = stepsOf(3, NOW_MS)
  assert.deepEqual(steps, {
    fromMs: Date.UTC(2026, 10, 21, 8),
    toMs: Date.UTC(2026, 10, 21, 11),
    stepMs: HOUR_MS,
  })
})

test('beyond two days a step is a day of UTC', () => {
  assert.equal(stepsOf(48, NOW_MS).stepMs, HOUR_MS)
  assert.deepEqual(stepsOf(49, NOW_MS), {
    fromMs: Date.UTC(2026, 10, 19),
    toMs: Date.UTC(2026, 10, 22),
    stepMs: 24 * HOUR_MS,
  })
})

test('every step is told, also those in which nothing happened; what lies outside is left out', () => {
  const counts = [
    at(Date.UTC(2026, 10, 21, 8, 59), 'redeemed', 2),
    at(Date.UTC(2026, 10, 21, 8, 0), 'redeemed', 1),
    at(Date.UTC(2026, 10, 21, 10, 30), 'denied', 4),
    at(Date.UTC(2026, 10, 21, 7, 59), 'denied', 9),
  ]
  const points = countsBySteps(stepsOf(3, NOW_MS), counts)
  assert.deepEqual(
    points.map((point) => point.counts),
    [{ redeemed: 3 }, {}, { denied: 4 }],
  )
  assert.deepEqual(totalsOf(counts), { redeemed: 3, denied: 13 })
})
