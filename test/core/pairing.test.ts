// What a ticket is good for at a time, and how many devices fit.
import assert from 'node:assert/strict'
import test from 'node:test'
import { devicesHeld, hasRoomForDevice, ticketStateAt, whyNot } from '@countersign/server/core/pairing'

test('[PA3] an open ticket is good in its last millisecond, and expired at the next', () => {
  const ticket = { state: 'open', expiresAtMs: 100 } as const
  assert.equal(ticketStateAt(ticket, 99), 'open')
  assert.equal(ticketStateAt(ticket, 100), 'expired')
})

test('a ticket accepted at the last moment leaves ten minutes to compare and confirm', () => {
  const ticket = { state: 'accepted', expiresAtMs: 100 } as const
  assert.equal(ticketStateAt(ticket, 100 + 600_000 - 1), 'accepted')
  assert.equal(ticketStateAt(ticket, 100 + 600_000), 'expired')
})

test('a confirmed and a withdrawn ticket stay what they are', () => {
  assert.equal(ticketStateAt({ state: 'confirmed', expiresAtMs: 0 }, 1), 'confirmed')
  assert.equal(ticketStateAt({ state: 'withdrawn', expiresAtMs: 0 }, 1), 'withdrawn')
  assert.equal(whyNot('confirmed'), 'spent')
  assert.equal(whyNot('expired'), 'expired')
})

test('ten devices fit an account; revoked ones do not count', () => {
  const nine = Array.from({ length: 9 }, () => ({ state: 'active' }) as const)
  const revoked = { state: 'revoked' } as const
  assert.equal(hasRoomForDevice([...nine, revoked]), true)
  assert.equal(hasRoomForDevice([...nine, { state: 'pending_confirm' }]), false)
  assert.equal(devicesHeld([...nine, revoked]), 9)
})
