// The part of the storage contract about phones' biometrics: one a phone, each credential of one phone, counts that rise, and the device's own mark.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeviceId } from '@countersign/protocol'
import type { Biometrics, BiometricsStore } from '@countersign/server/core/ports-biometrics'
import type { Account, Device } from '@countersign/server/core/records'
import { bytes, id, NOW_MS, race, sampleAccount, sampleDevice } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function sampleBiometrics(deviceId: DeviceId, fields: Partial<Biometrics> = {}): Biometrics {
  return {
    ...{ deviceId, credentialId: bytes(32), publicKey: bytes(77), signCount: 0, mayBeCopied: false },
    ...{ madeAtMs: NOW_MS, lastUsedAtMs: undefined },
    ...fields,
  }
}

export function biometricsContract(storage: CurrentStorage): void {
  async function paired(account: Account = sampleAccount()): Promise<Device> {
    const device = sampleDevice(account.id)
    await storage().transaction(async ({ accounts, devices }) => {
      await accounts.add(account)
      await devices.add(device)
    })
    return device
  }
  const change = <T>(work: (biometrics: BiometricsStore) => Promise<T>): Promise<T> =>
    storage().transaction(({ biometrics }) => work(biometrics))
  const read = (deviceId: DeviceId) => storage().read.biometrics.ofDevice(deviceId)
  const verifies = async ({ id: deviceId }: Device) => (await storage().read.devices.byId(deviceId))?.verifies

  test('one is found as it was set, by its device and by its account; the device verifies', async () => {
    const device = await paired()
    const made = sampleBiometrics(device.id, { signCount: 7, mayBeCopied: true, lastUsedAtMs: NOW_MS })
    assert.equal(await verifies(device), false)
    assert.equal(await change((biometrics) => biometrics.set(made)), true)
    assert.deepEqual(await read(device.id), made)
    assert.deepEqual(await storage().read.biometrics.ofAccount(device.accountId), [made])
    assert.deepEqual(await storage().read.biometrics.ofAccount(id()), [])
    assert.equal(await verifies(device), true)
  })

  test('a later one takes the place of the first; one that another device has takes nobody’s', async () => {
    const [device, other] = [await paired(), await paired()]
    const first = sampleBiometrics(device.id)
    const theirs = sampleBiometrics(other.id)
    const next = sampleBiometrics(device.id)
    await change((biometrics) => biometrics.set(first))
    await change((biometrics) => biometrics.set(theirs))
    assert.equal(await change((biometrics) => biometrics.set(next)), true)
    assert.deepEqual(await read(device.id), next)
    const stolen = sampleBiometrics(device.id, { credentialId: theirs.credentialId })
    assert.equal(await change((biometrics) => biometrics.set(stolen)), false)
    assert.deepEqual(await read(other.id), theirs)
    await assert.rejects(change((biometrics) => biometrics.set(sampleBiometrics(id()))))
  })

  test('a count is spent when it rises, or when there is none; only of this credential', async () => {
    const device = await paired()
    const made = sampleBiometrics(device.id)
    await change((biometrics) => biometrics.set(made))
    for (const [count, spent] of [
      [0, true],
      [0, true],
      [5, true],
      [5, false],
      [0, false],
      [4, false],
      [6, true],
    ] as const)
      assert.equal(
        await change((biometrics) =>
          biometrics.spendCount(device.id, made.credentialId, count, NOW_MS + count),
        ),
        spent,
        String(count),
      )
    const row = await read(device.id)
    assert.deepEqual([row?.signCount, row?.lastUsedAtMs], [6, NOW_MS + 6])
    assert.equal(await change((biometrics) => biometrics.spendCount(device.id, bytes(32), 9, NOW_MS)), false)
  })

  test('of 20 who spend one count at once one succeeds, and of 20 who remove it one', async () => {
    const device = await paired()
    const made = sampleBiometrics(device.id, { signCount: 1 })
    await change((biometrics) => biometrics.set(made))
    assert.equal(
      await race(20, () =>
        change((biometrics) => biometrics.spendCount(device.id, made.credentialId, 2, NOW_MS)),
      ),
      1,
    )
    assert.equal(await race(20, () => change((biometrics) => biometrics.remove(device.id))), 1)
    assert.equal(await read(device.id), undefined)
    assert.equal(await verifies(device), false)
  })

  test('it goes with its device, and stays while the device is suspended', async () => {
    const device = await paired()
    await change((biometrics) => biometrics.set(sampleBiometrics(device.id)))
    const turn = (from: Device['state'], to: Device['state']) =>
      storage().transaction(({ devices }) => devices.changeState(device.id, [from], to, NOW_MS))
    await turn(device.state, 'suspended')
    assert.notEqual(await read(device.id), undefined)
    await turn('suspended', 'revoked')
    assert.equal(await read(device.id), undefined)
  })
}
