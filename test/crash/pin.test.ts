// The server dies by SIGKILL between wrong PINs and while one is judged: each try that was answered is counted, once, and five lock the phone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { DeviceError, memoryPinStore, pinBytes } from '@countersign/client-sdk'
import { PIN_TRIES_MAX } from '@countersign/protocol'
import type { Device } from './world.js'
import { CrashWorld, mustShow, rightChoice, until } from './world.js'

const PIN = '830417'
let world: CrashWorld

before(async () => {
  world = await CrashWorld.start()
})
after(() => world.end())

async function phoneOf(userId: string): Promise<Device> {
  const phone = await world.addPerson(userId, memoryPinStore())
  await until(() => phone.pin.status.state === 'none')
  await phone.pin.set(pinBytes(PIN))
  return phone
}

async function asked(userId: string, phone: Device) {
  const login = await world.ask(userId)
  assert.ok(login)
  await mustShow(phone, login)
  return login
}

type Login = Awaited<ReturnType<typeof asked>>

/** What the server said in the end: the code of its refusal, or the state. */
function type(phone: Device, login: Login, pin: string): Promise<string> {
  return phone
    .approve(login.challengeId, rightChoice(login), { pin: pinBytes(pin) })
    .then(({ state }) => state)
    .catch((error: unknown) => {
      if (error instanceof DeviceError) return error.serverCode ?? error.code
      throw error
    })
}

async function counted({ pairing }: Device): Promise<number> {
  const pin = await world.admin.ports.storage.read.pins.of(pairing.deviceId)
  return pin?.wrong.length ?? 0
}

async function isLocked(phone: Device): Promise<void> {
  const device = await world.admin.ports.storage.read.devices.byId(phone.pairing.deviceId)
  assert.equal(device?.state, 'suspended')
}

test('[PN4] [PN5] killed after a wrong PIN was answered: every one is a try, and the right one is too late', async () => {
  const phone = await phoneOf('anna')
  let login = await asked('anna', phone)
  for (let n = 1; n <= PIN_TRIES_MAX; n++) {
    // Three tries on one request; the others are those of the next.
    if (n === 4) login = await asked('anna', phone)
    assert.equal(await type(phone, login, `wrong ${n}`), 'pin_wrong')
    if (n % 2 === 1) await world.killAndRestart()
    assert.equal(await counted(phone), n)
    await until(() => phone.connection === 'online')
  }
  await isLocked(phone)
  assert.equal(await type(phone, login, PIN), 'device_suspended')
  assert.equal(await world.redeem(login), 'challenge_not_approved')
})

test('[PN4] killed while a wrong PIN is judged: the answer that is sent again is the same try, and none is free', async () => {
  const phone = await phoneOf('bert')
  const login = await asked('bert', phone)
  for (let n = 1; n <= 3; n++) {
    const answer = type(phone, login, `wrong ${n}`)
    const isSent = () => phone.answers.some(({ progress }) => progress === 'sent')
    await Promise.race([answer, until(isSent)])
    await delay(n)
    await world.killAndRestart()
    assert.equal(await answer, 'pin_wrong')
    assert.equal(await counted(phone), n)
  }
})
