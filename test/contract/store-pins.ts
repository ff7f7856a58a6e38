// The part of the storage contract about PINs of phones: one a device, every change by compare-and-set, gone with the device.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeviceId } from '@countersign/protocol'
import type { DevicePin, WrongPin } from '@countersign/server/core/pin'
import type { Device } from '@countersign/server/core/records'
import { bytes, id, NOW_MS, race, sampleAccount, sampleDevice } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function samplePin(deviceId: DeviceId, fields: Partial<DevicePin> = {}): DevicePin {
  const pinId = Buffer.from(bytes(16)).toString('base64url')
  return { deviceId, pinId, sealedKey: bytes(61), wrong: [], setAtMs: NOW_MS, ...fields }
}

const wrongOne = (counter: number): WrongPin => ({ about: 'a request', counter, atMs: NOW_MS })

export function pinContract(storage: CurrentStorage): void {
  async function added(): Promise<{ readonly device: Device; readonly pin: DevicePin }> {
    const account = sampleAccount()
    const device = sampleDevice(account.id)
    const pin = samplePin(device.id)
    await storage().transaction(async ({ accounts, devices, pins }) => {
      await accounts.add(account)
      await devices.add(device)
      assert.equal(await pins.add(pin), true)
    })
    return { device, pin }
  }
  const kept = (deviceId: DeviceId) => storage().read.pins.of(deviceId)

  test('a PIN is found as it was added, and its device verifies from then on', async () => {
    const { device, pin } = await added()
    assert.deepEqual(await kept(device.id), pin)
    assert.equal((await storage().read.devices.byId(device.id))?.verifies, true)
    assert.equal(await kept(id()), undefined)
  })

  test('a device has one PIN: a second first one is not added', async () => {
    const { device, pin } = await added()
    const second = samplePin(device.id)
    assert.equal(await storage().transaction(({ pins }) => pins.add(second)), false)
    assert.deepEqual(await kept(device.id), pin)
    await assert.rejects(storage().transaction(({ pins }) => pins.add(samplePin(id()))))
  })

  test('a PIN is replaced by whoever names the one that is there, once', async () => {
    const { device, pin } = await added()
    await storage().transaction(({ pins }) => pins.saveWrong(pin, [wrongOne(1)]))
    const next = samplePin(device.id)
    const won = await race(2, () => storage().transaction(({ pins }) => pins.replace(pin.pinId, next)))
    assert.equal(won, 1)
    assert.deepEqual(await kept(device.id), next)
  })

  test('wrong ones are written by whoever saw how many there were, and for that very PIN', async () => {
    const { device, pin } = await added()
    const won = await race(5, (n) =>
      storage().transaction(({ pins }) => pins.saveWrong(pin, [wrongOne(n + 1)])),
    )
    assert.equal(won, 1)
    assert.equal((await kept(device.id))?.wrong.length, 1)
    const other = { ...samplePin(device.id), wrong: [wrongOne(1)] }
    assert.equal(await storage().transaction(({ pins }) => pins.saveWrong(other, [])), false)
    const now = (await kept(device.id)) ?? assert.fail()
    assert.equal(await storage().transaction(({ pins }) => pins.saveWrong(now, [])), true)
    assert.deepEqual((await kept(device.id))?.wrong, [])
  })

  test('a removed PIN is gone, and removing none is no fault', async () => {
    const { device } = await added()
    for (let i = 0; i < 2; i += 1) await storage().transaction(({ pins }) => pins.remove(device.id))
    assert.equal(await kept(device.id), undefined)
  })
}
