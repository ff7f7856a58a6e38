// Biometrics on a device: what it signs when they are set up, changed and used, and what it does when its person is not recognised.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { AssertionAsked, BiometricSigner, RegistrationAsked } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import {
  answerByCredentialDocument,
  answerDocument,
  biometricsByCredentialDocument,
  biometricsDocument,
  challengeDocument,
  fromBase64Url,
  idToBytes,
  toBase64Url,
} from '@countersign/protocol'
import { ClientWorld } from '../support/client-world.js'
import { until } from '../support/socket-pair.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'

/** A phone's hardware that notes what it was asked, and knows its person until it is told not to. */
class Hardware implements BiometricSigner {
  readonly made: RegistrationAsked[] = []
  readonly asserted: AssertionAsked[] = []
  readonly authenticator = new SoftAuthenticator({ origin: 'https://id.example.org' })
  recognises = true

  async isAvailable(): Promise<boolean> {
    return true
  }

  async create(asked: RegistrationAsked) {
    this.#look()
    this.made.push(asked)
    return this.authenticator.create(asked.challenge)
  }

  async get(asked: AssertionAsked) {
    this.#look()
    this.asserted.push(asked)
    return this.authenticator.get(asked.challenge)
  }

  #look(): void {
    if (!this.recognises) throw new DeviceError('verification_cancelled', 'nobody was there')
  }
}

const isFault = (code: DeviceError['code']) => (error: unknown) =>
  error instanceof DeviceError && error.code === code
const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest())
const bytes = (text: string): Uint8Array => fromBase64Url(text) ?? assert.fail('not base64url')

const NONCE = new Uint8Array(32).fill(9)

/** On a socket whose hello has this very nonce. */
async function onlineBy(world: ClientWorld, welcome: Parameters<ClientWorld['online']>[0] = {}) {
  world.device.start()
  await until('the device dials', () => world.network.pairs.length > 0)
  const pair = world.network.last
  await world.authenticate(pair, world.server.hello({ nonce: toBase64Url(NONCE) }))
  pair.deliver(world.server.welcome(welcome))
  await until('the device is welcomed', () => world.device.connection === 'online')
  return pair
}

async function worldWith(hardware = new Hardware()) {
  const world = await ClientWorld.create({ biometrics: hardware })
  const id = toBase64Url(hardware.authenticator.credentialId)
  return { world, hardware, id }
}

test('[BI1] [BI3] a credential is made and claimed for this socket: by its nonce, and the device’s own signature', async () => {
  const { world, hardware, id } = await worldWith()
  const pair = await onlineBy(world)
  assert.equal(world.device.biometrics.status.isSetUp, false)
  const setUp = world.device.biometrics.setUp()
  await until('it is claimed', () => pair.sent('set_biometrics').length === 1)
  const frame = pair.sent('set_biometrics')[0] ?? assert.fail()
  const { credential } = frame
  assert.ok(credential)
  assert.deepEqual([credential.credentialId, frame.proof], [id, undefined])
  const [asked] = hardware.made
  assert.deepEqual([asked?.rpId, asked?.userName, asked?.rpName], ['id.example.org', 'alice', 'ACME'])
  const body = biometricsDocument.encode({
    ...{ version: 1, serverId: world.server.serverId, deviceId: idToBytes(world.server.deviceId) },
    nonce: NONCE,
    credentialId: bytes(credential.credentialId),
    attestationHash: sha256(bytes(credential.attestationObject)),
  })
  const signed = await nodeVerify(
    world.key.publicKey,
    biometricsDocument.message(body),
    bytes(frame.signature),
  )
  assert.equal(signed, true)
  pair.deliver({ type: 'biometrics_state', credentialId: id })
  await setUp
  assert.equal(world.device.biometrics.status.isSetUp, true)
  assert.deepEqual(
    world.of('biometrics').map(({ status }) => status.isSetUp),
    [false, true],
  )
})

test('[BI4] what it has till now agrees to the next, and to the end of it', async () => {
  const { world, hardware, id } = await worldWith()
  const pair = await onlineBy(world, { biometrics: id })
  const removed = world.device.biometrics.remove()
  await until('it is claimed', () => pair.sent('set_biometrics').length === 1)
  const frame = pair.sent('set_biometrics')[0] ?? assert.fail()
  assert.equal(frame.credential, null)
  assert.equal(frame.proof?.kind, 'webauthn')
  const body = biometricsDocument.encode({
    ...{ version: 1, serverId: world.server.serverId, deviceId: idToBytes(world.server.deviceId) },
    ...{ nonce: NONCE, credentialId: new Uint8Array(0), attestationHash: new Uint8Array(0) },
  })
  assert.deepEqual(hardware.asserted[0]?.challenge, sha256(biometricsByCredentialDocument.message(body)))
  pair.deliver({ type: 'biometrics_state', credentialId: null })
  await removed
  assert.equal(world.device.biometrics.status.isSetUp, false)
})

test('[BI6] an approve is shown to the hardware as the very answer that the device signs', async () => {
  const { world, hardware, id } = await worldWith()
  const pair = await world.online({ biometrics: id })
  const challenge = world.server.challenge({ requirements: 3 })
  const request = await world.show(pair, world.server.challengeFrame(challenge))
  assert.equal(request.verification, 'biometrics')
  const choice = { mode: 'symbol', symbolId: 17 } as const
  await assert.rejects(world.device.approve(request.challengeId, choice), isFault('verification_needed'))
  const approved = world.device.approve(request.challengeId, choice, 'biometrics')
  await until('it is sent', () => pair.sent('answer').length === 1)
  const frame = pair.sent('answer')[0] ?? assert.fail()
  assert.deepEqual([frame.userVerification, frame.proof?.kind], [2, 'webauthn'])
  const body = answerDocument.encode({
    ...{ version: 1, serverId: world.server.serverId, challengeId: challenge.challengeId },
    ...{ accountId: idToBytes(world.server.accountId), deviceId: idToBytes(world.server.deviceId) },
    challengeHash: sha256(challengeDocument.message(challengeDocument.encode(challenge))),
    ...{ decision: 1, chosen: bytes(frame.chosen), userVerification: 2, counter: frame.counter },
    deviceTimeMs: frame.deviceTimeMs,
  })
  assert.deepEqual(hardware.asserted[0]?.challenge, sha256(answerByCredentialDocument.message(body)))
  pair.deliver(world.server.receipt(request.challengeId, 'approved', { byThisDevice: 1 }))
  assert.equal((await approved).state, 'approved')
})

test('[UV2] a device that has them never approves without, also where nothing asks', async () => {
  const { world, id } = await worldWith()
  const pair = await world.online({ biometrics: id })
  const request = await world.show(pair)
  const bare = world.device.approve(request.challengeId, { mode: 'symbol', symbolId: 17 })
  await assert.rejects(bare, isFault('verification_needed'))
  assert.equal(pair.sent('answer').length, 0)
})

test('a person who is not recognised has sent nothing: the request waits on, and a second try is a new answer', async () => {
  const { world, hardware, id } = await worldWith()
  const pair = await world.online({ biometrics: id })
  const request = await world.show(pair)
  const choice = { mode: 'symbol', symbolId: 17 } as const
  hardware.recognises = false
  const first = world.device.approve(request.challengeId, choice, 'biometrics')
  await assert.rejects(first, isFault('verification_cancelled'))
  assert.equal(pair.sent('answer').length, 0)
  assert.deepEqual(
    world.device.requests.map(({ challengeId }) => challengeId),
    [request.challengeId],
  )
  hardware.recognises = true
  const second = world.device.approve(request.challengeId, choice, 'biometrics')
  await until('it is sent', () => pair.sent('answer').length === 1)
  pair.deliver(world.server.receipt(request.challengeId, 'approved', { byThisDevice: 1 }))
  assert.equal((await second).state, 'approved')
})

test('[BI5] what the server names no more is gone; what it refuses is told to whoever asked', async () => {
  const { world, id } = await worldWith()
  const before = await world.online({ biometrics: id })
  assert.equal(world.device.biometrics.status.isSetUp, true)
  before.die()
  const pair = await world.reconnect()
  assert.equal(world.device.biometrics.status.isSetUp, false)
  const setUp = world.device.biometrics.setUp()
  await until('it is claimed', () => pair.sent('set_biometrics').length === 1)
  pair.deliver({ type: 'refusal', code: 'verification_required', about: 'set_biometrics' })
  await assert.rejects(
    setUp,
    (error) => error instanceof DeviceError && error.serverCode === 'verification_required',
  )
})

test('a place without any, and a server without a name, have none', async () => {
  const none = await ClientWorld.create()
  assert.equal(await none.device.biometrics.isAvailable(), false)
  await assert.rejects(none.device.biometrics.setUp(), isFault('biometrics_unavailable'))
  const numbered = await ClientWorld.create({
    biometrics: new Hardware(),
    pairing: { serverUrl: 'https://192.0.2.7' },
  })
  assert.equal(await numbered.device.biometrics.isAvailable(), false)
  const { world } = await worldWith()
  assert.equal(await world.device.biometrics.isAvailable(), true)
  await assert.rejects(world.device.biometrics.setUp(), isFault('server_unreachable'))
})
