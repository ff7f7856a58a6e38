// The attack: a backup is restored that is minutes old. What was used up since is open in it again: an approval that an app redeemed
// lets somebody in a second time, and a pairing link that was photographed over a shoulder pairs the onlooker's phone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { beginAfterRestore } from '@countersign/server/flows/begin-after-restore'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import {
  asked,
  makeWorld,
  must,
  NONCE,
  offeredPairing,
  pairedDevice,
  reasonOf,
} from '../support/test-world.js'

test('[ST7] an approval of before a restore is redeemed no more, and a request of before is answered no more', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const approved = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.approve(approved.challengeId, approved.match)))
  const bob = await pairedDevice(world, 'bob')
  const open = await asked(world, { userId: 'bob' })
  const answer = await bob.approve(open.challengeId, open.match)
  await beginAfterRestore(ports, {})
  assert.equal(reasonOf(await redeemChallenge(ports, app, approved.challengeId, NONCE)), 'challenge_final')
  await answerChallenge(ports, bob.id, answer)
  assert.equal(reasonOf(await redeemChallenge(ports, app, open.challengeId, NONCE)), 'challenge_final')
})

test('a pairing link of before a restore pairs nothing', async () => {
  const world = await makeWorld()
  await pairedDevice(world)
  const onlooker = await offeredPairing(world, 'alice')
  await beginAfterRestore(world.ports, {})
  assert.equal(reasonOf(await acceptPairing(world.ports, onlooker.body)), 'ticket_invalid')
})

test('after a restore the same phones log in as ever', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  await asked(world)
  await beginAfterRestore(ports, {})
  const { challengeId, match } = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.approve(challengeId, match)))
  must(await redeemChallenge(ports, app, challengeId, NONCE))
})
