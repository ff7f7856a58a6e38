// A device answers: right, wrong, late, twice, with the wrong key, from two phones at once.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { ServerFrame } from '@countersign/protocol'
import { challengeState, fromBase64Url, toBase64Url } from '@countersign/protocol'
import type { Result } from '@countersign/server/core/refusal'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { resumeDevice, revokeDevice } from '@countersign/server/flows/change-device'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { parsedReceipt } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import {
  asked,
  from,
  makeWorld,
  must,
  NONCE,
  pairedDevice,
  reasonOf,
  settled,
  wrong,
} from '../support/test-world.js'

test('[ST3] wrong, wrong, right: the first wrong pick is final, and the right one later changes nothing', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  const pick = async (match: typeof login.match) =>
    stateOf(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, match)))

  assert.equal(await pick(wrong(login.match)), 'mismatched')
  assert.equal(await pick(wrong(login.match)), 'mismatched')
  assert.equal(await pick(login.match), 'mismatched')
  assert.equal(reasonOf(await redeemChallenge(ports, app, login.challengeId, NONCE)), 'challenge_final')
})

test('[LI3] after a wrong pick the next request is a code for 24 h, and then a symbol again', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, wrong(login.match))))

  assert.equal((await asked(world)).match.mode, 'code')
  clock.advance(86_400_000 - 1)
  assert.equal((await asked(world)).match.mode, 'code')
  clock.advance(1)
  assert.equal((await asked(world)).match.mode, 'symbol')
})

test('[ST2] a code typed right approves, and one digit off does not', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  const right = await asked(world, { atLeast: 'code' })
  assert.equal(
    stateOf(await answerChallenge(ports, phone.id, await phone.approve(right.challengeId, right.match))),
    'approved',
  )
  const off = await asked(world, { ...from('192.0.2.9'), atLeast: 'code' })
  const typed = await phone.approve(off.challengeId, wrong(off.match))
  assert.equal(stateOf(await answerChallenge(ports, phone.id, typed)), 'mismatched')
})

test('[ST4] a deny after an approve wins, until the approval is redeemed', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const other = await pairedDevice(world)
  const login = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, login.match)))
  assert.equal(stateOf(await answerChallenge(ports, other.id, await other.deny(login.challengeId))), 'denied')
  assert.equal(reasonOf(await redeemChallenge(ports, app, login.challengeId, NONCE)), 'challenge_final')

  const again = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.approve(again.challengeId, again.match)))
  must(await redeemChallenge(ports, app, again.challengeId, NONCE))
  assert.equal(
    stateOf(await answerChallenge(ports, other.id, await other.deny(again.challengeId))),
    'redeemed',
  )
})

test('[ST6] [RC2] all phones ring, the first decision counts, and the others get its receipt', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  const tablet = await pairedDevice(world)
  const login = await asked(world)
  assert.notDeepEqual(phone.shown(login.challengeId).options, tablet.shown(login.challengeId).options)

  must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, login.match)))
  await settled()
  assert.deepEqual(
    tablet.receipts(login.challengeId).map(({ state, byThisDevice }) => [state, byThisDevice]),
    [[challengeState.approved, 0]],
  )
  assert.deepEqual(
    phone.receipts(login.challengeId),
    [],
    'the phone that answered has its receipt as the reply',
  )
  const late = await tablet.approve(login.challengeId, login.match)
  const truth = parsedReceipt(must(await answerChallenge(ports, tablet.id, late)))
  assert.deepEqual([truth.state, truth.byThisDevice], [challengeState.approved, 0])
})

test('[ST1] of a hundred identical answers at once one has the effect, and all get its receipt', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  const frame = await phone.approve(login.challengeId, login.match)
  const replies = await Promise.all(
    Array.from({ length: 100 }, () => answerChallenge(ports, phone.id, frame)),
  )
  assert.deepEqual(new Set(replies.map(stateOf)), new Set(['approved']))

  const redeemed = await Promise.all(
    Array.from({ length: 100 }, () => redeemChallenge(ports, app, login.challengeId, NONCE)),
  )
  assert.equal(redeemed.filter(({ ok }) => ok).length, 1)
})

test('[ST4] approve and deny at the same moment never leave something to redeem', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const tablet = await pairedDevice(world)
  const login = await asked(world)
  const approve = await phone.approve(login.challengeId, login.match)
  const deny = await tablet.deny(login.challengeId)
  await Promise.all([answerChallenge(ports, phone.id, approve), answerChallenge(ports, tablet.id, deny)])
  assert.equal(reasonOf(await redeemChallenge(ports, app, login.challengeId, NONCE)), 'challenge_final')
})

test('[AN3] the same answer again, after a lost receipt, gets the receipt and has no second effect', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  const frame = await phone.approve(login.challengeId, wrong(login.match))
  must(await answerChallenge(ports, phone.id, frame))
  const before = await ports.storage.read.guards.of(phone.accountId)

  const receipt = parsedReceipt(must(await answerChallenge(ports, phone.id, frame)))
  assert.deepEqual([receipt.state, receipt.byThisDevice], [challengeState.mismatched, 1])
  assert.deepEqual(await ports.storage.read.guards.of(phone.accountId), before)
})

test('[AN2] a counter that was used before is refused, has no effect, and is noted as a possible copy', async () => {
  const world = await makeWorld()
  const { ports, log } = world
  const phone = await pairedDevice(world)
  const first = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.approve(first.challengeId, first.match)))
  const second = await asked(world, from('192.0.2.9'))
  phone.rewind()
  const replayed = await phone.approve(second.challengeId, second.match)
  assert.equal(reasonOf(await answerChallenge(ports, phone.id, replayed)), 'counter_replayed')
  assert.equal((await ports.storage.read.challenges.byId(second.challengeId))?.state, 'pending')
  assert.deepEqual(
    log.lines.filter(({ level }) => level === 'warn').map(({ event }) => event),
    ['clone_suspected'],
  )
})

test('[AN1] an answer signed over anything else is refused, and costs neither the person nor the device anything', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  const other = await asked(world, from('192.0.2.9'))
  const frame = await phone.approve(other.challengeId, other.match)
  const forged = [
    { ...frame, decision: 'deny' as const },
    { ...frame, counter: frame.counter + 1 },
    { ...frame, deviceTimeMs: frame.deviceTimeMs + 1 },
    { ...frame, chosen: toBase64Url(Uint8Array.of(0, 1)) },
    { ...frame, challengeId: login.challengeId },
    { ...frame, signature: flipped(frame.signature) },
  ]
  // The first challenge was raised by the second browser; only open ones are asked about here.
  for (const one of forged)
    assert.equal(reasonOf(await answerChallenge(ports, phone.id, one)), 'signature_wrong')
  const guard = await ports.storage.read.guards.of(phone.accountId)
  assert.deepEqual([guard.consecutiveWrong, guard.codeUntilMs], [0, 0])
  assert.equal((await ports.storage.read.devices.byId(phone.id))?.counter, 0)
  assert.equal(stateOf(await answerChallenge(ports, phone.id, frame)), 'approved')
})

test('[AN1] another account can not answer, with its own key or with the number of the challenge', async () => {
  const world = await makeWorld()
  const { ports } = world
  await pairedDevice(world)
  const stranger = await pairedDevice(world, 'mallory')
  const login = await asked(world)
  const own = await asked(world, { userId: 'mallory' })
  const frame = await stranger.approve(own.challengeId, login.match)
  const moved = { ...frame, challengeId: login.challengeId }
  assert.equal(reasonOf(await answerChallenge(ports, stranger.id, moved)), 'challenge_unknown')
})

test('[ST2] an answer counts in the last millisecond, and is too late in the next', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const intime = await asked(world)
  clock.set(intime.expiresAtMs - 1)
  const frame = await phone.approve(intime.challengeId, intime.match)
  assert.equal(stateOf(await answerChallenge(ports, phone.id, frame)), 'approved')

  const late = await asked(world, from('192.0.2.9'))
  clock.set(late.expiresAtMs)
  for (const answer of [
    await phone.approve(late.challengeId, late.match),
    await phone.deny(late.challengeId),
  ])
    assert.equal(stateOf(await answerChallenge(ports, phone.id, answer)), 'expired')
})

test('[LI7] [AN4] the fifth wrong pick in a row suspends: the phone is told, may deny, may not approve, until resumed', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  for (let i = 0; i < 5; i++) {
    const login = await asked(world)
    must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, wrong(login.match))))
    clock.advance(1000)
  }
  await settled()
  assert.deepEqual(phone.frames.at(-1), { type: 'device', deviceState: 'suspended' })

  const next = await asked(world)
  const approve = await phone.approve(next.challengeId, next.match)
  assert.equal(reasonOf(await answerChallenge(ports, phone.id, approve)), 'device_suspended')
  assert.equal(stateOf(await answerChallenge(ports, phone.id, await phone.deny(next.challengeId))), 'denied')
  must(await resumeDevice(ports, phone.id))
  const last = await asked(world)
  const again = await phone.approve(last.challengeId, last.match)
  assert.equal(stateOf(await answerChallenge(ports, phone.id, again)), 'approved')
})

test('[LI7] a right pick in between starts the count of wrong picks again', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  for (let i = 0; i < 8; i++) {
    const login = await asked(world)
    const match = i === 3 ? login.match : wrong(login.match)
    must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, match)))
    clock.advance(1000)
  }
  assert.equal((await ports.storage.read.devices.byId(phone.id))?.state, 'active')
})

test('[LI6] a report ends the request and silences its address at that app for 24 h', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const login = await asked(world, from('203.0.113.9'))
  assert.equal(
    stateOf(await answerChallenge(ports, phone.id, await phone.report(login.challengeId))),
    'reported',
  )
  assert.equal((await asked(world, from('203.0.113.9'))).delivery, 'pull')
  assert.equal((await asked(world, from('192.0.2.1'))).delivery, 'push')
  clock.advance(86_400_000)
  assert.equal((await asked(world, from('203.0.113.9'))).delivery, 'push')
})

test('[AN4] a revoked phone can not even deny', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  must(await revokeDevice(ports, phone.id))
  const frame = await phone.deny(login.challengeId)
  assert.equal(reasonOf(await answerChallenge(ports, phone.id, frame)), 'device_revoked')
})

test('the page hears the decision at once, and every state once', async () => {
  const world: World = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  const heard: string[] = []
  ports.fabric.watch(login.challengeId, ({ state }) => heard.push(state))
  must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, login.match)))
  must(await answerChallenge(ports, phone.id, await phone.deny(login.challengeId)))
  await settled()
  assert.deepEqual(heard, ['approved', 'denied'])
})

function stateOf(reply: Result<ServerFrame>): string {
  const code = parsedReceipt(must(reply)).state
  return (
    Object.entries(challengeState).find(([, value]) => value === code)?.[0] ?? assert.fail('no such state')
  )
}

function flipped(text: string): string {
  const bytes = fromBase64Url(text) ?? assert.fail('not base64url')
  return toBase64Url(bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)))
}
