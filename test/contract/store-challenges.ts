// The challenge part of the storage contract: one compare-and-set ends a question, and its deliveries live with it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId, AppId } from '@countersign/protocol'
import type { Storage } from '@countersign/server/core/ports'
import type { ChallengeChange } from '@countersign/server/core/ports-challenges'
import type { ChallengeRecord } from '@countersign/server/core/records'
import {
  bytes,
  id,
  NOW_MS,
  populate,
  race,
  sampleChallenge,
  sampleDelivery,
  sampleDevice,
} from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function challengeContract(storage: CurrentStorage): void {
  test('what is unfinished is what waits or was approved, whatever the time, oldest first', async () => {
    const { account, app } = await populate(storage())
    const states = ['pending', 'approved', 'redeemed', 'denied', 'expired', 'cancelled'] as const
    const made = states.map((state, n) =>
      sampleChallenge(account.id, app.id, { state, createdAtMs: NOW_MS - n, expiresAtMs: NOW_MS - 1 }),
    )
    await storage().transaction(async ({ challenges }) => {
      for (const challenge of made) await challenges.add(challenge, [])
    })

    const unfinished = await storage().read.challenges.unfinishedOf(account.id)

    assert.deepEqual(
      unfinished.map(({ state }) => state),
      ['approved', 'pending'],
    )
  })

  test('a challenge comes back as it was added, by id and by watch token', async () => {
    const { challenge, delivery, device } = await ask(storage())
    const { challenges } = storage().read

    assert.deepEqual(await challenges.byId(challenge.id), challenge)
    assert.deepEqual(await challenges.byWatchToken(challenge.watchTokenHash), challenge)
    assert.deepEqual(await challenges.delivery(challenge.id, device.id), delivery)
    assert.deepEqual(await challenges.deliveriesOf(challenge.id), [delivery])
    assert.deepEqual(await challenges.deviceIdsOf(challenge.id), [device.id])
    assert.deepEqual(await challenges.shownTo(challenge.id, device.id), { challenge, delivery, device })
  })

  test('a challenge that was answered comes with what that device was shown, and with nothing before', async () => {
    const { challenge, delivery, device } = await ask(storage())
    const { challenges } = storage().read
    assert.deepEqual(await challenges.answered(challenge.id), { challenge, shown: undefined })
    assert.equal(await challenges.answered(id()), undefined)

    const answer = { deviceId: device.id, body: bytes(200), signature: bytes(64), nearby: false }
    await storage().transaction((stores) =>
      stores.challenges.change({
        ...{ id: challenge.id, from: 'pending', to: 'approved', nowMs: NOW_MS, notExpired: true, answer },
      }),
    )
    const approved = { ...challenge, state: 'approved', decidedAtMs: NOW_MS, answer } as const
    const shown = { challenge: approved, delivery, device }
    assert.deepEqual(await challenges.answered(challenge.id), { challenge: approved, shown })
  })

  test('an answer of a device that was shown nothing comes without what it was shown', async () => {
    const { account, app, device } = await populate(storage())
    const answer = { deviceId: device.id, body: bytes(200), signature: bytes(64), nearby: false }
    const challenge = sampleChallenge(account.id, app.id, { state: 'approved', decidedAtMs: NOW_MS, answer })
    await storage().transaction(({ challenges }) => challenges.add(challenge, []))

    assert.deepEqual(await storage().read.challenges.answered(challenge.id), { challenge, shown: undefined })
  })

  test('what does not exist is undefined', async () => {
    const { challenge, device } = await ask(storage())
    const { challenges } = storage().read

    assert.equal(await challenges.byId(id()), undefined)
    assert.equal(await challenges.byWatchToken(bytes(32)), undefined)
    assert.equal(await challenges.delivery(challenge.id, id()), undefined)
    assert.equal(await challenges.shownTo(challenge.id, id()), undefined)
    assert.equal(await challenges.shownTo(id(), device.id), undefined)
  })

  test('a challenge with every field set comes back the same', async () => {
    const { account, app, device } = await populate(storage())
    const challenge = sampleChallenge(account.id, app.id, {
      purpose: 'stepUp',
      mode: 'code',
      state: 'reported',
      cause: 'raised',
      pool: 'idFirst',
      pushed: false,
      options: [],
      decidedAtMs: NOW_MS + 3,
      answer: { deviceId: device.id, body: bytes(200), signature: bytes(64), nearby: true },
    })
    await storage().transaction(({ challenges }) => challenges.add(challenge, []))
    assert.deepEqual(await storage().read.challenges.byId(challenge.id), challenge)
  })

  test('a challenge for an account that nobody has is kept just the same, with a phantom delivery', async () => {
    const { app } = await populate(storage())
    const challenge = sampleChallenge(id<AccountId>(), app.id)
    const phantom = sampleDelivery(challenge.id, id())
    await storage().transaction(({ challenges }) => challenges.add(challenge, [phantom]))
    const { challenges } = storage().read

    assert.deepEqual(await challenges.byId(challenge.id), challenge)
    assert.deepEqual(await challenges.deliveriesOf(challenge.id), [phantom])
    assert.equal(await challenges.shownTo(challenge.id, phantom.deviceId), undefined)
    assert.deepEqual(await challenges.openDeliveries(phantom.deviceId, NOW_MS, false), [])
  })

  test('a challenge of an app that does not exist, or with a watch token of another, is a fault', async () => {
    const { challenge } = await ask(storage())
    const add = (bad: ChallengeRecord) => storage().transaction(({ challenges }) => challenges.add(bad, []))
    const { accountId, appId, watchTokenHash } = challenge

    await assert.rejects(add(sampleChallenge(accountId, id<AppId>())))
    await assert.rejects(add(sampleChallenge(accountId, appId, { watchTokenHash })))
    await assert.rejects(add(challenge))
  })

  test('open challenges of an account are pending and not expired, oldest first', async () => {
    const { account, app } = await populate(storage())
    const make = (fields: Partial<ChallengeRecord>) => sampleChallenge(account.id, app.id, fields)
    const second = make({ createdAtMs: NOW_MS + 1 })
    const first = make({})
    const expired = make({ expiresAtMs: NOW_MS + 2 })
    const over = make({ state: 'denied', decidedAtMs: NOW_MS })
    await storage().transaction(async ({ challenges }) => {
      for (const challenge of [second, first, expired, over]) await challenges.add(challenge, [])
    })

    const open = await storage().read.challenges.openOf(account.id, NOW_MS + 2)

    assert.deepEqual(open, [first, second])
  })

  test('of 100 who answer at once, half to approve and half to deny, one decides', async () => {
    const { challenge, device } = await ask(storage())
    const answerOf = (i: number) => ({
      deviceId: device.id,
      body: new Uint8Array(8).fill(i),
      signature: new Uint8Array(64).fill(i),
      nearby: i % 2 === 0,
    })
    const winners: number[] = []

    await race(100, async (i) => {
      const to = i % 2 === 0 ? ('approved' as const) : ('denied' as const)
      const change = { ...pendingTo(challenge, to), answer: answerOf(i) }
      const won = await storage().transaction(({ challenges }) => challenges.change(change))
      if (won) winners.push(i)
      return won
    })

    assert.equal(winners.length, 1)
    const winner = winners[0] ?? -1
    const stored = await storage().read.challenges.byId(challenge.id)
    const state = winner % 2 === 0 ? 'approved' : 'denied'
    assert.deepEqual(stored, { ...challenge, state, decidedAtMs: NOW_MS + 1, answer: answerOf(winner) })
  })

  test('a change that must not come late fails at the very moment of expiry, and leaves the row as it was', async () => {
    const { challenge } = await ask(storage())
    const atExpiry = { ...pendingTo(challenge, 'approved'), nowMs: challenge.expiresAtMs }
    const change = (each: ChallengeChange) =>
      storage().transaction(({ challenges }) => challenges.change(each))

    assert.equal(await change(atExpiry), false)
    assert.deepEqual(await storage().read.challenges.byId(challenge.id), challenge)
    assert.equal(await change({ ...atExpiry, notExpired: false, to: 'expired' }), true)
  })

  test('a change keeps the answer and the cause that it does not name', async () => {
    const { challenge, device } = await ask(storage())
    const answer = { deviceId: device.id, body: bytes(9), signature: bytes(64), nearby: false }
    const approve: ChallengeChange = { ...pendingTo(challenge, 'approved'), cause: 'raised', answer }
    const redeem: ChallengeChange = {
      ...pendingTo(challenge, 'redeemed'),
      from: 'approved',
      nowMs: NOW_MS + 2,
    }

    const changed = await storage().transaction(async ({ challenges }) => [
      await challenges.change(approve),
      await challenges.change(redeem),
      await challenges.change(redeem),
    ])

    assert.deepEqual(changed, [true, true, false])
    const stored = await storage().read.challenges.byId(challenge.id)
    assert.deepEqual(stored, {
      ...challenge,
      state: 'redeemed',
      cause: 'raised',
      decidedAtMs: NOW_MS + 2,
      answer,
    })
  })

  test('an approval is redeemed by one of 100, and never after a denial won', async () => {
    const { challenge } = await ask(storage(), { state: 'approved', decidedAtMs: NOW_MS })
    const change = (to: 'redeemed' | 'denied') =>
      storage().transaction(({ challenges }) =>
        challenges.change({ ...pendingTo(challenge, to), from: 'approved' }),
      )

    assert.equal(await race(100, (i) => change(i % 10 === 0 ? 'denied' : 'redeemed')), 1)
  })

  test('open deliveries of a device are those of open challenges, oldest first; those that ring can be asked for alone', async () => {
    const { account, app, device } = await populate(storage())
    const make = (fields: Partial<ChallengeRecord>) => sampleChallenge(account.id, app.id, fields)
    const quiet = make({ pushed: false, createdAtMs: NOW_MS + 5 })
    const ringing = make({})
    const over = make({ state: 'cancelled', decidedAtMs: NOW_MS })
    const expired = make({ expiresAtMs: NOW_MS + 10 })
    const other = sampleDevice(account.id)
    const deliveryOf = (challenge: ChallengeRecord) => sampleDelivery(challenge.id, device.id)
    const [quietOne, ringingOne] = [deliveryOf(quiet), deliveryOf(ringing)]
    await storage().transaction(async ({ challenges, devices }) => {
      await devices.add(other)
      await challenges.add(quiet, [quietOne, sampleDelivery(quiet.id, other.id)])
      await challenges.add(ringing, [ringingOne])
      await challenges.add(over, [deliveryOf(over)])
      await challenges.add(expired, [deliveryOf(expired)])
    })
    const { challenges } = storage().read

    assert.deepEqual(await challenges.openDeliveries(device.id, NOW_MS + 10, false), [ringingOne, quietOne])
    assert.deepEqual(await challenges.openDeliveries(device.id, NOW_MS + 10, true), [ringingOne])
    assert.deepEqual(await challenges.openDeliveries(id(), NOW_MS, false), [])
  })

  test('what rings is pending, not expired and pushed, whoever it is for; the newest first, at most so many', async () => {
    const far = NOW_MS + 1_000_000_000
    const { account, app, device } = await populate(storage())
    const other = await populate(storage())
    const make = (fields: Partial<ChallengeRecord>) =>
      sampleChallenge(account.id, app.id, { expiresAtMs: far + 1_000, ...fields })
    const first = make({ createdAtMs: far - 9 })
    const newest = sampleChallenge(other.account.id, other.app.id, {
      createdAtMs: far - 8,
      expiresAtMs: far + 1_000,
    })
    const quiet = make({ pushed: false })
    const expired = make({ expiresAtMs: far })
    const approved = make({ state: 'approved', decidedAtMs: far - 1 })
    await storage().transaction(async ({ challenges }) => {
      for (const challenge of [first, quiet, expired, approved])
        await challenges.add(challenge, [sampleDelivery(challenge.id, device.id)])
      await challenges.add(newest, [sampleDelivery(newest.id, other.device.id)])
    })
    const { challenges } = storage().read

    const ringing = [
      { challengeId: newest.id, deviceId: other.device.id },
      { challengeId: first.id, deviceId: device.id },
    ]
    assert.deepEqual(await challenges.ringing(far, 10), ringing)
    assert.deepEqual(await challenges.ringing(far, 1), ringing.slice(0, 1))
  })

  test('overdue are pending challenges from their expiry on, and approvals from the given time back, at most so many', async () => {
    const { account, app } = await populate(storage())
    const at = NOW_MS - 1_000_000
    const make = (fields: Partial<ChallengeRecord>) => sampleChallenge(account.id, app.id, fields)
    const expired = make({ expiresAtMs: at })
    const lapsed = make({ state: 'approved', createdAtMs: at - 60_000, decidedAtMs: at - 60_000 })
    const inTime = make({ expiresAtMs: at + 1 })
    const redeemable = make({ state: 'approved', createdAtMs: at - 70_000, decidedAtMs: at - 59_999 })
    const done = make({ state: 'redeemed', decidedAtMs: at - 70_000 })
    await storage().transaction(async ({ challenges }) => {
      for (const challenge of [expired, lapsed, inTime, redeemable, done]) await challenges.add(challenge, [])
    })
    const { challenges } = storage().read

    const overdue = await challenges.overdue(at, at - 60_000, 10)
    assert.deepEqual(new Set(overdue.map((each) => each.id)), new Set([expired.id, lapsed.id]))
    assert.equal((await challenges.overdue(at, at - 60_000, 1)).length, 1)
  })

  test('a purge takes finished challenges older than a time with their deliveries, so many at once, and nothing else', async () => {
    const { account, app, device } = await populate(storage())
    const at = NOW_MS - 5_000_000
    const make = (fields: Partial<ChallengeRecord>) => sampleChallenge(account.id, app.id, fields)
    const old = [1, 2, 3].map((age) => make({ state: 'denied', decidedAtMs: at - age }))
    const young = make({ state: 'denied', decidedAtMs: at })
    const pending = make({ createdAtMs: at - 9, expiresAtMs: at - 8 })
    const approved = make({ state: 'approved', decidedAtMs: at - 9 })
    await storage().transaction(async ({ challenges }) => {
      for (const challenge of [...old, young, pending, approved])
        await challenges.add(challenge, [sampleDelivery(challenge.id, device.id)])
    })
    const purge = () => storage().transaction(({ challenges }) => challenges.purge(at, 2))

    assert.deepEqual([await purge(), await purge(), await purge()], [2, 1, 0])

    const { challenges } = storage().read
    for (const { id: gone } of old) {
      assert.equal(await challenges.byId(gone), undefined)
      assert.deepEqual(await challenges.deliveriesOf(gone), [])
    }
    for (const kept of [young, pending, approved]) {
      assert.deepEqual(await challenges.byId(kept.id), kept)
      assert.equal((await challenges.deliveriesOf(kept.id)).length, 1)
    }
  })

  test('with the challenges of an account that nobody has goes its guard, unless it changed since; a real one stays', async () => {
    const { account, app } = await populate(storage())
    const at = NOW_MS - 6_000_000
    const [forgotten, busy, bystander] = [id<AccountId>(), id<AccountId>(), id<AccountId>()]
    const saves = { [account.id]: at - 9, [forgotten]: at - 1, [busy]: at, [bystander]: at - 9 }
    const asks = [account.id, forgotten, forgotten, busy].map((accountId) =>
      sampleChallenge(accountId, app.id, { state: 'expired', decidedAtMs: at - 1 }),
    )
    await storage().transaction(async ({ challenges, guards }) => {
      for (const challenge of asks) await challenges.add(challenge, [])
      for (const [accountId, savedAtMs] of Object.entries(saves))
        assert.equal(await guards.save(await guards.of(accountId as AccountId), savedAtMs), true)
    })

    assert.equal(await storage().transaction(({ challenges }) => challenges.purge(at, 10)), 4)

    const revisionOf = async (accountId: AccountId) => (await storage().read.guards.of(accountId)).revision
    assert.equal(await revisionOf(forgotten), 0)
    for (const kept of [account.id, busy, bystander]) assert.equal(await revisionOf(kept), 1)
  })

  test('a guard counts as changed by its last save, not by its first', async () => {
    const { app } = await populate(storage())
    const at = NOW_MS - 7_000_000
    const accountId = id<AccountId>()
    const challenge = sampleChallenge(accountId, app.id, { state: 'expired', decidedAtMs: at - 1 })
    await storage().transaction(async ({ challenges, guards }) => {
      await challenges.add(challenge, [])
      for (const savedAtMs of [at - 9, at]) await guards.save(await guards.of(accountId), savedAtMs)
      await challenges.purge(at, 10)
    })

    assert.equal((await storage().read.guards.of(accountId)).revision, 2)
  })
}

async function ask(storage: Storage, fields: Partial<ChallengeRecord> = {}) {
  const { account, app, device } = await populate(storage)
  const challenge = sampleChallenge(account.id, app.id, fields)
  const delivery = sampleDelivery(challenge.id, device.id)
  await storage.transaction(({ challenges }) => challenges.add(challenge, [delivery]))
  return { account, app, device, challenge, delivery }
}

function pendingTo(challenge: ChallengeRecord, to: ChallengeRecord['state']): ChallengeChange {
  return { id: challenge.id, from: 'pending', to, nowMs: NOW_MS + 1, notExpired: true }
}
