// A phone's biometrics: set up, used, changed and removed, and what the person, the audit and the device's own row say of it.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { fromBase64Url, toBase64Url } from '@countersign/protocol'
import { showAccount } from '@countersign/server/flows/admin/accounts'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { revokeDevice } from '@countersign/server/flows/change-device'
import { setBiometrics } from '@countersign/server/flows/verification/set-biometrics'
import {
  approveWithBiometrics,
  type BiometricPhone,
  biometricPhone,
  registration,
  removal,
  SOCKET_NONCE,
} from '../support/biometric-phone.js'
import { policyBody } from '../support/policies.js'
import { operator, setPolicies } from '../support/policy-world.js'
import { SoftAuthenticator } from '../support/soft-authenticator.js'
import type { TestDevice } from '../support/test-device.js'
import { parsedReceipt } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { asked, makeWorld, must, pairedDevice, reasonOf } from '../support/test-world.js'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})

const set = (device: TestDevice, ...[authenticator, options]: Rest<Parameters<typeof registration>>) =>
  setBiometrics(world.ports, device.id, SOCKET_NONCE, registration(world, device, authenticator, options))
type Rest<T> = T extends [unknown, unknown, ...infer R] ? R : never

const remove = (device: TestDevice, by?: SoftAuthenticator) =>
  setBiometrics(world.ports, device.id, SOCKET_NONCE, removal(world, device, by))
const verifies = async ({ id }: TestDevice) => (await world.ports.storage.read.devices.byId(id))?.verifies
const kept = ({ id }: TestDevice) => world.ports.storage.read.biometrics.ofDevice(id)
const told = async ({ accountId }: TestDevice) =>
  (await world.ports.storage.read.notices.ofAccount(accountId, 10, undefined)).map(({ kind }) => kind)
const requires = (userVerification: 'any' | 'biometrics') =>
  setPolicies(world, [policyBody({ says: { userVerification } })])

async function answered({ device, authenticator }: BiometricPhone): Promise<string> {
  const { challengeId, match } = await asked(world)
  const frame = await approveWithBiometrics({ device, authenticator }, challengeId, match)
  const result = await answerChallenge(world.ports, device.id, frame)
  return result.ok ? stateOf(parsedReceipt(result.value).state) : result.refusal.reason
}

const stateOf = (code: number): string => (code === 2 ? 'approved' : `state ${code}`)

test('[BI1] a phone sets it up: the credential is kept, the device verifies, person and audit are told', async () => {
  const device = await pairedDevice(world)
  const authenticator = new SoftAuthenticator({ mayBeCopied: true })
  const credentialId = must(await set(device, authenticator))
  assert.deepEqual(credentialId, authenticator.credentialId)
  assert.equal(await verifies(device), true)
  const row = await kept(device)
  assert.deepEqual([row?.signCount, row?.mayBeCopied, row?.lastUsedAtMs], [0, true, undefined])
  assert.equal((await told(device))[0], 'biometrics_added')
  const { entries } = await world.ports.storage.read.audit.page(
    { accountId: device.accountId, action: 'biometrics.added' },
    undefined,
    10,
  )
  assert.deepEqual(
    entries.map(({ entry }) => [entry.actor, entry.facts]),
    [[`device:${device.id}`, { deviceId: device.id, deviceName: 'Phone', mayBeCopied: true }]],
  )
})

test('[BI6] an approve with it is approved where the policy asks for either, and where it asks for biometrics', async () => {
  const phone = await biometricPhone(world, 'alice', new SoftAuthenticator({ countsFrom: 7 }))
  for (const userVerification of ['any', 'biometrics'] as const) {
    await requires(userVerification)
    assert.equal(await answered(phone), 'approved')
  }
  const row = await kept(phone.device)
  assert.deepEqual([row?.signCount, row?.lastUsedAtMs], [9, world.clock.nowMs()])
})

test('[UV1] without it such a request is not approved, waits on, and can be denied', async () => {
  const device = await pairedDevice(world)
  await requires('any')
  const { challengeId, match } = await asked(world)
  const bare = await device.approve(challengeId, match)
  assert.equal(reasonOf(await answerChallenge(world.ports, device.id, bare)), 'verification_required')
  const challenge = await world.ports.storage.read.challenges.byId(challengeId)
  assert.equal(challenge?.state, 'pending')
  assert.ok((await answerChallenge(world.ports, device.id, await device.deny(challengeId))).ok)
})

test('[BI2] the person was not verified, or the registration is of another origin, name or page: refused, and nothing is kept', async () => {
  const device = await pairedDevice(world)
  for (const how of [
    { userVerified: false },
    { origin: 'https://id.example.net' },
    { origin: 'https://id.example:8443' },
    { rpId: 'example' },
    { crossOrigin: true },
  ])
    assert.equal(reasonOf(await set(device, new SoftAuthenticator(), { how })), 'key_refused')
  assert.equal(await kept(device), undefined)
  assert.equal(await verifies(device), false)
})

test('[BI2] what is no registration at all is refused, not thrown', async () => {
  const device = await pairedDevice(world)
  const frame = registration(world, device, new SoftAuthenticator())
  const { credential } = frame
  assert.ok(credential)
  for (const clientDataJson of ['bm90IGpzb24', 'bnVsbA', toBase64Url(Uint8Array.of(0xff, 0xfe))]) {
    const wrong: typeof frame = { ...frame, credential: { ...credential, clientDataJson } }
    assert.equal(reasonOf(await setBiometrics(world.ports, device.id, SOCKET_NONCE, wrong)), 'key_refused')
  }
})

test('[BI4] another credential takes the place of the first only with the first one’s word', async () => {
  const { device, authenticator } = await biometricPhone(world)
  const next = new SoftAuthenticator()
  assert.equal(reasonOf(await set(device, next)), 'verification_required')
  assert.equal(reasonOf(await set(device, next, { by: next })), 'verification_required')
  assert.deepEqual((await kept(device))?.credentialId, authenticator.credentialId)
  must(await set(device, next, { by: authenticator }))
  assert.deepEqual((await kept(device))?.credentialId, next.credentialId)
  assert.equal(await answered({ device, authenticator: next }), 'approved')
  assert.equal(await answered({ device, authenticator }), 'verification_required')
})

test('[BI4] it is removed with its own word, and then an approve needs none', async () => {
  const { device, authenticator } = await biometricPhone(world)
  assert.equal(reasonOf(await remove(device)), 'verification_required')
  must(await remove(device, authenticator))
  assert.equal(await kept(device), undefined)
  assert.equal(await verifies(device), false)
  assert.equal((await told(device))[0], 'biometrics_removed')
  assert.equal(must(await remove(device)), undefined, 'twice is no fault')
  const { challengeId, match } = await asked(world)
  assert.ok((await answerChallenge(world.ports, device.id, await device.approve(challengeId, match))).ok)
})

test('[UV2] a phone that has it approves with it, also where no policy asks', async () => {
  const { device } = await biometricPhone(world)
  const { challengeId, match } = await asked(world)
  const bare = await device.approve(challengeId, match)
  assert.equal(reasonOf(await answerChallenge(world.ports, device.id, bare)), 'verification_required')
})

test('[BI3] a credential that another phone has is refused', async () => {
  const { authenticator } = await biometricPhone(world)
  const other = await pairedDevice(world, 'bob')
  assert.equal(reasonOf(await set(other, authenticator)), 'key_refused')
  assert.equal(await verifies(other), false)
})

test('[BI3] only an active phone sets it up', async () => {
  const device = await pairedDevice(world)
  await world.ports.storage.transaction(({ devices }) =>
    devices.changeState(device.id, ['active'], 'suspended', world.clock.nowMs()),
  )
  assert.equal(reasonOf(await set(device, new SoftAuthenticator())), 'device_suspended')
})

test('[BI5] it goes with its phone', async () => {
  const { device } = await biometricPhone(world)
  must(await revokeDevice(world.ports, device.id, operator))
  assert.equal(await kept(device), undefined)
})

test('the assertion is judged before the choice: a wrong pick without it ends nothing', async () => {
  const { device } = await biometricPhone(world)
  const { challengeId, match } = await asked(world)
  assert.equal(match.mode, 'symbol')
  const wrong = await device.approve(challengeId, { mode: 'symbol', symbolId: 1 })
  assert.equal(reasonOf(await answerChallenge(world.ports, device.id, wrong)), 'verification_required')
  assert.equal((await world.ports.storage.read.challenges.byId(challengeId))?.state, 'pending')
})

test('a registration names its key once: bytes that are changed on the way are refused', async () => {
  const device = await pairedDevice(world)
  const frame = registration(world, device, new SoftAuthenticator())
  const { credential } = frame
  assert.ok(credential)
  const bytes = fromBase64Url(credential.attestationObject) ?? assert.fail()
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  const changed = { ...frame, credential: { ...credential, attestationObject: toBase64Url(bytes) } }
  assert.equal(
    reasonOf(await setBiometrics(world.ports, device.id, SOCKET_NONCE, changed)),
    'signature_wrong',
  )
})

test('an admin sees of each phone what it asks its person for', async () => {
  const { device } = await biometricPhone(world, 'alice', new SoftAuthenticator({ mayBeCopied: true }))
  const plain = await pairedDevice(world)
  const account = must(await showAccount(world.ports, operator, { id: device.accountId }))
  assert.deepEqual(
    account.devices.map(({ id, hasPin, biometrics }) => [id, hasPin, biometrics]).sort(),
    [
      [device.id, false, 'may_be_copied'],
      [plain.id, false, null],
    ].sort(),
  )
})
