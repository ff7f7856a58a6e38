// What becomes of a request: mode, push or pull, what it ends, when it is refused.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AppId, ChallengeId } from '@countersign/protocol'
import type { Plan, Request } from '@countersign/server/core/policy'
import { planRequest } from '@countersign/server/core/policy'
import type { ChallengeRecord, Guard } from '@countersign/server/core/records'
import fc from 'fast-check'
import { challengeRecord, guardOf, idOf } from '../support/core-records.js'

const NOW = 5000
const OWNER = { address: '192.0.2.1', browser: 'Firefox' }
const STRANGER = { address: '203.0.113.9', browser: 'Chrome' }

test('a lone request rings in mode symbol, and is charged', () => {
  const plan = ask(request(), [])
  assert.equal(plan.mode, 'symbol')
  assert.equal(plan.pushed, true)
  assert.deepEqual(plan.ends, [])
  assert.deepEqual(plan.guard.pushTimesMs, [NOW])
})

test('an app can ask for a code, and can not ask for less than the policy', () => {
  assert.equal(ask(request({ atLeast: 'code' }), []).mode, 'code')
  assert.equal(ask(request(), [], guardOf({ codeUntilMs: NOW + 1 })).mode, 'code')
  assert.equal(ask(request(), [], guardOf({ codeUntilMs: NOW })).mode, 'symbol')
})

test('[LI4] a newer request of the same app, address and browser replaces the open one', () => {
  const older = open(1, OWNER)
  const plan = ask(request(), [older])
  assert.deepEqual(plan.ends, [{ challenge: older, cause: 'by_app' }])
  assert.equal(plan.mode, 'symbol')
  assert.deepEqual(plan.beside, [])
})

test('[LI4] a stranger gets a code, and the open symbol request is raised and keeps its charge', () => {
  const owners = open(1, OWNER, { createdAtMs: 4000 })
  const plan = ask(request({ requester: STRANGER }), [owners], guardOf({ pushTimesMs: [4000] }))
  assert.equal(plan.mode, 'code')
  assert.deepEqual(plan.ends, [{ challenge: owners, cause: 'raised' }])
  assert.deepEqual(plan.guard.pushTimesMs, [4000, NOW])
})

test('[LI4] a code request is never ended by a stranger, and the stranger gets a code as well', () => {
  const plan = ask(request({ requester: STRANGER }), [open(1, OWNER, { mode: 'code' })])
  assert.deepEqual(plan.ends, [])
  assert.equal(plan.mode, 'code')
})

test('[CH5] the same browser at another app stays beside, both in mode symbol', () => {
  const elsewhere = open(1, OWNER, { appId: idOf<AppId>(2) })
  const plan = ask(request(), [elsewhere])
  assert.equal(plan.mode, 'symbol')
  assert.deepEqual(plan.ends, [])
  assert.deepEqual(plan.beside, [elsewhere])
})

test('two open requests ring, a third waits to be pulled, a fourth is refused', () => {
  const codes = [1, 2, 3].map((n) =>
    open(n, { address: `192.0.2.${n + 10}`, browser: 'x' }, { mode: 'code' }),
  )
  assert.equal(ask(request(), codes.slice(0, 1)).pushed, true)
  const third = ask(request(), codes.slice(0, 2))
  assert.equal(third.pushed, false)
  assert.deepEqual(third.guard.pushTimesMs, [])
  const fourth = planRequest(request(), codes, guardOf(), NOW)
  assert.deepEqual(fourth, { kind: 'refuse', open: 3, soonestEndMs: 91_000 })
})

test('with three open, a requester who has one of them may still replace it', () => {
  const mine = open(1, OWNER, { mode: 'code' })
  const others = [2, 3].map((n) => open(n, { address: `192.0.2.${n + 10}`, browser: 'x' }, { mode: 'code' }))
  assert.deepEqual(ask(request(), [mine, ...others]).ends, [{ challenge: mine, cause: 'by_app' }])
})

test('[LI2] when the budget is spent, a request is still made, and waits', () => {
  const plan = ask(request(), [], guardOf({ pushTimesMs: [NOW - 3, NOW - 2, NOW - 1] }))
  assert.equal(plan.pushed, false)
  assert.deepEqual(plan.guard.pushTimesMs, [NOW - 3, NOW - 2, NOW - 1])
})

test('[LI6] a reported requester no longer rings; another browser still does', () => {
  const reported = [{ appId: idOf<AppId>(1), address: STRANGER.address, untilMs: NOW + 1 }]
  assert.equal(ask(request({ requester: STRANGER }), [], guardOf({ reported })).pushed, false)
  assert.equal(ask(request(), [], guardOf({ reported })).pushed, true)
})

test('[LI6] a reported requester never takes the last place, whatever browser it names', () => {
  const reported = [{ appId: idOf<AppId>(1), address: STRANGER.address, untilMs: NOW + 1 }]
  const two = [1, 2].map((n) => open(n, { address: STRANGER.address, browser: `${n}` }, { mode: 'code' }))
  const third = planRequest(request({ requester: STRANGER }), two, guardOf({ reported }), NOW)
  assert.deepEqual(third, { kind: 'refuse', open: 2, soonestEndMs: 91_000 })
  assert.equal(planRequest(request(), two, guardOf({ reported }), NOW).kind, 'ask')
})

test('asking again and again from one browser does not ring beyond the budget: a replaced request keeps its charge', () => {
  let guard = guardOf()
  let before: readonly ChallengeRecord[] = []
  const rang = Array.from({ length: 6 }, (_, n) => {
    const plan = ask(request(), before, guard, NOW + n)
    before = [open(n + 1, OWNER, { createdAtMs: NOW + n, pushed: plan.pushed })]
    guard = plan.guard
    return plan.pushed
  })
  assert.deepEqual(rang, [true, true, true, false, false, false])
})

test('whoever is raised finds room to ask again', () => {
  fc.assert(
    fc.property(openLists(), (list) => {
      const owners = open(99, OWNER, { createdAtMs: NOW })
      const before = [...list.slice(0, 2), owners]
      const guard = guardOf({ pushTimesMs: [NOW] })
      const stranger = planRequest(request({ requester: STRANGER }), before, guard, NOW)
      if (stranger.kind !== 'ask') return
      const raised = before.filter((one) => stranger.ends.some(({ challenge }) => challenge === one))
      const after = [
        ...before.filter((one) => !raised.includes(one)),
        open(100, STRANGER, { mode: 'code', pushed: stranger.pushed }),
      ]
      if (!raised.includes(owners)) return
      assert.equal(planRequest(request(), after, stranger.guard, NOW + 1).kind, 'ask')
    }),
  )
})

test('no plan leaves more than three open, more than two ringing, or a symbol request beside a stranger', () => {
  fc.assert(
    fc.property(openLists(), fc.constantFrom(OWNER, STRANGER), (list, requester) => {
      const plan = planRequest(request({ requester }), list, guardOf(), NOW)
      if (plan.kind !== 'ask') return
      assert.ok(plan.beside.length + 1 <= 3)
      if (plan.pushed) assert.ok(plan.beside.filter(({ pushed }) => pushed).length + 1 <= 2)
      const strange = plan.beside.filter((one) => one.requester.address !== requester.address)
      assert.ok(strange.every(({ mode }) => mode === 'code'))
      if (strange.length > 0) assert.equal(plan.mode, 'code')
    }),
  )
})

type Ask = Extract<Plan, { kind: 'ask' }>

function ask(asked: Request, others: readonly ChallengeRecord[], guard: Guard = guardOf(), nowMs = NOW): Ask {
  const plan = planRequest(asked, others, guard, nowMs)
  if (plan.kind !== 'ask') assert.fail(plan.kind)
  return plan
}

function request(over: Partial<Request> = {}): Request {
  return {
    appId: idOf<AppId>(1),
    pool: 'app',
    requester: OWNER,
    atLeast: 'symbol',
    sameDevice: false,
    mayScan: false,
    mayRing: true,
    ...over,
  }
}

function open(
  n: number,
  requester: ChallengeRecord['requester'],
  over: Partial<ChallengeRecord> = {},
): ChallengeRecord {
  const mode = over.mode ?? 'symbol'
  return challengeRecord({
    id: idOf<ChallengeId>(n),
    requester,
    options: mode === 'symbol' ? [n * 6 + 1] : [],
    ...over,
  })
}

/** Up to three open requests, as the policy itself could have left them: at most two that ring. */
function openLists(): fc.Arbitrary<readonly ChallengeRecord[]> {
  const one = fc.record({
    app: fc.integer({ min: 1, max: 2 }),
    address: fc.constantFrom('192.0.2.1', '203.0.113.9', '198.51.100.4'),
    mode: fc.constantFrom('symbol' as const, 'code' as const),
  })
  return fc
    .array(one, { maxLength: 3 })
    .map((list) =>
      list.map(({ app, address, mode }, n) =>
        open(n + 1, { address, browser: 'Firefox' }, { appId: idOf<AppId>(app), mode, pushed: n < 2 }),
      ),
    )
}
