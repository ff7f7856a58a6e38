// What holds an account back, as an admin is told, and what forgiving leaves of it.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AppId, DeviceId } from '@countersign/protocol'
import { transition } from '@countersign/server/core/challenge'
import { clearedGuard, lockOf } from '@countersign/server/core/throttle'
import { guardOf, idOf } from '../support/core-records.js'

const NOW_MS = 1_000_000_000

test('nothing that happened is no lock', () => {
  assert.deepEqual(lockOf(guardOf(), NOW_MS), {
    ...{ wrongPicks: 0, codeOnlyUntilMs: null, unansweredPushes: 0, reportedAddresses: 0, locked: false },
    ...{ unapprovedRequests: 0, deniedRequests: 0, harassedAtMs: null },
  })
})

test('each thing that holds an account back is told, as long as it does', () => {
  const guard = guardOf({
    consecutiveWrong: 2,
    codeUntilMs: NOW_MS + 1,
    pushTimesMs: [NOW_MS - 1],
    idFirstPushTimesMs: [NOW_MS - 2, 5],
    unapprovedTimesMs: [5, NOW_MS - 3, NOW_MS - 1],
    deniedTimesMs: [5, NOW_MS - 1],
    harassedAtMs: NOW_MS - 9,
    reported: [
      { appId: idOf<AppId>(1), address: '192.0.2.1', untilMs: NOW_MS + 1 },
      { appId: idOf<AppId>(1), address: '192.0.2.2', untilMs: NOW_MS },
    ],
  })
  assert.deepEqual(lockOf(guard, NOW_MS), {
    ...{
      wrongPicks: 2,
      codeOnlyUntilMs: NOW_MS + 1,
      unansweredPushes: 2,
      reportedAddresses: 1,
      unapprovedRequests: 2,
      deniedRequests: 1,
      harassedAtMs: NOW_MS - 9,
      locked: true,
    },
  })
  assert.equal(lockOf(guardOf({ codeUntilMs: NOW_MS }), NOW_MS).locked, false)
})

test('forgiving leaves the revision, which is the account’s lock, and nothing else', () => {
  const guard = guardOf({ consecutiveWrong: 5, codeUntilMs: NOW_MS + 9, pushTimesMs: [1], revision: 17 })
  assert.deepEqual(clearedGuard(guard), guardOf({ revision: 17 }))
})

test('[ST7] barring ends what waits and what was approved; time comes first, and what is over stays over', () => {
  const deviceId = idOf<DeviceId>(1)
  const cancelled = { state: 'cancelled', cause: 'none' }
  const bar = { type: 'bar' } as const
  assert.deepEqual(transition({ state: 'pending', expiresAtMs: NOW_MS + 1 }, bar, NOW_MS), cancelled)
  assert.deepEqual(
    transition({ state: 'approved', redeemByMs: NOW_MS + 1, deviceId }, bar, NOW_MS),
    cancelled,
  )
  assert.deepEqual(transition({ state: 'pending', expiresAtMs: NOW_MS }, bar, NOW_MS), { state: 'expired' })
  assert.deepEqual(transition({ state: 'approved', redeemByMs: NOW_MS, deviceId }, bar, NOW_MS), {
    state: 'lapsed',
  })
  for (const life of [{ state: 'redeemed' }, { state: 'denied', deviceId }] as const)
    assert.equal(transition(life, bar, NOW_MS), life)
})
