// The part of the storage contract about push subscriptions and rings: one a device, none of a device that may not approve; news are merged.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PushSubscription } from '@countersign/server/core/ports-push'
import type { Device } from '@countersign/server/core/records'
import type { RingNews } from '@countersign/server/core/rings'
import {
  bytes,
  id,
  NOW_MS,
  sampleAccount,
  sampleApp,
  sampleChallenge,
  sampleDelivery,
  sampleDevice,
} from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function samplePushSubscription(
  deviceId: Device['id'],
  fields: Partial<PushSubscription> = {},
): PushSubscription {
  return { id: id(), deviceId, sealedTerms: bytes(300), setAtMs: NOW_MS, quietUntilMs: 0, ...fields }
}

export function pushContract(storage: CurrentStorage): void {
  async function addedDevice(fields: Partial<Device> = {}): Promise<Device> {
    const account = sampleAccount()
    const device = sampleDevice(account.id, fields)
    await storage().transaction(async ({ accounts, devices }) => {
      await accounts.add(account)
      await devices.add(device)
    })
    return device
  }
  const set = (subscription: PushSubscription): Promise<boolean> =>
    storage().transaction(({ pushSubscriptions }) => pushSubscriptions.set(subscription))

  test('a subscription is found as it was set, by device and by account', async () => {
    const device = await addedDevice()
    const subscription = samplePushSubscription(device.id, { quietUntilMs: NOW_MS + 5 })
    assert.equal(await set(subscription), true)
    assert.equal(await set(samplePushSubscription((await addedDevice()).id)), true)
    const { pushSubscriptions } = storage().read
    assert.deepEqual(await pushSubscriptions.ofDevice(device.id), subscription)
    assert.deepEqual(await pushSubscriptions.ofAccount(device.accountId), [subscription])
    assert.equal(await pushSubscriptions.ofDevice(id()), undefined)
  })

  test('a new one takes the place of the one before', async () => {
    const device = await addedDevice()
    const [before, after] = [
      samplePushSubscription(device.id, { quietUntilMs: NOW_MS + 5 }),
      samplePushSubscription(device.id, { setAtMs: NOW_MS + 1 }),
    ]
    await set(before)
    assert.equal(await set(after), true)
    assert.deepEqual(await storage().read.pushSubscriptions.ofAccount(device.accountId), [after])
  })

  test('[WP6] none is set for a device that is not active, or is not there', async () => {
    for (const state of ['pending_confirm', 'suspended', 'revoked'] as const) {
      const { id: deviceId } = await addedDevice({ state })
      assert.equal(await set(samplePushSubscription(deviceId)), false, state)
      assert.equal(await storage().read.pushSubscriptions.ofDevice(deviceId), undefined)
    }
    assert.equal(await set(samplePushSubscription(id())), false)
  })

  test('[WP6] it goes when its device is suspended or revoked, and does not come back with it', async () => {
    for (const state of ['suspended', 'revoked'] as const) {
      const { id: deviceId } = await addedDevice()
      const { id: otherId } = await addedDevice()
      await set(samplePushSubscription(deviceId))
      await set(samplePushSubscription(otherId))
      await storage().transaction(({ devices }) => devices.changeState(deviceId, ['active'], state, NOW_MS))
      const { pushSubscriptions } = storage().read
      assert.equal(await pushSubscriptions.ofDevice(deviceId), undefined, state)
      assert.notEqual(await pushSubscriptions.ofDevice(otherId), undefined)
      await storage().transaction(({ devices }) => devices.changeState(deviceId, [state], 'active', NOW_MS))
      assert.equal(await pushSubscriptions.ofDevice(deviceId), undefined)
    }
  })

  test('news about an old subscription end no new one', async () => {
    const device = await addedDevice()
    const [before, after] = [samplePushSubscription(device.id), samplePushSubscription(device.id)]
    await set(before)
    await set(after)
    const drop = (which: string): Promise<boolean> =>
      storage().transaction(({ pushSubscriptions }) => pushSubscriptions.drop(which))
    assert.equal(await drop(before.id), false)
    assert.deepEqual(await storage().read.pushSubscriptions.ofDevice(device.id), after)
    assert.equal(await drop(after.id), true)
    assert.equal(await storage().read.pushSubscriptions.ofDevice(device.id), undefined)
  })

  test('it is taken back by its device, once', async () => {
    const { id: deviceId } = await addedDevice()
    await set(samplePushSubscription(deviceId))
    const remove = (): Promise<boolean> =>
      storage().transaction(({ pushSubscriptions }) => pushSubscriptions.remove(deviceId))
    assert.equal(await remove(), true)
    assert.equal(await remove(), false)
  })

  test('a push service’s wish for quiet is kept with the subscription it was about', async () => {
    const { id: deviceId } = await addedDevice()
    const subscription = samplePushSubscription(deviceId)
    await set(subscription)
    const quiet = (which: string): Promise<void> =>
      storage().transaction(({ pushSubscriptions }) => pushSubscriptions.quiet(which, NOW_MS + 60_000))
    await quiet(id())
    assert.equal((await storage().read.pushSubscriptions.ofDevice(deviceId))?.quietUntilMs, 0)
    await quiet(subscription.id)
    assert.equal((await storage().read.pushSubscriptions.ofDevice(deviceId))?.quietUntilMs, NOW_MS + 60_000)
  })

  async function addedChallenge(): Promise<{ readonly ring: RingNews; readonly device: Device }> {
    const account = sampleAccount()
    const app = sampleApp()
    const device = sampleDevice(account.id)
    const challenge = sampleChallenge(account.id, app.id)
    await storage().transaction(async ({ accounts, apps, devices, challenges }) => {
      await accounts.add(account)
      await apps.add(app)
      await devices.add(device)
      await challenges.add(challenge, [sampleDelivery(challenge.id, device.id)])
    })
    return { ring: { challengeId: challenge.id, deviceId: device.id, atMs: NOW_MS }, device }
  }
  const note = (...news: readonly RingNews[]): Promise<void> =>
    storage().transaction(async ({ rings }) => {
      for (const each of news) await rings.note(each)
    })

  test('what became of a ring is found as it was noted', async () => {
    const { ring } = await addedChallenge()
    await note({ ...ring, socketAtMs: NOW_MS + 1 })
    assert.deepEqual(await storage().read.rings.ofChallenge(ring.challengeId), [
      { ...ring, silence: undefined, socketAtMs: NOW_MS + 1, shownAtMs: undefined, push: undefined },
    ])
    assert.deepEqual(await storage().read.rings.ofChallenge(id()), [])
  })

  test('news are merged: the first showing, the last push whole, and nothing is forgotten', async () => {
    const { ring } = await addedChallenge()
    await note({ ...ring, socketAtMs: NOW_MS })
    await note({ ...ring, atMs: NOW_MS + 2, push: { atMs: NOW_MS + 2, outcome: 'busy', status: 429 } })
    await note({
      ...ring,
      atMs: NOW_MS + 3,
      push: { atMs: NOW_MS + 3, outcome: 'no_answer', status: undefined },
    })
    await note({ ...ring, atMs: NOW_MS + 4, shownAtMs: NOW_MS + 4 })
    await note({ ...ring, atMs: NOW_MS + 5, shownAtMs: NOW_MS + 5 })
    assert.deepEqual(await storage().read.rings.ofChallenge(ring.challengeId), [
      {
        ...{ ...ring, silence: undefined, socketAtMs: NOW_MS, shownAtMs: NOW_MS + 4 },
        push: { atMs: NOW_MS + 3, outcome: 'no_answer', status: undefined },
      },
    ])
  })

  test('a ring of a request that is not there, or was never for that device, is noted nowhere', async () => {
    const { ring } = await addedChallenge()
    await note({ ...ring, challengeId: id() }, { ...ring, deviceId: id() })
    assert.deepEqual(await storage().read.rings.ofChallenge(ring.challengeId), [])
  })

  test('rings go with their request', async () => {
    const { ring } = await addedChallenge()
    await note({ ...ring, silence: 'budget' })
    await storage().transaction(async ({ challenges }) => {
      const ended = { id: ring.challengeId, from: 'pending', to: 'expired', nowMs: NOW_MS } as const
      assert.equal(await challenges.change({ ...ended, notExpired: false }), true)
      await challenges.purge(NOW_MS + 1, 1_000)
    })
    assert.deepEqual(await storage().read.rings.ofChallenge(ring.challengeId), [])
  })
}
