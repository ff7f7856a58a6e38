// Where a challenge is, as its page may know it.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { DeviceId } from '@countersign/protocol'
import { statusAt } from '@countersign/server/core/status'
import { challengeRecord, idOf } from '../support/core-records.js'

test('a request that rings is sent, one that waits is waiting, one that a phone shows is on the phone', () => {
  assert.equal(statusAt(challengeRecord(), false, 2000, 60_000).progress, 'sent')
  assert.equal(statusAt(challengeRecord({ pushed: false }), false, 2000, 60_000).progress, 'waiting')
  assert.equal(statusAt(challengeRecord(), true, 2000, 60_000).progress, 'on_phone')
})

test('time counts also before it is written: expired and lapsed are told to the millisecond', () => {
  assert.equal(statusAt(challengeRecord(), false, 90_999, 60_000).state, 'pending')
  assert.equal(statusAt(challengeRecord(), false, 91_000, 60_000).state, 'expired')
  const answer = {
    deviceId: idOf<DeviceId>(9),
    body: new Uint8Array(1),
    signature: new Uint8Array(64),
    nearby: false,
  }
  const approved = challengeRecord({ state: 'approved', decidedAtMs: 5000, answer })
  assert.equal(statusAt(approved, false, 64_999, 60_000).state, 'approved')
  assert.equal(statusAt(approved, false, 65_000, 60_000).state, 'lapsed')
})

test('[AP3] the status holds the state, the progress, the cause and two times, and nothing else', () => {
  const keys = Object.keys(statusAt(challengeRecord(), false, 2000, 60_000)).sort()
  assert.deepEqual(keys, ['cause', 'expiresAtMs', 'nowMs', 'progress', 'state'])
})
