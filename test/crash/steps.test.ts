// The server dies by SIGKILL between any two steps of a login: what was acknowledged holds, and the phone finds back by itself.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CrashWorld, mustShow, rightChoice, until, wrongChoice } from './world.js'

let world: CrashWorld

before(async () => {
  world = await CrashWorld.start()
})
after(() => world.end())

async function ask(userId: string) {
  const asked = await world.ask(userId)
  assert.ok(asked, 'the server answers')
  return asked
}

test('killed after the request was acknowledged: the phone connects again, shows it, and the login completes', async () => {
  const phone = await world.addPerson('amelie')
  await world.kill()
  await until(() => phone.connection !== 'online')
  await world.restart()
  // Nobody is connected yet when the request is made, and the server dies before anybody is.
  phone.stop()
  const asked = await ask('amelie')
  await world.killAndRestart()
  phone.start()
  await mustShow(phone, asked)
  const outcome = await phone.approve(asked.challengeId, rightChoice(asked))
  assert.equal(outcome.state, 'approved')
  assert.equal(await world.redeem(asked), 'redeemed')
})

test('killed after the phone showed the request: the answer waits, is sent, and its receipt comes', async () => {
  const phone = await world.addPerson('bruno')
  const asked = await ask('bruno')
  await mustShow(phone, asked)
  await world.kill()
  const answer = phone.approve(asked.challengeId, rightChoice(asked))
  await world.restart()
  assert.deepEqual(
    { ...(await answer), decidedAtMs: 0 },
    { state: 'approved', byThisDevice: true, decidedAtMs: 0 },
  )
  assert.equal(await world.redeem(asked), 'redeemed')
})

test('killed at the moment of the answer: it is decided once, and the phone learns how', async () => {
  const phone = await world.addPerson('carla')
  const asked = await ask('carla')
  await mustShow(phone, asked)
  const answer = phone.approve(asked.challengeId, rightChoice(asked))
  await until(() => phone.answers.every(({ progress }) => progress === 'sent'))
  await world.killAndRestart()
  const { state, byThisDevice } = await answer
  assert.deepEqual({ state, byThisDevice }, { state: 'approved', byThisDevice: true })
  assert.equal(await world.redeem(asked), 'redeemed')
  assert.equal(await world.redeem(asked), 'challenge_final')
})

test('killed between approval and redemption: the approval is redeemed once by the new process', async () => {
  const phone = await world.addPerson('david')
  const asked = await ask('david')
  await mustShow(phone, asked)
  assert.equal((await phone.approve(asked.challengeId, rightChoice(asked))).state, 'approved')
  await world.killAndRestart()
  assert.equal(await world.stateOf(asked), 'approved')
  assert.equal(await world.redeem(asked), 'redeemed')
  await world.killAndRestart()
  assert.equal(await world.redeem(asked), 'challenge_final')
})

test('killed after a denial: nobody gets in', async () => {
  const phone = await world.addPerson('emil')
  const asked = await ask('emil')
  await mustShow(phone, asked)
  assert.equal((await phone.deny(asked.challengeId)).state, 'denied')
  await world.killAndRestart()
  assert.equal(await world.redeem(asked), 'challenge_final')
  assert.equal(await world.stateOf(asked), 'denied')
})

test('killed without an answer: no login', async () => {
  const phone = await world.addPerson('fatima')
  const asked = await ask('fatima')
  await mustShow(phone, asked)
  await world.killAndRestart()
  assert.equal(await world.redeem(asked), 'challenge_not_approved')
})

test('[LI1] [LI3] [AN2] budgets, the code after a denial, and the counter of the device outlive the process', async () => {
  const phone = await world.addPerson('goran')
  for (let i = 0; i < 3; i += 1) {
    const asked = await ask('goran')
    assert.equal(asked.delivery, 'push')
    await mustShow(phone, asked)
    await phone.deny(asked.challengeId)
    if (i === 0) await world.killAndRestart()
  }
  const counter = await counterOf(phone.pairing.deviceId)
  await world.killAndRestart()
  const asked = await ask('goran')
  assert.equal(asked.delivery, 'pull')
  assert.equal(asked.match.mode, 'code')
  assert.equal(await counterOf(phone.pairing.deviceId), counter)
  await until(() => phone.connection === 'online')
  await phone.pull()
  await mustShow(phone, asked)
  assert.equal((await phone.approve(asked.challengeId, rightChoice(asked))).state, 'approved')
  assert.equal(await world.redeem(asked), 'redeemed')
})

test('[LI7] five wrong picks suspend the device, however often the server dies between them', async () => {
  const phone = await world.addPerson('hanna')
  for (let i = 0; i < 5; i += 1) {
    const asked = await ask('hanna')
    if (asked.delivery === 'pull') await phone.pull()
    const request = await mustShow(phone, asked)
    assert.equal((await phone.approve(asked.challengeId, wrongChoice(asked, request))).state, 'mismatched')
    if (i % 2 === 0) {
      await world.killAndRestart()
      await until(() => phone.connection === 'online')
    }
  }
  assert.equal(
    (await world.admin.ports.storage.read.devices.byId(phone.pairing.deviceId))?.state,
    'suspended',
  )
})

async function counterOf(
  deviceId: Parameters<typeof world.admin.ports.storage.read.devices.byId>[0],
): Promise<number> {
  const device = await world.admin.ports.storage.read.devices.byId(deviceId)
  assert.ok(device)
  return device.counter
}
