// How often an app may enrol: any hour has room for so many, and the next is told to the second.
import assert from 'node:assert/strict'
import test from 'node:test'
import { ENROLMENTS_PER_HOUR } from '@countersign/protocol'
import { enrolsAgainInSeconds } from '@countersign/server/core/enrolment-budget'

const HOUR_MS = 3_600_000
/** One a second, from the given time on. */
const tries = (count: number, fromMs: number) => Array.from({ length: count }, (_, i) => fromMs + i * 1_000)

test('[EN5] an app may enrol until the hour is full', () => {
  assert.equal(enrolsAgainInSeconds([], 0), undefined)
  assert.equal(enrolsAgainInSeconds(tries(ENROLMENTS_PER_HOUR - 1, 0), 400_000), undefined)
  assert.equal(enrolsAgainInSeconds(tries(ENROLMENTS_PER_HOUR, 0), 400_000), 3_200)
})

test('[EN5] there is room again when the oldest is an hour old, and not a millisecond before', () => {
  const full = tries(ENROLMENTS_PER_HOUR, 0)
  assert.equal(enrolsAgainInSeconds(full, HOUR_MS - 1), 1)
  assert.equal(enrolsAgainInSeconds(full, HOUR_MS), undefined)
  assert.equal(enrolsAgainInSeconds([...full.slice(1), HOUR_MS], HOUR_MS), 1, 'the next is a second younger')
})
