// Whether a login, or the app that made the account, leads to the set-up, as tables; and that putting it off ends.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { Enrolling, Kept } from '@countersign/server/core/set-up'
import { laterUntilMs, leadsFromEnrolment, leadsToSetUp } from '@countersign/server/core/set-up'
import type { Person } from '@countersign/server/core/waiver'
import { usualSettings } from '../support/policies.js'

const NEW: Person = {
  state: 'active',
  pairedDevices: 0,
  activeTotps: 0,
  activePasskeys: 0,
  secondFactorOffUntilMs: undefined,
}
const AT_LOGIN: DecidedSettings = { ...usualSettings, setUp: 'at_login' }
const NOTHING: Kept = { hasCodes: false, isAdmin: false }
const DAY_MS = 86_400_000

const rows: readonly (readonly [
  title: string,
  led: boolean,
  person?: Partial<Person>,
  terms?: Partial<DecidedSettings>,
  kept?: Partial<Kept>,
])[] = [
  ['somebody without anything, where a login may do it', true],
  ['where people are invited', false, {}, { setUp: 'by_invitation' }],
  ['where a second factor is optional', false, {}, { requirement: 'optional' }],
  ['where none is asked', false, {}, { requirement: 'off' }],
  ['somebody with a phone, active or suspended', false, { pairedDevices: 1 }],
  ['somebody with an app that makes codes', false, { activeTotps: 1 }],
  ['somebody with a code of paper or of the help desk', false, {}, {}, { hasCodes: true }],
  ['an admin', false, {}, {}, { isAdmin: true }],
  ['an ID that nobody has', false, { state: 'unknown' }],
  ['somebody suspended', false, { state: 'suspended' }],
  ['somebody deleted', false, { state: 'deleted' }],
]
for (const [title, led, person, terms, kept] of rows)
  test(`[SU1] ${title}: ${led ? 'is led to the set-up' : 'is not'}`, () =>
    assert.equal(
      leadsToSetUp({ ...AT_LOGIN, ...terms }, { ...NEW, ...person }, { ...NOTHING, ...kept }),
      led,
    ))

test('[SU5] "later" ends with the last millisecond of the grace, which counts from the first offer', () => {
  const terms = { setUpGraceDays: 3 }
  const first = 1_000
  assert.equal(laterUntilMs(terms, first, first), first + 3 * DAY_MS)
  assert.equal(laterUntilMs(terms, first, first + 3 * DAY_MS - 1), first + 3 * DAY_MS)
  assert.equal(laterUntilMs(terms, first, first + 3 * DAY_MS), undefined)
  assert.equal(laterUntilMs({ setUpGraceDays: 0 }, first, first), undefined)
})

const OWN: Enrolling = { mayEnrol: true, isItsOwn: true, isInGroup: false }

const enrolled: readonly (readonly [
  title: string,
  led: boolean,
  enrolling?: Partial<Enrolling>,
  person?: Partial<Person>,
  kept?: Partial<Kept>,
])[] = [
  ['an account that the app made, and that has nothing', true],
  ['one of an app that may not enrol any more', false, { mayEnrol: false }],
  ['one that another app made, or an admin', false, { isItsOwn: false }],
  ['one that somebody has put into a group', false, { isInGroup: true }],
  ['one with a phone, active or suspended', false, {}, { pairedDevices: 1 }],
  ['one with an app that makes codes', false, {}, { activeTotps: 1 }],
  ['one with a code of paper or of the help desk', false, {}, {}, { hasCodes: true }],
  ['one with a role', false, {}, {}, { isAdmin: true }],
  ['one that is suspended', false, {}, { state: 'suspended' }],
  ['one that is deleted', false, {}, { state: 'deleted' }],
]
for (const [title, led, enrolling, person, kept] of enrolled)
  test(`[EN2] ${title}: ${led ? 'is led to the set-up' : 'is not'}`, () =>
    assert.equal(
      leadsFromEnrolment({ ...OWN, ...enrolling }, { ...NEW, ...person }, { ...NOTHING, ...kept }),
      led,
    ))
