// A phone's PIN: set, asked for, changed, counted, locked, and what the person, the audit and the phone are told of it.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { PIN_TRIES_MAX, PIN_TRIES_PER_REQUEST, userVerification } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { resumeDevice, revokeDevice } from '@countersign/server/flows/change-device'
import { pinHeldOf } from '@countersign/server/flows/verification/pin-held'
import { setPin } from '@countersign/server/flows/verification/set-pin'
import { biometricPhone, SOCKET_NONCE } from '../support/biometric-phone.js'
import type { PinPhone } from '../support/pin-phone.js'
import { approveWithPin, byPin, drawnPinId, pinPhone, settingOf } from '../support/pin-phone.js'
import { policyBody } from '../support/policies.js'
import { setPolicies } from '../support/policy-world.js'
import type { TestDevice } from '../support/test-device.js'
import { newDeviceKey, parsedReceipt } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { asked, makeWorld, must, pairedDevice, reasonOf, settled } from '../support/test-world.js'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})

const requires = (demand: 'any' | 'biometrics') =>
  setPolicies(world, [policyBody({ says: { userVerification: demand } })])
const pinOf = ({ id }: Pick<TestDevice, 'id'>) => world.ports.storage.read.pins.of(id)
const deviceOf = async ({ id }: Pick<TestDevice, 'id'>) =>
  (await world.ports.storage.read.devices.byId(id)) ?? assert.fail('no device')
const told = async ({ accountId }: TestDevice) =>
  (await world.ports.storage.read.notices.ofAccount(accountId, 10, undefined)).map(({ kind }) => kind)
const audited = async ({ accountId }: TestDevice, action: string) =>
  (await world.ports.storage.read.audit.page({ accountId, action }, undefined, 10)).entries.length

/** What becomes of one login that is approved with this key. */
async function answered(phone: PinPhone): Promise<string> {
  const { challengeId, match } = await asked(world)
  const frame = await approveWithPin(world, phone, challengeId, match)
  const result = await answerChallenge(world.ports, phone.device.id, frame)
  if (!result.ok) return result.refusal.reason
  return parsedReceipt(result.value).state === 2 ? 'approved' : `state ${parsedReceipt(result.value).state}`
}

const wrongOn = (phone: PinPhone): PinPhone => ({ device: phone.device, pinKey: newDeviceKey() })

test('[PN6] a phone sets its first PIN: its key is kept sealed, the device verifies, person and audit are told', async () => {
  const { device, pinKey } = await pinPhone(world)
  const pin = (await pinOf(device)) ?? assert.fail('no PIN')
  assert.equal((await deviceOf(device)).verifies, true)
  assert.equal(Buffer.from(pin.sealedKey).includes(Buffer.from(pinKey.publicKey)), false)
  assert.deepEqual(world.ports.vault.unseal(pin.sealedKey, `pin/${device.id}/sealed_key`), pinKey.publicKey)
  assert.equal((await told(device))[0], 'pin_set')
  assert.equal(await audited(device, 'device.pin_set'), 1)
})

test('[PN3] an approve with the right PIN is approved; without a policy that asks for one, too', async () => {
  const phone = await pinPhone(world)
  assert.equal(await answered(phone), 'approved')
  await requires('any')
  assert.equal(await answered(phone), 'approved')
})

test('[UV1] what the policy asks for must be there, proven in its kind; nothing less is looked at', async () => {
  await requires('any')
  const bare = await pairedDevice(world, 'bob')
  const { challengeId, match } = await asked(world, { userId: 'bob' })
  const plain = await bare.approve(challengeId, match)
  assert.equal(reasonOf(await answerChallenge(world.ports, bare.id, plain)), 'verification_required')
  const said = await bare.approve(challengeId, match, byPin(world.ports, newDeviceKey()))
  const { proof: _, ...unproven } = said
  assert.equal(reasonOf(await answerChallenge(world.ports, bare.id, unproven)), 'verification_required')
  // It says that it has a PIN, and has none.
  const unknown = await bare.approve(challengeId, match, byPin(world.ports, newDeviceKey()))
  assert.equal(reasonOf(await answerChallenge(world.ports, bare.id, unknown)), 'verification_required')

  await requires('biometrics')
  assert.equal(await answered(await pinPhone(world)), 'verification_required')
})

test('[UV2] a phone that has a PIN approves nothing without it, also where no policy asks', async () => {
  const { device } = await pinPhone(world)
  const { challengeId, match } = await asked(world)
  const plain = await device.approve(challengeId, match)
  assert.equal(reasonOf(await answerChallenge(world.ports, device.id, plain)), 'verification_required')
})

test('[UV3] deny and report need no PIN, also on a phone that is locked', async () => {
  await requires('any')
  const phone = await pinPhone(world)
  const first = await asked(world)
  must(await answerChallenge(world.ports, phone.device.id, await phone.device.deny(first.challengeId)))
  for (let i = 0; i < PIN_TRIES_MAX; i += 1) assert.equal(await answered(wrongOn(phone)), 'pin_wrong')
  const second = await asked(world)
  const report = await phone.device.report(second.challengeId)
  assert.equal(parsedReceipt(must(await answerChallenge(world.ports, phone.device.id, report))).state, 6)
})

test('[AN5] a wrong PIN is counted before the choice is looked at: a wrong pick with it is no pick', async () => {
  const phone = await pinPhone(world)
  const { challengeId, match } = await asked(world)
  const options = phone.device.shown(challengeId).options
  const other = options.find((id) => match.mode === 'symbol' && id !== match.symbolId) ?? assert.fail()
  const frame = await approveWithPin(world, wrongOn(phone), challengeId, { mode: 'symbol', symbolId: other })
  assert.equal(reasonOf(await answerChallenge(world.ports, phone.device.id, frame)), 'pin_wrong')
  assert.equal((await world.ports.storage.read.challenges.byId(challengeId))?.state, 'pending')
  // The right PIN with the wrong pick ends it, and ends the row of wrong PINs.
  const picked = await approveWithPin(world, phone, challengeId, { mode: 'symbol', symbolId: other })
  assert.equal(parsedReceipt(must(await answerChallenge(world.ports, phone.device.id, picked))).state, 7)
  assert.deepEqual((await pinOf(phone.device))?.wrong, [])
})

test('[PN4] three wrong ones are looked at for one request; then the right one is not either, until the next request', async () => {
  const phone = await pinPhone(world)
  const { challengeId, match } = await asked(world)
  const tries: unknown[] = []
  for (let i = 0; i < PIN_TRIES_PER_REQUEST; i += 1) {
    const frame = await approveWithPin(world, wrongOn(phone), challengeId, match)
    const result = await answerChallenge(world.ports, phone.device.id, frame)
    tries.push(result.ok ? 'approved' : result.refusal)
  }
  assert.deepEqual(
    tries,
    [2, 1, 0].map((here) => ({ reason: 'pin_wrong', left: here + 2, here })),
  )
  const right = await approveWithPin(world, phone, challengeId, match)
  const refused = await answerChallenge(world.ports, phone.device.id, right)
  assert.deepEqual(refused.ok ? undefined : refused.refusal, { reason: 'pin_wrong', left: 2, here: 0 })
  assert.equal((await pinOf(phone.device))?.wrong.length, 3)
  assert.equal(await answered(phone), 'approved')
  assert.equal((await pinHeldOf(world.ports, await deviceOf(phone.device))).triesLeft, PIN_TRIES_MAX)
})

test('[PN4] the same wrong answer again is told again, and is no second try', async () => {
  const phone = await pinPhone(world)
  const { challengeId, match } = await asked(world)
  const frame = await approveWithPin(world, wrongOn(phone), challengeId, match)
  const first = await answerChallenge(world.ports, phone.device.id, frame)
  const again = await answerChallenge(world.ports, phone.device.id, frame)
  assert.deepEqual(again, first)
  assert.equal((await pinOf(phone.device))?.wrong.length, 1)
})

test('[PN5] the fifth in a row locks the phone for good: person, audit and phone are told, a resume is refused', async () => {
  const phone = await pinPhone(world)
  for (let i = 0; i < PIN_TRIES_MAX; i += 1) assert.equal(await answered(wrongOn(phone)), 'pin_wrong')
  assert.equal((await deviceOf(phone.device)).state, 'suspended')
  assert.equal((await told(phone.device)).filter((kind) => kind === 'pin_locked').length, 1)
  assert.equal(await audited(phone.device, 'device.pin_locked'), 1)
  await settled()
  assert.deepEqual(phone.device.frames.at(-1), { type: 'device', deviceState: 'suspended' })

  const resumed = await resumeDevice(world.ports, phone.device.id)
  assert.deepEqual(resumed.ok ? undefined : resumed.refusal, {
    reason: 'conflict',
    what: 'pin',
    because: 'locked',
  })
  assert.equal(await answered(phone), 'device_suspended')
  must(await revokeDevice(world.ports, phone.device.id))
  assert.equal(await pinOf(phone.device), undefined)
  // Paired anew, with a PIN of its own.
  assert.equal(await answered(await pinPhone(world)), 'approved')
})

test('[PN5] four wrong ones and a right one leave five again', async () => {
  const phone = await pinPhone(world)
  for (let round = 0; round < 2; round += 1) {
    for (let i = 1; i < PIN_TRIES_MAX; i += 1) assert.equal(await answered(wrongOn(phone)), 'pin_wrong')
    assert.equal(await answered(phone), 'approved')
  }
})

test('[PN6] a change needs the old PIN, makes another key, and is told; the old one counts no more', async () => {
  const phone = await pinPhone(world)
  const pinKey = newDeviceKey()
  const { id } = phone.device
  const bare = await settingOf(world, phone.device, { pinKey })
  assert.equal(reasonOf(await setPin(world.ports, id, SOCKET_NONCE, bare)), 'verification_required')
  const frame = await settingOf(world, phone.device, { pinKey, by: phone.pinKey })
  must(await setPin(world.ports, id, SOCKET_NONCE, frame))
  assert.equal((await told(phone.device))[0], 'pin_changed')
  assert.equal(await answered(phone), 'pin_wrong')
  assert.equal(await answered({ device: phone.device, pinKey }), 'approved')
})

test('[PN7] the same setting again changes nothing; the welcome names the PIN that counts', async () => {
  const device = await pairedDevice(world)
  const pinId = drawnPinId()
  const frame = await settingOf(world, device, { pinId })
  must(await setPin(world.ports, device.id, SOCKET_NONCE, frame))
  must(await setPin(world.ports, device.id, SOCKET_NONCE, frame))
  assert.equal(await audited(device, 'device.pin_set'), 1)
  const held = await pinHeldOf(world.ports, await deviceOf(device))
  assert.deepEqual(held, { pinId, triesLeft: 5, isWanted: false })
  await requires('any')
  assert.equal((await pinHeldOf(world.ports, await deviceOf(device))).isWanted, true)
})

test('[PN6] what was signed for another socket, by another key, or proven by another is refused', async () => {
  const device = await pairedDevice(world)
  const set = async (frame: Awaited<ReturnType<typeof settingOf>>) =>
    reasonOf(await setPin(world.ports, device.id, SOCKET_NONCE, frame))
  const nonce = new Uint8Array(32).fill(6)
  assert.equal(await set(await settingOf(world, device, { nonce })), 'signature_wrong')
  const stranger = { id: device.id, accountId: device.accountId, key: newDeviceKey() }
  assert.equal(await set(await settingOf(world, stranger)), 'signature_wrong')
  assert.equal(await set(await settingOf(world, device, { provenBy: newDeviceKey() })), 'signature_wrong')
  const itself = await settingOf(world, device, { pinKey: device.key })
  assert.equal(await set(itself), 'key_refused')
  assert.equal(await pinOf(device), undefined)
})

test('[PN6] with biometrics a forgotten PIN is replaced, and a first one agreed to; K1 alone sets none', async () => {
  const { device, authenticator } = await biometricPhone(world)
  const bare = await settingOf(world, device)
  assert.equal(reasonOf(await setPin(world.ports, device.id, SOCKET_NONCE, bare)), 'verification_required')
  const first = await settingOf(world, device, { authenticator })
  must(await setPin(world.ports, device.id, SOCKET_NONCE, first))
  const pinKey = newDeviceKey()
  const other = await settingOf(world, device, { authenticator, pinKey })
  must(await setPin(world.ports, device.id, SOCKET_NONCE, other))
  assert.equal(await answered({ device, pinKey }), 'approved')
  // The agreement was to that very setting.
  const bent = await settingOf(world, device)
  const stolen = { ...bent, ...(other.proof && { proof: other.proof }) }
  assert.equal(reasonOf(await setPin(world.ports, device.id, SOCKET_NONCE, stolen)), 'signature_wrong')
})

test('[UV2] the answer’s word for it is one of the bytes that the phone signs', async () => {
  const phone = await pinPhone(world)
  const { challengeId, match } = await asked(world)
  const frame = await approveWithPin(world, phone, challengeId, match)
  const lied = { ...frame, userVerification: userVerification.none }
  assert.equal(reasonOf(await answerChallenge(world.ports, phone.device.id, lied)), 'signature_wrong')
})
