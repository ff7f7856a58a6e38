// Hours of some days: what lies in them, over midnight and over the end of the week.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { PolicyTime } from '@countersign/protocol/admin'
import type { LocalTime } from '@countersign/server/core/policy-times'
import {
  hoursOf,
  isWithin,
  MINUTES_OF_A_WEEK,
  minuteOfWeek,
  turningMinutes,
} from '@countersign/server/core/policy-times'
import fc from 'fast-check'

const MON = 0
const FRI = 4
const SAT = 5
const SUN = 6

const rows: readonly (readonly [hours: string, day: number, clock: string, within: boolean])[] = [
  ['mon,fri 08:00-17:00', MON, '07:59', false],
  ['mon,fri 08:00-17:00', MON, '08:00', true],
  ['mon,fri 08:00-17:00', MON, '16:59', true],
  ['mon,fri 08:00-17:00', MON, '17:00', false],
  ['mon,fri 08:00-17:00', SAT, '12:00', false],
  ['mon 00:00-24:00', MON, '00:00', true],
  ['mon 00:00-24:00', MON, '23:59', true],
  ['mon 00:00-24:00', 1, '00:00', false],
  ['fri 22:00-06:00', FRI, '21:59', false],
  ['fri 22:00-06:00', FRI, '22:00', true],
  ['fri 22:00-06:00', SAT, '05:59', true],
  ['fri 22:00-06:00', SAT, '06:00', false],
  ['fri 22:00-06:00', FRI, '05:59', false],
  ['fri 22:00-06:00', SAT, '22:00', false],
  ['sun 22:00-06:00', MON, '05:59', true],
  ['sun 22:00-06:00', SUN, '05:59', false],
  ['fri 08:00-08:00', FRI, '08:00', true],
  ['fri 08:00-08:00', SAT, '07:59', true],
  ['fri 08:00-08:00', SAT, '08:00', false],
  ['fri 08:00-00:00', FRI, '23:59', true],
  ['fri 08:00-00:00', SAT, '00:00', false],
]
for (const [hours, day, clock, within] of rows)
  test(`${hours}: day ${day} at ${clock} is ${within ? 'within' : 'outside'}`, () =>
    assert.equal(isWithin(hoursOf(timeOf(hours)), local(day, clock)), within))

test('within and outside change only at the turning minutes', () => {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
  const clock = fc.nat(1439).map(clockText)
  fc.assert(
    fc.property(fc.subarray([...days], { minLength: 1 }), clock, clock, (some, from, to) => {
      const hours = hoursOf({ days: some, from, to, timeZone: 'UTC' })
      const at = (minute: number): boolean =>
        isWithin(hours, { weekday: Math.floor(minute / 1440) % 7, minute: minute % 1440 })
      const turns = new Set(turningMinutes(hours))
      for (let minute = 0; minute < MINUTES_OF_A_WEEK; minute++)
        if (at(minute) !== at((minute + MINUTES_OF_A_WEEK - 1) % MINUTES_OF_A_WEEK))
          assert.ok(turns.has(minute))
    }),
    { numRuns: 50 },
  )
})

test('the minute of the week counts from Monday', () => {
  assert.equal(minuteOfWeek(local(MON, '00:00')), 0)
  assert.equal(minuteOfWeek(local(SUN, '23:59')), MINUTES_OF_A_WEEK - 1)
})

/** `mon,fri 08:00-17:00` */
function timeOf(text: string): PolicyTime {
  const [days = '', clocks = ''] = text.split(' ')
  const [from = '', to = ''] = clocks.split('-')
  // Sound: the rows above name days as the contract does.
  return { days: days.split(',') as PolicyTime['days'], from, to, timeZone: 'UTC' }
}

function local(weekday: number, clock: string): LocalTime {
  return { weekday, minute: Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) }
}

function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
