// Who may answer, before anyone looks at what was chosen.
import assert from 'node:assert/strict'
import test from 'node:test'
import { refuseDecision, refuseSpeaker, statesThatMay } from '@countersign/server/core/answer'

test('[AN4] a device that waits for its confirmation, or was revoked, can answer nothing', () => {
  assert.deepEqual(refuseSpeaker({ state: 'pending_confirm' }), { reason: 'device_not_confirmed' })
  assert.deepEqual(refuseSpeaker({ state: 'revoked' }), { reason: 'device_revoked' })
  assert.equal(refuseSpeaker({ state: 'active' }), undefined)
  assert.equal(refuseSpeaker({ state: 'suspended' }), undefined)
})

test('[AN4] a suspended device can deny and report, and can not approve', () => {
  const device = { state: 'suspended', counter: 4 } as const
  assert.deepEqual(refuseDecision(device, 'approve', 5), { reason: 'device_suspended' })
  assert.equal(refuseDecision(device, 'deny', 5), undefined)
  assert.equal(refuseDecision(device, 'report', 5), undefined)
  assert.deepEqual(statesThatMay('approve'), ['active'])
})

test('[AN2] the counter must exceed the stored one', () => {
  const device = { state: 'active', counter: 4 } as const
  assert.equal(refuseDecision(device, 'approve', 5), undefined)
  assert.deepEqual(refuseDecision(device, 'approve', 4), { reason: 'counter_replayed', counter: 4 })
  assert.deepEqual(refuseDecision(device, 'deny', 3), { reason: 'counter_replayed', counter: 3 })
})
