// The moments at which the hours of policies turn, for a year ahead: between two of them every policy says the same.
import type { Moment } from '../core/lock-outs.js'
import type { Hours, LocalTime } from '../core/policy-times.js'
import { MINUTES_OF_A_DAY, MINUTES_OF_A_WEEK, minuteOfWeek, turningMinutes } from '../core/policy-times.js'
import type { WallClocks } from './wall-clocks.js'
import { utcAt } from './wall-clocks.js'

/** A year holds every change of the clocks that recurs. */
const LOOK_AHEAD_MS = 366 * 86_400_000
/** No zone changes its clocks twice within this time. */
const STEP_MS = 6 * 3_600_000
const MINUTE_MS = 60_000

/**
 * One moment for each stretch of time in which all the hours stay as they are, beginning with now.
 *
 * While no zone changes its clocks, everything repeats week by week: so of each run between two such changes the first week is
 * looked at, and the run's own beginning, which may fall into the midst of any hours.
 */
export function momentsAhead(
  hours: readonly Hours[],
  clocks: WallClocks,
  nowMs: number,
  lookAheadMs: number = LOOK_AHEAD_MS,
): readonly Moment[] {
  const zones = [...new Set(hours.map(({ timeZone }) => timeZone))]
  if (zones.length === 0) return [{ atMs: nowMs, clocks: new Map() }]
  const startMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS
  return runsOf(zones, clocks, startMs, startMs + lookAheadMs).flatMap((run) => momentsOf(run, hours))
}

/** A stretch of time in which no zone changes its clocks. */
interface Run {
  readonly startMs: number
  readonly endMs: number
  /** Minutes by which each zone is ahead of UTC, within a week. */
  readonly ahead: ReadonlyMap<string, number>
}

function runsOf(
  zones: readonly string[],
  clocks: WallClocks,
  startMs: number,
  endMs: number,
): readonly Run[] {
  const aheadAt = (atMs: number): ReadonlyMap<string, number> => aheadOf(clocks.at(zones, atMs), atMs)
  const runs: Run[] = []
  let run = { startMs, ahead: aheadAt(startMs) }
  for (let at = startMs; at < endMs; at += STEP_MS) {
    const next = Math.min(at + STEP_MS, endMs)
    if (isSame(run.ahead, aheadAt(next))) continue
    const { ahead } = run
    const changeMs = firstWhere(at, next, (ms) => !isSame(ahead, aheadAt(ms)))
    runs.push({ ...run, endMs: changeMs })
    run = { startMs: changeMs, ahead: aheadAt(changeMs) }
  }
  return [...runs, { ...run, endMs }]
}

/** To the minute, by halving. */
function firstWhere(notMs: number, yesMs: number, holds: (ms: number) => boolean): number {
  let [no, yes] = [notMs, yesMs]
  while (yes - no > MINUTE_MS) {
    const middle = no + Math.floor((yes - no) / 2 / MINUTE_MS) * MINUTE_MS
    if (holds(middle)) yes = middle
    else no = middle
  }
  return yes
}

function momentsOf({ startMs, endMs, ahead }: Run, hours: readonly Hours[]): readonly Moment[] {
  const start = minuteOfWeek(utcAt(startMs))
  const turns = hours.flatMap((each) =>
    turningMinutes(each).map((minute) => inWeek(minute - (ahead.get(each.timeZone) ?? 0) - start)),
  )
  return [...new Set([0, ...turns])]
    .sort((a, b) => a - b)
    .filter((minutes) => startMs + minutes * MINUTE_MS < endMs)
    .map((minutes) => ({
      atMs: startMs + minutes * MINUTE_MS,
      clocks: new Map([...ahead].map(([zone, by]) => [zone, localTime(inWeek(start + minutes + by))])),
    }))
}

function aheadOf(clocks: ReadonlyMap<string, LocalTime>, atMs: number): ReadonlyMap<string, number> {
  const utc = minuteOfWeek(utcAt(atMs))
  return new Map([...clocks].map(([zone, clock]) => [zone, inWeek(minuteOfWeek(clock) - utc)]))
}

function isSame(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return [...a].every(([zone, minutes]) => b.get(zone) === minutes)
}

function localTime(minuteOfTheWeek: number): LocalTime {
  return {
    weekday: Math.floor(minuteOfTheWeek / MINUTES_OF_A_DAY),
    minute: minuteOfTheWeek % MINUTES_OF_A_DAY,
  }
}

function inWeek(minutes: number): number {
  return ((minutes % MINUTES_OF_A_WEEK) + MINUTES_OF_A_WEEK) % MINUTES_OF_A_WEEK
}
