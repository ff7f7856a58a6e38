// What wants an admin's look: each alert from its own facts, and none from a server that is well.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { OverviewFacts } from '@countersign/server/core/alerts'
import { alertsOf } from '@countersign/server/core/alerts'

const NOW = 1_795_000_000_000
const MINUTE = 60_000
const DAY = 86_400_000

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
const well: OverviewFacts = {
  nowMs: NOW,
  day: { ...none, redeemed: 100, denied: 2 },
  disowned: 0,
  stopped: 0,
  harassed: 0,
  census: {
    accounts: { total: 10, suspended: 1, withoutDevice: 3 },
    devices: { active: 9, suspended: 0 },
  },
  outgoing: { dead: 0 },
  audit: { checkedAtMs: NOW - DAY, ok: true },
  auditEnd: 5_000,
  oldestUnsealedMs: NOW - 400,
  lastKeyEndsMs: NOW + 30 * DAY,
  lastBackupMs: NOW - DAY,
  owners: 2,
  fabric: 'up',
}

const kinds = (over: Partial<OverviewFacts>): readonly string[] =>
  alertsOf({ ...well, ...over }).map(({ level, kind }) => `${level} ${kind}`)

test('a server that is well raises none', () => {
  assert.deepEqual(kinds({}), [])
})

const cases: readonly (readonly [string, Partial<OverviewFacts>, string])[] = [
  ['a reported login', { day: { ...well.day, reported: 1 } }, 'danger logins_reported'],
  ['an account that its owner stopped', { stopped: 1 }, 'danger accounts_stopped'],
  ['an account that somebody keeps asking for', { harassed: 1 }, 'danger login_harassment'],
  ['a login that was disowned at /me', { disowned: 1 }, 'danger logins_disowned'],
  [
    'a phone that may only deny',
    { census: { ...well.census, devices: { active: 9, suspended: 1 } } },
    'warning devices_suspended',
  ],
  ['a Redis that is away', { fabric: 'down' }, 'warning fabric_down'],
  ['a dead letter', { outgoing: { dead: 1 } }, 'warning outgoing_dead'],
  ['a broken audit', { audit: { checkedAtMs: NOW, ok: false } }, 'danger audit_broken'],
  [
    'an entry that waits for more than a minute',
    { oldestUnsealedMs: NOW - MINUTE - 1 },
    'danger audit_not_sealed',
  ],
  [
    'an audit that nobody verified for a week',
    { audit: { checkedAtMs: NOW - 7 * DAY - 1, ok: true } },
    'info audit_not_verified',
  ],
  ['a last key that ends in three days', { lastKeyEndsMs: NOW + 3 * DAY - 1 }, 'danger key_expiring'],
  ['no backup', { lastBackupMs: 0 }, 'info backup_missing'],
  ['a backup older than a week', { lastBackupMs: NOW - 7 * DAY - 1 }, 'warning backup_old'],
  ['a single owner', { owners: 1 }, 'info one_owner'],
]
for (const [what, over, expected] of cases)
  test(`${what} raises "${expected}"`, () => assert.deepEqual(kinds(over), [expected]))

test('a server with few entries need not be verified', () => {
  assert.deepEqual(kinds({ auditEnd: 999, audit: { checkedAtMs: 0, ok: true } }), [])
})

test('the worst comes first', () => {
  assert.deepEqual(kinds({ lastBackupMs: 0, outgoing: { dead: 2 }, day: { ...well.day, reported: 3 } }), [
    'danger logins_reported',
    'warning outgoing_dead',
    'info backup_missing',
  ])
})
