// Biometrics put in place by a thief: somebody copied the phone's key (the profile of its browser, a backup) and can speak as the phone, but
// has neither its PIN nor its hardware. They try to make a credential of their own count: by taking the one that is there away, by putting
// theirs in its place, or by sending again what the phone itself once said. Or they never had the key, and know only the nonce of
// a socket. A claim names the socket's own nonce and is signed by the phone's key; and once the phone verifies its person,
// whatever it verifies with must agree.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { setBiometrics } from '@countersign/server/flows/verification/set-biometrics'
import {
  biometricPhone,
  claim,
  registration,
  registrationChallenge,
  removal,
  SOCKET_NONCE,
} from '../support/biometric-phone.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'
import { newDeviceKey, TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice, reasonOf } from '../support/test-world.js'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})

const OTHER_NONCE = new Uint8Array(32).fill(6)
const send = (
  device: TestDevice,
  frame: Parameters<typeof setBiometrics>[3],
  nonce: Uint8Array = SOCKET_NONCE,
) => setBiometrics(world.ports, device.id, nonce, frame)
const keptOf = (device: TestDevice) => world.ports.storage.read.biometrics.ofDevice(device.id)

test('[BI4] with the phone’s key alone the credential is neither replaced nor taken away', async () => {
  const { device, authenticator } = await biometricPhone(world)
  const theirs = new SoftAuthenticator()
  for (const frame of [
    registration(world, device, theirs),
    registration(world, device, theirs, { by: theirs }),
    removal(world, device),
    removal(world, device, theirs),
  ])
    assert.equal(reasonOf(await send(device, frame)), 'verification_required')
  assert.deepEqual((await keptOf(device))?.credentialId, authenticator.credentialId)
})

test('the owner’s word about one change is no word about another', async () => {
  const { device, authenticator } = await biometricPhone(world)
  const theirs = new SoftAuthenticator()
  const { proof } = removal(world, device, authenticator)
  assert.ok(proof)
  const swapped = { ...registration(world, device, theirs), proof }
  assert.equal(reasonOf(await send(device, swapped)), 'signature_wrong')
})

test('[BI1] [BI3] what was sent over one socket says nothing on another: with its nonce stolen, or with everything recorded', async () => {
  const device = await pairedDevice(world)
  const authenticator = new SoftAuthenticator()
  const recorded = registration(world, device, authenticator)
  assert.equal(reasonOf(await send(device, recorded, OTHER_NONCE)), 'signature_wrong')
  // Made for one socket's nonce, and claimed over another: the phone's key would have to lend itself, and the ceremony shows it.
  const relayed = registration(world, device, authenticator, {
    nonce: OTHER_NONCE,
    challengeNonce: SOCKET_NONCE,
  })
  assert.equal(reasonOf(await send(device, relayed, OTHER_NONCE)), 'key_refused')
  assert.equal(await keptOf(device), undefined)
})

test('whoever knows the nonce and not the key sets nothing', async () => {
  const device = await pairedDevice(world)
  const outsider = new TestDevice(world.ports, device.id, device.accountId, newDeviceKey())
  const frame = registration(world, outsider, new SoftAuthenticator())
  assert.equal(reasonOf(await send(device, frame)), 'signature_wrong')
})

test('a credential that was made for another phone of the same person is not this one’s', async () => {
  const [mine, other] = [await pairedDevice(world), await pairedDevice(world)]
  const authenticator = new SoftAuthenticator()
  const created = authenticator.create(registrationChallenge(world, other, SOCKET_NONCE))
  const frame = claim(world, mine, SOCKET_NONCE, created)
  assert.equal(reasonOf(await send(mine, frame)), 'key_refused')
})

test('of two first ones at once exactly one counts, and the other is asked for its word', async () => {
  const device = await pairedDevice(world)
  const both = [new SoftAuthenticator(), new SoftAuthenticator()]
  const results = await Promise.all(both.map((each) => send(device, registration(world, device, each))))
  assert.deepEqual(results.map((result) => (result.ok ? 'ok' : result.refusal.reason)).sort(), [
    'ok',
    'verification_required',
  ])
  const winner = both[results.findIndex(({ ok }) => ok)] ?? assert.fail()
  assert.deepEqual((await keptOf(device))?.credentialId, winner.credentialId)
})

test('the person hears of a first credential on every phone, and can stop the account by it', async () => {
  const device = await pairedDevice(world)
  must(await send(device, registration(world, device, new SoftAuthenticator())))
  const [notice] = await world.ports.storage.read.notices.ofAccount(device.accountId, 1, undefined)
  assert.equal(notice?.kind, 'biometrics_added')
})
