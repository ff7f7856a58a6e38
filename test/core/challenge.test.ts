// The life of a challenge, step by step.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { ChallengeStateName, DeviceId } from '@countersign/protocol'
import { challengeState } from '@countersign/protocol'
import type { ChallengeEvent, Life } from '@countersign/server/core/challenge'
import { changeTo, isOpen, lifeOf, recordAfter, transition } from '@countersign/server/core/challenge'
import fc from 'fast-check'
import { challengeRecord, idOf } from '../support/core-records.js'

const deviceId = idOf<DeviceId>(9)
const pending: Life = { state: 'pending', expiresAtMs: 100 }
const approved: Life = { state: 'approved', redeemByMs: 160, deviceId }
const approve: ChallengeEvent = { type: 'approve', deviceId, matches: true, redeemWithinMs: 60 }
const miss: ChallengeEvent = { ...approve, matches: false }

test('[ST2] the right choice approves a pending challenge', () => {
  assert.deepEqual(transition(pending, approve, 50), { state: 'approved', redeemByMs: 110, deviceId })
})

test('[ST3] a wrong choice ends it, and the right one afterwards changes nothing', () => {
  const missed = transition(pending, miss, 50)
  assert.equal(missed.state, 'mismatched')
  assert.equal(transition(missed, approve, 51), missed)
})

test('[ST2] it is alive in its last millisecond, and over at the next', () => {
  assert.equal(transition(pending, approve, 99).state, 'approved')
  assert.equal(transition(pending, approve, 100).state, 'expired')
  assert.equal(transition(pending, miss, 100).state, 'expired')
  assert.equal(transition(pending, { type: 'deny', deviceId }, 100).state, 'expired')
})

test('[ST4] a deny and a report win over approved until it is redeemed', () => {
  assert.equal(transition(approved, { type: 'deny', deviceId }, 120).state, 'denied')
  assert.equal(transition(approved, { type: 'report', deviceId }, 120).state, 'reported')
  const redeemed = transition(approved, { type: 'redeem' }, 120)
  assert.equal(redeemed.state, 'redeemed')
  assert.equal(transition(redeemed, { type: 'deny', deviceId }, 121), redeemed)
})

test('[ST5] an approval is redeemed in its last millisecond, and has lapsed at the next', () => {
  assert.equal(transition(approved, { type: 'redeem' }, 159).state, 'redeemed')
  assert.equal(transition(approved, { type: 'redeem' }, 160).state, 'lapsed')
})

test('nothing redeems a pending challenge, and no app takes an approval back', () => {
  assert.equal(transition(pending, { type: 'redeem' }, 50), pending)
  assert.equal(transition(approved, { type: 'cancel', cause: 'by_app' }, 120), approved)
})

test('a cancelled challenge says why', () => {
  assert.deepEqual(transition(pending, { type: 'cancel', cause: 'raised' }, 50), {
    state: 'cancelled',
    cause: 'raised',
  })
})

test('[ST1] no event changes a final state', () => {
  const finals = fc.constantFrom<Life>(
    { state: 'redeemed' },
    { state: 'lapsed' },
    { state: 'expired' },
    { state: 'denied', deviceId },
    { state: 'reported', deviceId },
    { state: 'mismatched', deviceId },
    { state: 'cancelled', cause: 'by_app' },
  )
  fc.assert(
    fc.property(finals, events(), fc.nat(), (life, event, nowMs) => {
      assert.equal(isOpen(life), false)
      assert.equal(transition(life, event, nowMs), life)
    }),
  )
})

test('[ST2] only an approve with the right choice, in time, from pending, leads to approved', () => {
  fc.assert(
    fc.property(fc.constantFrom(pending, approved), events(), fc.nat(300), (life, event, nowMs) => {
      const next = transition(life, event, nowMs)
      if (next.state !== 'approved' || next === life) return
      assert.equal(life.state, 'pending')
      assert.equal(event.type === 'approve' && event.matches, true)
      assert.ok(nowMs < 100)
    }),
  )
})

test('every stored state reads back as the life it is', () => {
  const answer = { deviceId, body: new Uint8Array(1), signature: new Uint8Array(64), nearby: false }
  for (const state of Object.keys(challengeState) as ChallengeStateName[])
    assert.equal(lifeOf(challengeRecord({ state, answer, decidedAtMs: 5 }), 60).state, state)
})

test('a row that claims an approval without an answer can not be redeemed', () => {
  const life = lifeOf(challengeRecord({ state: 'approved', decidedAtMs: 5 }), 60)
  assert.notEqual(transition(life, { type: 'redeem' }, 6).state, 'redeemed')
})

test('a step is written only on the state it was decided from, and while its time holds', () => {
  const record = challengeRecord()
  const answer = { deviceId, body: new Uint8Array(1), signature: new Uint8Array(64), nearby: false }
  assert.deepEqual(changeTo(record, approved, 2000, answer), {
    id: record.id,
    from: 'pending',
    to: 'approved',
    nowMs: 2000,
    notExpired: true,
    answer,
  })
  assert.equal(changeTo(record, { state: 'expired' }, 91_000).notExpired, false)
  assert.equal(
    changeTo({ ...record, state: 'approved' }, { state: 'denied', deviceId }, 2000).notExpired,
    false,
  )
})

test('the record after a step keeps what the step does not name', () => {
  const record = challengeRecord()
  const after = recordAfter(record, changeTo(record, { state: 'cancelled', cause: 'raised' }, 2000))
  assert.deepEqual(after, { ...record, state: 'cancelled', cause: 'raised', decidedAtMs: 2000 })
})

function events(): fc.Arbitrary<ChallengeEvent> {
  return fc.oneof(
    fc
      .boolean()
      .map((matches): ChallengeEvent => ({ type: 'approve', deviceId, matches, redeemWithinMs: 60 })),
    fc.constantFrom<ChallengeEvent>(
      { type: 'deny', deviceId },
      { type: 'report', deviceId },
      { type: 'redeem' },
      { type: 'cancel', cause: 'by_app' },
      { type: 'cancel', cause: 'raised' },
      { type: 'tick' },
    ),
  )
}
