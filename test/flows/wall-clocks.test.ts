// Wall clocks: time zones, changes of the clocks, and the moments at which policies' hours turn.
import assert from 'node:assert/strict'
import test from 'node:test'
import { hoursOf, isWithin } from '@countersign/server/core/policy-times'
import { momentsAhead } from '@countersign/server/flows/moments-ahead'
import { isTimeZone, utcAt, wallClocks } from '@countersign/server/flows/wall-clocks'
import fc from 'fast-check'

const clocks = wallClocks()
const MONDAY = 0
const SUNDAY = 6

const rows: readonly (readonly [zone: string, instant: string, weekday: number, clock: string])[] = [
  ['UTC', '2026-11-23T00:00:00Z', MONDAY, '00:00'],
  ['UTC', '2026-11-22T23:59:59.999Z', SUNDAY, '23:59'],
  ['Europe/Berlin', '2026-11-22T23:00:00Z', MONDAY, '00:00'],
  ['America/New_York', '2026-11-23T04:59:00Z', SUNDAY, '23:59'],
  ['Asia/Kathmandu', '2026-11-22T18:15:00Z', MONDAY, '00:00'],
  ['Pacific/Kiritimati', '2026-11-22T10:00:00Z', MONDAY, '00:00'],
  // The night in which summer time begins has no hour from two to three, that in which it ends has it twice.
  ['Europe/Berlin', '2027-03-28T00:59:00Z', SUNDAY, '01:59'],
  ['Europe/Berlin', '2027-03-28T01:00:00Z', SUNDAY, '03:00'],
  ['Europe/Berlin', '2026-10-25T00:30:00Z', SUNDAY, '02:30'],
  ['Europe/Berlin', '2026-10-25T01:30:00Z', SUNDAY, '02:30'],
  // Half an hour of summer time, at the other end of the year.
  ['Australia/Lord_Howe', '2026-10-03T15:29:00Z', SUNDAY, '01:59'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', SUNDAY, '02:30'],
]
for (const [zone, instant, weekday, clock] of rows)
  test(`${zone} shows ${clock} at ${instant}`, () => {
    const atMs = Date.parse(instant)
    const minute = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
    assert.deepEqual(clocks.at([zone], atMs).get(zone), { weekday, minute })
  })

test('UTC by arithmetic is UTC by the calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (atMs) =>
      assert.deepEqual(utcAt(atMs), clocks.at(['UTC'], atMs).get('UTC')),
    ),
  )
})

test('a time zone is a name that this machine knows', () => {
  assert.deepEqual(['UTC', 'Europe/Berlin', 'America/Argentina/Ushuaia'].map(isTimeZone), [true, true, true])
  assert.deepEqual(['', 'Europe/Bielefeld', '+01:00', '-05', 'constructor', ' UTC'].map(isTimeZone), [
    false,
    false,
    false,
    false,
    false,
    false,
  ])
})

test('a clock of an unknown zone is refused loudly', () => {
  assert.throws(() => clocks.at(['Mars/Olympus'], 0), RangeError)
})

test('hours in the hour that a change of the clocks skips do not happen that night, and twice in the one it repeats', () => {
  const hours = hoursOf({ days: ['sun'], from: '02:15', to: '02:45', timeZone: 'Europe/Berlin' })
  const minutesWithin = (day: string): number => {
    const from = Date.parse(`${day}T00:00:00+02:00`)
    const minutes = Array.from({ length: 300 }, (_, minute) => from + minute * 60_000)
    return minutes.filter((atMs) => {
      const clock = clocks.at(['Europe/Berlin'], atMs).get('Europe/Berlin')
      return clock !== undefined && isWithin(hours, clock)
    }).length
  }
  assert.equal(minutesWithin('2027-03-28'), 0)
  assert.equal(minutesWithin('2026-10-25'), 60)
  assert.equal(minutesWithin('2026-11-01'), 30)
})

test('without hours there is one moment: now', () => {
  assert.deepEqual(momentsAhead([], clocks, 1234), [{ atMs: 1234, clocks: new Map() }])
})

test('the clocks of a moment ahead are those that the zone will show then', () => {
  const hours = ['Europe/Berlin', 'America/New_York'].map((timeZone) =>
    hoursOf({ days: ['sat', 'sun'], from: '01:30', to: '04:00', timeZone }),
  )
  const moments = momentsAhead(hours, clocks, Date.parse('2026-10-01T12:34:56Z'))
  assert.ok(moments.length > 40)
  for (const moment of moments)
    assert.deepEqual(moment.clocks, clocks.at(['Europe/Berlin', 'America/New_York'], moment.atMs))
})

test('a window that opens only while two zones are unusually far apart is found', () => {
  // Berlin ends its summer a week before New York: only then is it five hours ahead and not six.
  const newYork = hoursOf({ days: ['mon'], from: '12:00', to: '12:01', timeZone: 'America/New_York' })
  const berlin = hoursOf({ days: ['mon'], from: '17:00', to: '17:01', timeZone: 'Europe/Berlin' })
  const both = momentsAhead([newYork, berlin], clocks, Date.parse('2026-06-01T00:00:00Z')).filter(
    ({ clocks: at }) =>
      [newYork, berlin].every((hours) => {
        const clock = at.get(hours.timeZone)
        return clock !== undefined && isWithin(hours, clock)
      }),
  )
  const times = both.map(({ atMs }) => new Date(atMs).toISOString())
  assert.deepEqual(times, ['2026-10-26T16:00:00.000Z', '2027-03-15T16:00:00.000Z'])
})
