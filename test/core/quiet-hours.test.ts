// Quiet hours as arithmetic: which are refused, and whether a clock on the wall lies in them.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { QuietHours } from '@countersign/protocol'
import { isQuiet, quietHoursFault, tidyQuietHours } from '@countersign/server/core/quiet-hours'

const nights: QuietHours = { days: ['fri'], from: '22:00', to: '07:00', timeZone: 'UTC' }
const FRIDAY = 4
const SATURDAY = 5

test('[FT1] a night that begins on Friday ends on Saturday morning, and Friday morning is none of it', () => {
  const at = (weekday: number, hour: number, minute = 0) =>
    isQuiet(nights, { weekday, minute: hour * 60 + minute })
  assert.deepEqual(
    [at(FRIDAY, 21, 59), at(FRIDAY, 22), at(SATURDAY, 6, 59), at(SATURDAY, 7)],
    [...[false, true, true, false]],
  )
  assert.deepEqual([at(FRIDAY, 3), at(SATURDAY, 23)], [false, false])
})

test('[FT1] no hours, a whole day, and more than twelve hours are refused; twelve are not', () => {
  const fault = (from: string, to: string) => quietHoursFault({ ...nights, from, to })?.path
  assert.equal(fault('22:00', '22:00'), 'to')
  assert.equal(fault('22:00', '10:01'), 'to')
  assert.equal(fault('22:00', '10:00'), undefined)
  assert.equal(fault('07:00', '22:00'), 'to')
  assert.equal(fault('12:00', '13:00'), undefined)
})

test('days are kept once each, in the order of the week', () => {
  const given: QuietHours = { ...nights, days: ['sun', 'mon', 'sun'] }
  assert.deepEqual(tidyQuietHours(given, 'Europe/Berlin'), {
    ...{ days: ['mon', 'sun'], from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
  })
})
