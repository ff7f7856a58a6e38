// Locking a phone out by its PIN: whoever knows the user ID, or stands between phone and server, spends the owner's five tries.
// They have not the phone's key, so nothing of theirs may count; nor may bytes that were sealed to nobody, or for another answer.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { setPin } from '@countersign/server/flows/verification/set-pin'
import { SOCKET_NONCE } from '../support/biometric-phone.js'
import type { PinPhone } from '../support/pin-phone.js'
import { approveWithPin, pinPhone, settingOf } from '../support/pin-phone.js'
import { newDeviceKey } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { asked, from, makeWorld, reasonOf } from '../support/test-world.js'

let world: World
let phone: PinPhone
beforeEach(async () => {
  world = await makeWorld()
  phone = await pinPhone(world)
})

const wrong = async () => (await world.ports.storage.read.pins.of(phone.device.id))?.wrong.length

test('[PN4] an answer that the phone’s key did not sign burns no try', async () => {
  const { challengeId, match } = await asked(world)
  for (let i = 0; i < 10; i += 1) {
    const frame = await approveWithPin(world, { ...phone, pinKey: newDeviceKey() }, challengeId, match)
    const forged = { ...frame, signature: toBase64Url(newDeviceKey().sign(new Uint8Array(1))) }
    assert.equal(reasonOf(await answerChallenge(world.ports, phone.device.id, forged)), 'signature_wrong')
  }
  const stranger = {
    ...phone.device,
    id: phone.device.id,
    accountId: phone.device.accountId,
    key: newDeviceKey(),
  }
  const setting = await settingOf(world, stranger, { by: newDeviceKey() })
  assert.equal(reasonOf(await setPin(world.ports, phone.device.id, SOCKET_NONCE, setting)), 'signature_wrong')
  assert.equal(await wrong(), 0)
})

test('[PN4] an old counter burns no try, so a recorded answer that is played again does not either', async () => {
  const first = await asked(world)
  const used = await approveWithPin(world, phone, first.challengeId, first.match)
  assert.equal((await answerChallenge(world.ports, phone.device.id, used)).ok, true)
  const second = await asked(world, from('198.51.100.9'))
  phone.device.rewind()
  const old = await approveWithPin(
    world,
    { ...phone, pinKey: newDeviceKey() },
    second.challengeId,
    second.match,
  )
  assert.equal(reasonOf(await answerChallenge(world.ports, phone.device.id, old)), 'counter_replayed')
  assert.equal(await wrong(), 0)
})

test('[PN3] what opens as nothing is no try', async () => {
  const { challengeId, match } = await asked(world)
  const frame = await approveWithPin(world, phone, challengeId, match)
  const proof = { kind: 'pin', sealed: toBase64Url(new Uint8Array(161).fill(3)) } as const
  assert.equal(
    reasonOf(await answerChallenge(world.ports, phone.device.id, { ...frame, proof })),
    'signature_wrong',
  )
  assert.equal(await wrong(), 0)
})

test('[PN3] the proof of one answer proves no other: it is a wrong one there', async () => {
  const first = await asked(world)
  const second = await asked(world, from('198.51.100.9'))
  const good = await approveWithPin(world, phone, first.challengeId, first.match)
  const other = await approveWithPin(
    world,
    { ...phone, pinKey: newDeviceKey() },
    second.challengeId,
    second.match,
  )
  const moved = { ...other, ...(good.proof && { proof: good.proof }) }
  assert.equal(reasonOf(await answerChallenge(world.ports, phone.device.id, moved)), 'pin_wrong')
})
