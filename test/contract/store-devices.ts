// The device part of the storage contract: one key once, states by compare-and-set, counters that only rise.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Device } from '@countersign/server/core/records'
import { bytes, id, NOW_MS, populate, race, sampleDevice } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function deviceContract(storage: CurrentStorage): void {
  test('a device is found by its id and by its account, oldest first', async () => {
    const { account, device } = await populate(storage())
    const older = sampleDevice(account.id, { createdAtMs: NOW_MS - 1 })
    assert.equal(await storage().transaction(({ devices }) => devices.add(older)), true)

    assert.deepEqual(await storage().read.devices.byId(device.id), device)
    assert.deepEqual(await storage().read.devices.ofAccount(account.id), [older, device])
    assert.deepEqual(await storage().read.devices.ofAccount(id<AccountId>()), [])
    assert.equal((await storage().read.devices.all(1)).length, 1)
  })

  test('of 100 who register one public key at once, under whatever account, one succeeds', async () => {
    const people = [await populate(storage()), await populate(storage())]
    const publicKey = bytes(32)
    const won = await race(100, (i) => {
      const accountId = people[i % 2]?.account.id ?? id<AccountId>()
      return storage().transaction(({ devices }) => devices.add(sampleDevice(accountId, { publicKey })))
    })
    assert.equal(won, 1)
  })

  test('a device of an account that does not exist is a fault', async () => {
    await assert.rejects(storage().transaction(({ devices }) => devices.add(sampleDevice(id<AccountId>()))))
  })

  test('a state changes only from one of the named states, for one of 100, and says when', async () => {
    const { device } = await populate(storage())
    const change = (nowMs: number) =>
      storage().transaction(({ devices }) =>
        devices.changeState(device.id, ['active', 'pending_confirm'], 'suspended', nowMs),
      )

    assert.equal(await race(100, () => change(NOW_MS + 5)), 1)
    assert.equal(await change(NOW_MS + 9), false)
    const changed = await storage().read.devices.byId(device.id)
    assert.deepEqual(changed, { ...device, state: 'suspended', changedAtMs: NOW_MS + 5 })
  })

  test('no state is changed from an empty list of states, and none of a device that nobody has', async () => {
    const { device } = await populate(storage())
    const outcomes = await storage().transaction(async ({ devices }) => [
      await devices.changeState(device.id, [], 'revoked', NOW_MS),
      await devices.changeState(id(), ['active'], 'revoked', NOW_MS),
      await devices.spendCounter(device.id, 5, [], NOW_MS),
    ])
    assert.deepEqual(outcomes, [false, false, false])
    assert.deepEqual(await storage().read.devices.byId(device.id), device)
  })

  test('a state may change from any of all four', async () => {
    const { device } = await populate(storage())
    const all = ['pending_confirm', 'active', 'suspended', 'revoked'] as const
    for (const state of all) {
      const done = await storage().transaction(({ devices }) =>
        devices.changeState(device.id, all, state, NOW_MS),
      )
      assert.equal(done, true)
    }
  })

  test('a counter is spent by one of 100 who show the same', async () => {
    const { device } = await populate(storage())
    const won = await race(100, () =>
      storage().transaction(({ devices }) => devices.spendCounter(device.id, 7, ['active'], NOW_MS + 3)),
    )
    assert.equal(won, 1)
    const spent = await storage().read.devices.byId(device.id)
    assert.deepEqual(spent, { ...device, counter: 7, lastUsedAtMs: NOW_MS + 3 })
  })

  test('a counter only rises, in a named state, up to the largest exact number', async () => {
    const { device } = await populate(storage())
    const spend = (counter: number, states: readonly ('active' | 'suspended')[] = ['active']) =>
      storage().transaction(({ devices }) => devices.spendCounter(device.id, counter, states, NOW_MS))

    assert.equal(await spend(10), true)
    assert.equal(await spend(10), false)
    assert.equal(await spend(9), false)
    assert.equal(await spend(11, ['suspended']), false)
    assert.equal(await spend(Number.MAX_SAFE_INTEGER), true)
    assert.equal((await storage().read.devices.byId(device.id))?.counter, Number.MAX_SAFE_INTEGER)
  })

  test('an account knows how many of its devices are active, whatever happens to them', async () => {
    const { account, device } = await populate(storage())
    const second = sampleDevice(account.id, { state: 'pending_confirm' })
    const active = async (): Promise<number | undefined> =>
      (await storage().read.accounts.byId(account.id))?.activeDevices
    const change = (of: Device, to: Device['state']): Promise<boolean> =>
      storage().transaction(({ devices }) =>
        devices.changeState(of.id, [of.state, 'active', 'suspended'], to, NOW_MS),
      )

    assert.equal(await active(), 1)
    await storage().transaction(({ devices }) => devices.add(second))
    assert.equal(await active(), 1)
    await change(second, 'active')
    assert.equal(await active(), 2)
    await change(device, 'suspended')
    assert.equal(await active(), 1)
    await change(device, 'revoked')
    await change(second, 'revoked')
    assert.equal(await active(), 0)
  })

  test('all devices of one account are told of again, and forget what they were called', async () => {
    const { account, device } = await populate(storage())
    const { device: strange } = await populate(storage())
    const later = NOW_MS + 500_000
    await storage().transaction(async ({ devices }) => {
      await devices.touchAll(account.id, later)
      await devices.forgetNames(account.id)
    })

    const { devices } = storage().read
    assert.deepEqual(await devices.byId(device.id), { ...device, name: '', changedAtMs: later })
    assert.deepEqual(await devices.byId(strange.id), strange)
    assert.ok((await devices.changedSince(later)).some(({ id: each }) => each === device.id))
  })

  test('devices changed at or after a time come in that order', async () => {
    const { account } = await populate(storage())
    const late = NOW_MS + 1_000_000
    const changed = [2, 0, 1].map((offset) => sampleDevice(account.id, { changedAtMs: late + offset }))
    await storage().transaction(async ({ devices }) => {
      for (const device of changed) await devices.add(device)
    })

    const since = await storage().read.devices.changedSince(late + 1)

    assert.deepEqual(
      since.map(({ changedAtMs }) => changedAtMs),
      [late + 1, late + 2],
    )
  })
}
