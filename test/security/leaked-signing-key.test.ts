// The attack: somebody has a key that signs requests and statements, e.g. from the memory of a server. With it they could make requests
// that phones show, and waivers that apps believe, until the key is out of the key set. `key replace` ends it at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromBase64Url, keySetDocument } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { rotateKeysIfDue } from '@countersign/server/flows/keep-keys'
import { openChallenges } from '@countersign/server/flows/open-challenges'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { replaceKeys } from '@countersign/server/flows/replace-keys'
import { receiptFrame } from '@countersign/server/flows/tell'
import { parsedReceipt } from '../support/test-device.js'
import { asked, makeWorld, must, NONCE, pairedDevice, reasonOf } from '../support/test-world.js'

const operator = { kind: 'operator' } as const

test('[KS3] after a replacement no key of before is in the key set, and the version is higher', async () => {
  const { ports } = await makeWorld()
  const leaked = ports.vault.signingKey(ports.clock.nowMs()).keyId
  const version = ports.vault.keySetVersion()
  assert.deepEqual(await replaceKeys(ports, operator), { result: 'replaced', ended: [leaked] })
  const set = keySetDocument.parse(fromBase64Url(ports.vault.keySet().body) ?? new Uint8Array(0))
  assert.ok(set.ok && set.value.keySetVersion > version)
  assert.equal(ports.vault.hasKey(leaked), false)
  assert.equal(await rotateKeysIfDue(ports), false, 'nothing is due after it')
})

test('requests of before end with the key, and the same phone logs in at once', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const before = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.approve(before.challengeId, before.match)))
  await replaceKeys(ports, operator)
  assert.equal(reasonOf(await redeemChallenge(ports, app, before.challengeId, NONCE)), 'challenge_final')
  const { challengeId, match } = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.approve(challengeId, match)))
  must(await redeemChallenge(ports, app, challengeId, NONCE))
})

test('[RC2] [KS3] a receipt of before is signed with a key that was in force then, as the key set says now', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const { challengeId } = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.deny(challengeId)))
  clock.advance(86_400_000)
  await replaceKeys(ports, operator)
  const decided = (await ports.storage.read.challenges.byId(challengeId)) ?? assert.fail()
  assert.equal(parsedReceipt(receiptFrame(ports, decided, phone.id)).decidedAtMs, decided.decidedAtMs)
})

test('a request that a node still made with an ended key is not shown, and breaks nothing', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  await asked(world)
  const device = (await ports.storage.read.devices.byId(phone.id)) ?? assert.fail()
  assert.equal((await openChallenges(ports, device, 'all')).length, 1)
  // The other node's view: the key is gone, the request is not.
  const late = { ...ports, vault: { ...ports.vault, hasKey: () => false } }
  assert.deepEqual(await openChallenges(late, device, 'all'), [])
})
