// A request by a login page that can show a QR code, or by one that cannot where nothing weaker will do.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AppId, ChallengeId } from '@countersign/protocol'
import { drawScanMatch } from '@countersign/server/core/match'
import type { Request } from '@countersign/server/core/policy'
import { planRequest, strongest } from '@countersign/server/core/policy'
import type { ChallengeRecord, Guard } from '@countersign/server/core/records'
import { guardAfter } from '@countersign/server/core/throttle'
import { challengeRecord, guardOf, idOf } from '../support/core-records.js'

const NOW = 5_000
const OWNER = { address: '192.0.2.1', browser: 'Chrome' }
const STRANGER = { address: '203.0.113.9', browser: 'Chrome' }
const appId = idOf<AppId>(1)
const wish: Request = {
  appId,
  pool: 'app',
  requester: OWNER,
  atLeast: 'symbol',
  sameDevice: false,
  mayScan: true,
  mayRing: true,
}

test('[QR1] a page that shows no QR code gets none, and where one is asked for it gets nothing weaker', () => {
  assert.equal(modeOf({ ...wish, atLeast: 'qr' }), 'qr')
  assert.equal(modeOf({ ...wish, atLeast: 'qr', mayScan: false }), 'cannotScan')
  for (const atLeast of ['symbol', 'code'] as const)
    assert.equal(modeOf({ ...wish, atLeast, mayScan: false, mayRing: false }), atLeast)
})

test('[QR2] what does not ring is scanned where that can be; what rings keeps its mode', () => {
  assert.equal(modeOf(wish), 'symbol')
  assert.equal(modeOf({ ...wish, mayRing: false }), 'qr')
  assert.equal(modeOf({ ...wish, mayRing: false, atLeast: 'code' }), 'qr')
  const spent = guardOf({ pushTimesMs: [NOW - 3, NOW - 2, NOW - 1] })
  assert.equal(modeOf(wish, [], spent), 'qr')
  assert.equal(modeOf({ ...wish, mayScan: false }, [], spent), 'symbol')
})

test('[LI3] after a wrong pick, a denied or a reported request a QR code stays one, and access passes become codes', () => {
  for (const state of ['mismatched', 'denied', 'reported'] as const) {
    const guard = guardAfter(
      guardOf(),
      { state, pool: 'app', appId, requester: STRANGER, createdAtMs: NOW },
      NOW,
    )
    assert.equal(modeOf(wish, [], guard), 'code', state)
    assert.equal(modeOf({ ...wish, atLeast: 'qr' }, [], guard), 'qr', state)
    assert.equal(modeOf({ ...wish, mayRing: false }, [], guard), 'qr', state)
  }
})

test('[LI3] a wrong secret leaves the same doubt as a wrong pick', () => {
  const scanned = { state: 'mismatched', pool: 'app', appId, requester: OWNER, createdAtMs: NOW } as const
  assert.deepEqual(
    [
      guardAfter(guardOf(), scanned, NOW).consecutiveWrong,
      modeOf(wish, [], guardAfter(guardOf(), scanned, NOW)),
    ],
    [1, 'code'],
  )
})

test('[LI4] a second browser raises access passes and leaves a QR code alone', () => {
  const symbol = open(1, { requester: STRANGER })
  const scan = open(2, { requester: STRANGER, mode: 'qr', options: [], pushed: false })
  const plan = planRequest(wish, [symbol, scan], guardOf(), NOW)
  assert.ok(plan.kind === 'ask')
  assert.equal(plan.mode, 'code')
  assert.deepEqual(
    plan.ends.map(({ challenge, cause }) => [challenge.id, cause]),
    [[symbol.id, 'raised']],
  )
  assert.deepEqual(plan.beside, [scan])
})

test('[LI4] a second browser’s own request is a code, or the QR code that was asked for', () => {
  const symbol = [open(1, { requester: STRANGER })]
  assert.equal(modeOf(wish, symbol), 'code')
  assert.equal(modeOf({ ...wish, atLeast: 'qr' }, symbol), 'qr')
})

test('[LI4] [TX1] a payment in a second browser raises as a login does', () => {
  const payment = open(1, { requester: STRANGER, purpose: 'transaction' })
  const plan = planRequest(wish, [payment], guardOf(), NOW)
  assert.ok(plan.kind === 'ask')
  assert.deepEqual(
    plan.ends.map(({ cause }) => cause),
    ['raised'],
  )
})

test('[PL5] of several demands the strongest holds', () => {
  assert.equal(strongest(['symbol', 'code']), 'code')
  assert.equal(strongest(['qr', 'code', 'symbol']), 'qr')
  assert.equal(strongest(['symbol']), 'symbol')
  assert.equal(strongest([]), 'symbol')
})

test('[QR1] 128 bits go to the page, and nothing to pick to the phone', () => {
  const match = drawScanMatch(new Uint8Array(16).fill(9))
  assert.deepEqual(match, { shown: { mode: 'qr', secret: 'CQkJCQkJCQkJCQkJCQkJCQ' }, options: [] })
})

function modeOf(request: Request, others: readonly ChallengeRecord[] = [], guard: Guard = guardOf()): string {
  const plan = planRequest(request, others, guard, NOW)
  return plan.kind === 'ask' ? plan.mode : plan.kind
}

function open(n: number, over: Partial<ChallengeRecord>): ChallengeRecord {
  return challengeRecord({ id: idOf<ChallengeId>(n), ...over })
}
