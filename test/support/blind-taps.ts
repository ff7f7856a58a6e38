// What a person who taps without looking gives away, by profile: the real planner and the real guard, walked for a week of an attack.
import type { AppId } from '@countersign/protocol'
import type { DecidedSettings, Profile } from '@countersign/protocol/admin'
import { profileSettings } from '@countersign/server/core/policies'
import { leastMatch, planRequest, symbolsFor } from '@countersign/server/core/policy'
import type { BrowserKnown, Guard } from '@countersign/server/core/records'
import { guardAfter, suspends } from '@countersign/server/core/throttle'
import { guardOf, idOf } from './core-records.js'
import { usualSettings } from './policies.js'

export interface Attack {
  readonly profile: Profile
  /** What the server thinks of the attacker's browser: `undetermined` at an app that knows nothing of browsers. */
  readonly browser: Exclude<BrowserKnown, 'known'>
  /** `pressing`: a new login as soon as the last is over. `patient`: none while the account is asked for codes. */
  readonly attacker: 'pressing' | 'patient'
}

/** One ring, and how likely a blind answer to it lets the attacker in. */
export interface Tap {
  readonly atMs: number
  readonly chance: number
}

const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
export const WEEK_MS = 7 * DAY_MS
/** A login page, a ring, an answer. */
const TRY_MS = 30_000
/** The owner logs in as well, which gives the budgets back: else the attack would end by itself. */
const OWNER_EVERY_MS = 4 * HOUR_MS
const requester = { address: '203.0.113.9', browser: 'Firefox on Windows' }
const appId = idOf<AppId>(1)

/**
 * Every ring of a week in which nothing lets the attacker in, who knows the password: the person answers each without looking, and never
 * denies. It ends early when the phone may only deny (five wrong in a row).
 */
export function tapsOf({ profile, browser, attacker }: Attack): readonly Tap[] {
  const settings: DecidedSettings = { ...usualSettings, ...profileSettings[profile] }
  const taps: Tap[] = []
  let guard: Guard = guardOf()
  let ownerAtMs = OWNER_EVERY_MS
  for (let nowMs = 0; nowMs < WEEK_MS; nowMs += TRY_MS) {
    if (nowMs >= ownerAtMs) {
      guard = guardAfter(
        guard,
        { state: 'approved', pool: 'app', appId, requester, createdAtMs: nowMs },
        nowMs,
      )
      ownerAtMs += OWNER_EVERY_MS
    }
    const request = {
      appId,
      pool: 'app',
      requester,
      sameDevice: false,
      mayScan: false,
      mayRing: true,
    } as const
    const plan = planRequest({ ...request, atLeast: leastMatch(settings, browser) }, [], guard, nowMs)
    if (plan.kind !== 'ask') throw new Error('one browser, one request: it is always asked')
    const isWorthIt =
      attacker === 'pressing' || plan.mode === 'symbol' || leastMatch(settings, browser) !== 'symbol'
    if (!plan.pushed || !isWorthIt) continue
    taps.push({ atMs: nowMs, chance: chanceOf(plan.mode, symbolsFor(settings, browser)) })
    guard = guardAfter(
      plan.guard,
      { state: 'mismatched', pool: 'app', appId, requester, createdAtMs: nowMs },
      nowMs,
    )
    if (suspends(guard)) break
  }
  return taps
}

/** How likely at least one of the taps before `untilMs` lets in. */
export function chanceBefore(taps: readonly Tap[], untilMs: number): number {
  return 1 - taps.filter(({ atMs }) => atMs < untilMs).reduce((none, { chance }) => none * (1 - chance), 1)
}

/** A QR code is scanned from a page that the person does not see: there is nothing to answer blindly. */
function chanceOf(mode: 'symbol' | 'code' | 'qr' | 'link', symbols: number): number {
  if (mode === 'symbol') return 1 / symbols
  return mode === 'code' ? 1e-6 : 0
}
