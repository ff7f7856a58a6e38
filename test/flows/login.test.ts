// One login from beginning to end, as the flows see it.
import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import test from 'node:test'
import {
  answerDocument,
  assertionClaimsSchema,
  assertionHeaderSchema,
  challengeDocument,
  challengeState,
  keySetDocument,
} from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { statusForApp, statusForWatcher } from '@countersign/server/flows/challenge-status'
import { receiveChallenge } from '@countersign/server/flows/receive-challenge'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { parsedReceipt } from '../support/test-device.js'
import { asked, bytesOf, makeWorld, must, NONCE, pairedDevice, settled } from '../support/test-world.js'

test('a request rings, is shown, approved with the right access pass, and redeemed for an assertion', async () => {
  const world = await makeWorld()
  const { ports, app, clock } = world
  const phone = await pairedDevice(world)

  const login = await asked(world)
  assert.equal(login.delivery, 'push')
  assert.equal(login.match.mode, 'symbol')
  const shown = phone.shown(login.challengeId)
  assert.equal(shown.context.appName, 'Wiki')
  assert.equal(shown.context.origin, 'https://wiki.example')
  assert.equal(shown.context.userId, 'alice')
  assert.equal(shown.options.length, 6)

  const watched: string[] = []
  ports.fabric.watch(login.challengeId, ({ state, progress }) => watched.push(`${state}/${progress}`))
  await receiveChallenge(ports, phone.id, login.challengeId)
  clock.advance(3000)
  const receipt = must(
    await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, login.match)),
  )
  assert.equal(parsedReceipt(receipt).state, challengeState.approved)
  assert.equal(parsedReceipt(receipt).byThisDevice, 1)
  clock.advance(1500)
  const { assertion } = must(await redeemChallenge(ports, app, login.challengeId, NONCE))
  await settled()

  assert.deepEqual(watched, ['pending/on_phone', 'approved/on_phone', 'redeemed/on_phone'])
  const [header = '', payload = '', signature = ''] = assertion.split('.')
  const { kid } = assertionHeaderSchema.parse(JSON.parse(Buffer.from(bytesOf(header)).toString()))
  const claims = assertionClaimsSchema.parse(JSON.parse(Buffer.from(bytesOf(payload)).toString()))
  const keySet = keySetDocument.parse(bytesOf(ports.vault.keySet().body))
  assert.ok(keySet.ok)
  const [key] = keySet.value.keys
  assert.equal(kid, (await ports.storage.read.signingKeys.all())[0]?.id)
  assert.ok(key && verifies(key.publicKey, Buffer.from(`${header}.${payload}`), bytesOf(signature)))
  assert.equal(claims.user_id, 'alice')
  assert.equal(claims.sub, login.accountId)
  assert.equal(claims.device_id, phone.id)
  assert.equal(claims.auth_time, Math.floor((login.issuedAtMs + 3000) / 1000))
  assert.equal(claims.exp, claims.iat + 60)
  assert.deepEqual(claims.amr, ['pop', 'swk', 'mch-symbol'])
  assert.equal(claims.acr, 'countersign:symbol')
  assert.deepEqual(bytesOf(claims.nonce), NONCE)
})

test('the evidence in an assertion is what the device signed about what it was shown', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, login.match)))

  const { assertion } = must(await redeemChallenge(ports, app, login.challengeId, NONCE))

  const payload = Buffer.from(bytesOf(assertion.split('.')[1] ?? '')).toString()
  const { evidence } = assertionClaimsSchema.parse(JSON.parse(payload))
  assert.deepEqual(bytesOf(evidence.deviceKey), phone.key.publicKey)
  assert.ok(
    verifies(
      phone.key.publicKey,
      answerDocument.message(bytesOf(evidence.answer)),
      bytesOf(evidence.signature),
    ),
  )
  const answer = answerDocument.parse(bytesOf(evidence.answer))
  assert.ok(answer.ok)
  const challengeHash = ports.vault.sha256(challengeDocument.message(bytesOf(evidence.challenge)))
  assert.deepEqual(answer.value.challengeHash, challengeHash)
})

test('the page and the app see where the request is: sent, on the phone, approved', async () => {
  const world = await makeWorld()
  const { ports, app } = world
  const phone = await pairedDevice(world)
  const login = await asked(world)
  const watch = async () => must(await statusForWatcher(ports, bytesOf(login.watchToken)))

  assert.deepEqual((await watch()).allowedOrigins, ['https://wiki.example'])
  assert.equal((await watch()).status.progress, 'sent')
  await receiveChallenge(ports, phone.id, login.challengeId)
  assert.equal((await watch()).status.progress, 'on_phone')
  must(await answerChallenge(ports, phone.id, await phone.approve(login.challengeId, login.match)))
  assert.equal((await watch()).status.state, 'approved')
  assert.equal(must(await statusForApp(ports, app, login.challengeId)).state, 'approved')
})

test('[CH6] the right answer is nowhere in what is stored, sent to the phone or logged', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const login = await asked(world, { atLeast: 'code' })
  assert.equal(login.match.mode, 'code')
  const code = login.match.mode === 'code' ? login.match.code : ''

  const stored = await world.ports.storage.read.challenges.byId(login.challengeId)
  const everything = JSON.stringify([stored, phone.frames, world.log.lines], (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  )
  assert.equal(everything.includes(code), false)
  assert.equal(everything.includes(login.watchToken), false)
})

function verifies(rawKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  // RFC 8410 §4: SubjectPublicKeyInfo of Ed25519 is this prefix and the key.
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), rawKey])
  return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)
}
