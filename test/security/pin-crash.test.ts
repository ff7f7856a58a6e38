// Tries that a crash gives for free: whoever can make the server die between "this PIN is wrong" and "that was one try" guesses
// without end, if they can tell a wrong one from a right one by anything that is left. Judging and counting are one commit here
// (decision 0034), so the storage dies before that commit, and right after it, when nobody has heard of it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { PIN_TRIES_MAX } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { setPin } from '@countersign/server/flows/verification/set-pin'
import { SOCKET_NONCE } from '../support/biometric-phone.js'
import { Crash, crashingStorage } from '../support/crashing-storage.js'
import { newStorage } from '../support/engine.js'
import { approveWithPin, pinPhone, settingOf } from '../support/pin-phone.js'
import type { DeviceKeyPair } from '../support/test-device.js'
import { newDeviceKey } from '../support/test-device.js'
import { asked, makeWorld, must, reasonOf } from '../support/test-world.js'

async function surroundings() {
  const storage = crashingStorage(await newStorage())
  const world = await makeWorld({ storage })
  const phone = await pinPhone(world)
  const { id } = phone.device
  const login = await asked(world)
  const tried = async (pinKey: DeviceKeyPair) => {
    const frame = await approveWithPin(world, { ...phone, pinKey }, login.challengeId, login.match)
    return answerChallenge(world.ports, id, frame)
  }
  /** All that a try can change. */
  const traces = async () => ({
    pin: await storage.read.pins.of(id),
    device: await storage.read.devices.byId(id),
    challenge: await storage.read.challenges.byId(login.challengeId),
    notices: await storage.read.notices.ofAccount(phone.device.accountId, 10, undefined),
    log: world.log.lines.map(({ event }) => event),
  })
  return { storage, world, phone, tried, traces }
}

test('[PN4] a try whose server dies before the commit leaves the same, whether the PIN was right or wrong: nothing', async () => {
  const { storage, phone, tried, traces } = await surroundings()
  const before = await traces()
  for (const pinKey of [newDeviceKey(), phone.pinKey]) {
    storage.crashNext('before_commit')
    await assert.rejects(tried(pinKey), Crash)
    assert.deepEqual(await traces(), before)
  }
})

test('[PN4] a wrong PIN whose server dies right after the commit was a try, and five of them lock the phone', async () => {
  const { storage, world, phone } = await surroundings()
  for (let n = 1; n <= PIN_TRIES_MAX; n += 1) {
    const { challengeId, match } = await asked(world)
    const frame = await approveWithPin(world, { ...phone, pinKey: newDeviceKey() }, challengeId, match)
    storage.crashNext('after_commit')
    await assert.rejects(answerChallenge(world.ports, phone.device.id, frame), Crash)
    assert.equal((await storage.read.pins.of(phone.device.id))?.wrong.length, n)
  }
  const { challengeId, match } = await asked(world)
  const right = await approveWithPin(world, phone, challengeId, match)
  assert.equal(reasonOf(await answerChallenge(world.ports, phone.device.id, right)), 'device_suspended')
})

test('[PN4] a right PIN that is spent in a crash gives back no more than it took: the row ends with the decision, or not', async () => {
  const { storage, phone, tried } = await surroundings()
  assert.equal(reasonOf(await tried(newDeviceKey())), 'pin_wrong')
  storage.crashNext('before_commit')
  await assert.rejects(tried(phone.pinKey), Crash)
  assert.equal((await storage.read.pins.of(phone.device.id))?.wrong.length, 1)
  storage.crashNext('after_commit')
  await assert.rejects(tried(phone.pinKey), Crash)
  assert.equal((await storage.read.pins.of(phone.device.id))?.wrong.length, 0)
})

test('[PN4] an old PIN that is guessed at by changing it is a try, whenever the server dies', async () => {
  const { storage, world, phone } = await surroundings()
  const change = async (by: DeviceKeyPair) =>
    setPin(world.ports, phone.device.id, SOCKET_NONCE, await settingOf(world, phone.device, { by }))
  storage.crashNext('before_commit')
  await assert.rejects(change(newDeviceKey()), Crash)
  storage.crashNext('before_commit')
  await assert.rejects(change(phone.pinKey), Crash)
  assert.deepEqual((await storage.read.pins.of(phone.device.id))?.wrong, [])
  storage.crashNext('after_commit')
  await assert.rejects(change(newDeviceKey()), Crash)
  assert.equal((await storage.read.pins.of(phone.device.id))?.wrong.length, 1)
  must(await change(phone.pinKey))
})
