// A request by a login page on the phone that approves: a link hands over, and nothing rings.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AppId, ChallengeId } from '@countersign/protocol'
import { drawLinkMatch } from '@countersign/server/core/match'
import type { Plan, Request } from '@countersign/server/core/policy'
import { planRequest } from '@countersign/server/core/policy'
import type { ChallengeRecord, Guard } from '@countersign/server/core/records'
import { challengeRecord, guardOf, idOf } from '../support/core-records.js'

const NOW = 5000
const OWNER = { address: '192.0.2.1', browser: 'Chrome on Android' }
const STRANGER = { address: '203.0.113.9', browser: 'Chrome' }
const wish: Request = {
  appId: idOf<AppId>(1),
  pool: 'app',
  requester: OWNER,
  atLeast: 'symbol',
  sameDevice: true,
  mayScan: false,
  mayRing: true,
}

test('[LK1] a request on one phone is by link, rings nothing and is charged nothing', () => {
  const plan = ask(wish, [])
  assert.deepEqual([plan.mode, plan.pushed, plan.guard.pushTimesMs], ['link', false, []])
})

test('[LK1] a link stands every doubt: an app that asks for a code, a wrong pick before, a stranger beside', () => {
  assert.equal(ask({ ...wish, atLeast: 'code' }, []).mode, 'link')
  assert.equal(ask(wish, [], guardOf({ codeUntilMs: NOW + 1 })).mode, 'link')
  assert.equal(ask(wish, [open(1, STRANGER, 'code')]).mode, 'link')
})

test('[LK1] [LI4] it replaces the open request of its own browser, and is replaced in turn', () => {
  const shown = open(1, OWNER, 'symbol')
  assert.deepEqual(ask(wish, [shown]).ends, [{ challenge: shown, cause: 'by_app' }])
  const link = open(2, OWNER, 'link')
  const back = ask({ ...wish, sameDevice: false }, [link])
  assert.deepEqual(back.ends, [{ challenge: link, cause: 'by_app' }])
  assert.deepEqual([back.mode, back.pushed], ['symbol', true])
})

test('[LK1] [LI4] beside another browser it is a request like any: a grid there is raised, a link or a code is left alone', () => {
  const grid = open(1, STRANGER, 'symbol')
  assert.deepEqual(ask(wish, [grid]).ends, [{ challenge: grid, cause: 'raised' }])
  assert.deepEqual(ask(wish, [open(1, STRANGER, 'code'), open(2, STRANGER, 'link', 2)]).ends, [])
  assert.equal(
    ask({ ...wish, sameDevice: false, requester: STRANGER }, [open(1, OWNER, 'link')]).mode,
    'code',
  )
})

test('[LK1] it takes one of the three places, so an outsider cannot pile links up', () => {
  const three = [1, 2, 3].map((n) => open(n, { address: `192.0.2.${n + 10}`, browser: 'x' }, 'link'))
  assert.equal(planRequest(wish, three, guardOf(), NOW).kind, 'refuse')
})

test('[LK1] the secret is what chance gave, and the phone is offered nothing', () => {
  assert.deepEqual(drawLinkMatch(new Uint8Array(16).fill(255)), {
    shown: { mode: 'link', secret: '_____________________w' },
    options: [],
  })
})

function ask(
  request: Request,
  allOpen: readonly ChallengeRecord[],
  guard: Guard = guardOf(),
): Extract<Plan, { kind: 'ask' }> {
  const plan = planRequest(request, allOpen, guard, NOW)
  return plan.kind === 'ask' ? plan : assert.fail('refused')
}

function open(
  n: number,
  requester: ChallengeRecord['requester'],
  mode: ChallengeRecord['mode'],
  app = 1,
): ChallengeRecord {
  const options = mode === 'symbol' ? [1, 2, 3, 4, 5, 6] : []
  return challengeRecord({ id: idOf<ChallengeId>(n), appId: idOf<AppId>(app), requester, mode, options })
}
