// Guessing a PIN by the other doors. The frame that changes it is one: the old PIN's signature says right or wrong, so it must be
// counted as any try. The new key is another: derived from a guess, it equals the stored one exactly when the guess is right, so a
// server that looks at the new key first ("known already") answers guesses for nothing. And who changes a PIN and keeps the seed
// has one seed under two masks: with a copy of before and one of after, each guess of the old PIN can be checked by the new.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { PIN_TRIES_PER_REQUEST, toBase64Url } from '@countersign/protocol'
import { setPin } from '@countersign/server/flows/verification/set-pin'
import { biometricPhone, SOCKET_NONCE } from '../support/biometric-phone.js'
import type { PinPhone } from '../support/pin-phone.js'
import { pinPhone, settingOf } from '../support/pin-phone.js'
import { newDeviceKey } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, reasonOf } from '../support/test-world.js'

let world: World
let phone: PinPhone
beforeEach(async () => {
  world = await makeWorld()
  phone = await pinPhone(world)
})

const set = async (options: Parameters<typeof settingOf>[2]) =>
  setPin(world.ports, phone.device.id, SOCKET_NONCE, await settingOf(world, phone.device, options))
const wrong = async () => (await world.ports.storage.read.pins.of(phone.device.id))?.wrong.length

test('[PN4] a guessed old PIN in a change is a try: three, then none is looked at', async () => {
  for (let n = 1; n <= PIN_TRIES_PER_REQUEST; n += 1) {
    assert.equal(reasonOf(await set({ by: newDeviceKey() })), 'pin_wrong')
    assert.equal(await wrong(), n)
  }
  assert.equal(reasonOf(await set({ by: phone.pinKey })), 'pin_wrong')
  assert.equal(await wrong(), PIN_TRIES_PER_REQUEST)
})

test('[PN6] a new key that equals the old one is told so only to whoever signed with the old one', async () => {
  // The right guess, offered as new key without the old one's word, and with a wrong one's: the same as any other key gets.
  for (const pinKey of [phone.pinKey, newDeviceKey()]) {
    assert.equal(reasonOf(await set({ pinKey })), 'verification_required')
    assert.equal(reasonOf(await set({ pinKey, by: newDeviceKey() })), 'pin_wrong')
  }
  assert.equal(await wrong(), 2)
})

test('[PN6] the same seed under another mask is refused: a change makes a new key', async () => {
  assert.equal(reasonOf(await set({ pinKey: phone.pinKey, by: phone.pinKey })), 'key_refused')
})

test('[PN6] a key of low order, under which one signature fits every message, is refused', async () => {
  const lowOrder = { publicKey: Uint8Array.of(1, ...new Uint8Array(31)), sign: () => new Uint8Array(64) }
  assert.equal(reasonOf(await set({ pinKey: lowOrder, by: phone.pinKey })), 'key_refused')
})

test('[PN6] who has biometrics is not given a first PIN by whoever copied the phone’s key', async () => {
  const { device } = await biometricPhone(world, 'bob')
  const frame = await settingOf(world, device)
  assert.equal(reasonOf(await setPin(world.ports, device.id, SOCKET_NONCE, frame)), 'verification_required')
})

test('[PN6] a setting that was recorded, or bent on its way, sets nothing', async () => {
  const frame = await settingOf(world, phone.device, { by: phone.pinKey })
  const bent = toBase64Url(new Uint8Array(160).fill(1))
  for (const [nonce, sent] of [
    [new Uint8Array(32).fill(9), frame],
    [SOCKET_NONCE, { ...frame, sealed: bent }],
    [SOCKET_NONCE, { ...frame, pinId: toBase64Url(new Uint8Array(16)) }],
  ] as const)
    assert.equal(reasonOf(await setPin(world.ports, phone.device.id, nonce, sent)), 'signature_wrong')
  assert.equal(await wrong(), 0)
  must(await setPin(world.ports, phone.device.id, SOCKET_NONCE, frame))
})
