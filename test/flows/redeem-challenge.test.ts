// The app redeems, asks, withdraws: once, in time, by who asked.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { ChallengeId } from '@countersign/protocol'
import { idFromBytes } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { cancelChallenge } from '@countersign/server/flows/cancel-challenge'
import { statusForApp, statusForWatcher } from '@countersign/server/flows/challenge-status'
import { revokeDevice } from '@countersign/server/flows/change-device'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { countedStorage } from '../support/counted-storage.js'
import { newStorage } from '../support/engine.js'
import {
  anotherApp,
  asked,
  makeWorld,
  must,
  NONCE,
  pairedDevice,
  reasonOf,
  settled,
} from '../support/test-world.js'

const OTHER_NONCE = new Uint8Array(32).fill(8)

async function approvedLogin(options: Parameters<typeof makeWorld>[0] = {}) {
  const world = await makeWorld(options)
  const phone = await pairedDevice(world)
  const login = await asked(world)
  must(await answerChallenge(world.ports, phone.id, await phone.approve(login.challengeId, login.match)))
  await settled()
  return { world, phone, login }
}

test('[ST5] [AP5] an approval is redeemed once', async () => {
  const { world, login } = await approvedLogin()
  const { ports, app } = world
  must(await redeemChallenge(ports, app, login.challengeId, NONCE))
  assert.equal(reasonOf(await redeemChallenge(ports, app, login.challengeId, NONCE)), 'challenge_final')
})

test('[ST5] only the app that asked, with the nonce it asked with, redeems', async () => {
  const { world, login } = await approvedLogin()
  const { ports, app } = world
  const other = await anotherApp(world)
  assert.equal(
    reasonOf(await redeemChallenge(ports, other, login.challengeId, NONCE)),
    'challenge_of_other_app',
  )
  assert.equal(reasonOf(await redeemChallenge(ports, app, login.challengeId, OTHER_NONCE)), 'nonce_wrong')
  assert.equal(
    reasonOf(await redeemChallenge(ports, app, login.challengeId, NONCE.subarray(1))),
    'nonce_wrong',
  )
  const nowhere = idFromBytes<ChallengeId>(new Uint8Array(16))
  assert.equal(reasonOf(await redeemChallenge(ports, app, nowhere, NONCE)), 'challenge_unknown')
  assert.ok((await redeemChallenge(ports, app, login.challengeId, NONCE)).ok)
})

test('[ST5] an approval is redeemed in its last millisecond, and not in the next', async () => {
  const first = await approvedLogin()
  first.world.clock.advance(59_999)
  assert.ok((await redeemChallenge(first.world.ports, first.world.app, first.login.challengeId, NONCE)).ok)

  const second = await approvedLogin()
  second.world.clock.advance(60_000)
  const late = await redeemChallenge(second.world.ports, second.world.app, second.login.challengeId, NONCE)
  assert.equal(reasonOf(late), 'challenge_expired')
})

test('what is not approved is not redeemed: pending, expired', async () => {
  const world = await makeWorld()
  const { ports, app, clock } = world
  await pairedDevice(world)
  const login = await asked(world)
  assert.equal(
    reasonOf(await redeemChallenge(ports, app, login.challengeId, NONCE)),
    'challenge_not_approved',
  )
  clock.set(login.expiresAtMs)
  assert.equal(reasonOf(await redeemChallenge(ports, app, login.challengeId, NONCE)), 'challenge_expired')
})

test('a phone that was revoked after it approved lets nobody in', async () => {
  const { world, phone, login } = await approvedLogin()
  must(await revokeDevice(world.ports, phone.id))
  const late = await redeemChallenge(world.ports, world.app, login.challengeId, NONCE)
  assert.equal(reasonOf(late), 'device_revoked')
})

test('redeeming costs three calls of the stores, in one transaction', async () => {
  const storage = countedStorage(await newStorage())
  const { world, login } = await approvedLogin({ storage })
  storage.calls()
  must(await redeemChallenge(world.ports, world.app, login.challengeId, NONCE))
  assert.deepEqual(storage.calls(), [
    'transaction',
    'challenges.answered',
    'challenges.change',
    'audit.append',
  ])
})

test('an app withdraws its request: page and phone hear it, and it can not be approved any more', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  const frame = await phone.approve(login.challengeId, login.match)
  const status = must(await cancelChallenge(ports, app, login.challengeId, NONCE))
  assert.deepEqual([status.state, status.cause], ['cancelled', 'by_app'])
  await settled()
  assert.equal(phone.receipts(login.challengeId).length, 1)
  must(await answerChallenge(ports, phone.id, frame))
  assert.equal(reasonOf(await redeemChallenge(ports, app, login.challengeId, NONCE)), 'challenge_final')
})

test('withdrawing again, or after the decision, only tells the state', async () => {
  const { world, login } = await approvedLogin()
  const { ports, app } = world
  assert.equal(must(await cancelChallenge(ports, app, login.challengeId, NONCE)).state, 'approved')
  must(await redeemChallenge(ports, app, login.challengeId, NONCE))
  assert.equal(must(await cancelChallenge(ports, app, login.challengeId, NONCE)).state, 'redeemed')
})

test('[AP2] another app, and another session, can neither ask about nor withdraw a request', async () => {
  const { world, login } = await approvedLogin()
  const { ports, app } = world
  const other = await anotherApp(world)
  assert.equal(reasonOf(await statusForApp(ports, other, login.challengeId)), 'challenge_of_other_app')
  assert.equal(
    reasonOf(await cancelChallenge(ports, other, login.challengeId, NONCE)),
    'challenge_of_other_app',
  )
  assert.equal(reasonOf(await cancelChallenge(ports, app, login.challengeId, OTHER_NONCE)), 'nonce_wrong')
})

test('[AP3] a watch token that nobody was given finds nothing', async () => {
  const { world } = await approvedLogin()
  assert.equal(reasonOf(await statusForWatcher(world.ports, new Uint8Array(32))), 'watch_token_wrong')
})
