// Why an approval does not become a login.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { DeviceId } from '@countersign/protocol'
import { refuseApprover, whyNotRedeemed } from '@countersign/server/core/redemption'
import { challengeRecord, idOf } from '../support/core-records.js'

const deviceId = idOf<DeviceId>(9)

test('an app that comes too early, too late, or again hears which it was', () => {
  const record = challengeRecord({ decidedAtMs: 5000 })
  assert.deepEqual(whyNotRedeemed(record, { state: 'pending', expiresAtMs: 91_000 }, 60_000, 6000), {
    reason: 'challenge_not_approved',
    state: 'pending',
  })
  assert.deepEqual(whyNotRedeemed(record, { state: 'expired' }, 60_000, 92_000), {
    reason: 'challenge_expired',
    expiresAtMs: 91_000,
    nowMs: 92_000,
  })
  assert.deepEqual(whyNotRedeemed(record, { state: 'lapsed' }, 60_000, 65_000), {
    reason: 'challenge_expired',
    expiresAtMs: 65_000,
    nowMs: 65_000,
  })
  for (const state of ['redeemed', 'denied', 'reported', 'mismatched'] as const) {
    const life = state === 'redeemed' ? { state } : { state, deviceId }
    assert.deepEqual(whyNotRedeemed(record, life, 60_000, 6000), { reason: 'challenge_final', state })
  }
})

test('only a device that is active now may have let someone in', () => {
  assert.equal(refuseApprover({ state: 'active' }), undefined)
  assert.deepEqual(refuseApprover({ state: 'suspended' }), { reason: 'device_suspended' })
  assert.deepEqual(refuseApprover({ state: 'revoked' }), { reason: 'device_revoked' })
  assert.deepEqual(refuseApprover({ state: 'pending_confirm' }), { reason: 'device_not_confirmed' })
})
