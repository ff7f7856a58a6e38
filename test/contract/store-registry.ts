// The account, app, ticket, guard and signing key parts of the storage contract.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId, AppId, DeviceId } from '@countersign/protocol'
import type { App, Device, Guard } from '@countersign/server/core/records'
import {
  id,
  NOW_MS,
  race,
  sampleAccount,
  sampleApp,
  sampleAppKey,
  sampleDevice,
  sampleSigningKey,
  sampleTicket,
} from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function registryContract(storage: CurrentStorage): void {
  test('an account is found by its id and its user ID', async () => {
    const account = sampleAccount({ displayName: 'Zoë 🦊' })

    assert.equal(await storage().transaction(({ accounts }) => accounts.add(account)), true)

    assert.deepEqual(await storage().read.accounts.byId(account.id), account)
    assert.deepEqual(await storage().read.accounts.byUserId(account.userId), account)
    assert.equal(await storage().read.accounts.byUserId('nobody'), undefined)
  })

  test('of 100 who take one user ID at once, one gets it', async () => {
    const { userId } = sampleAccount()
    const won = await race(100, () =>
      storage().transaction(({ accounts }) => accounts.add(sampleAccount({ userId }))),
    )
    assert.equal(won, 1)
  })

  test('accounts come in pages by user ID, each once', async () => {
    const names = ['page-a', 'page-b', 'page-c', 'page-d', 'page-e']
    await storage().transaction(async ({ accounts }) => {
      for (const userId of names.toReversed()) await accounts.add(sampleAccount({ userId }))
    })

    const first = await storage().read.accounts.page('page-', 2)
    const second = await storage().read.accounts.page('page-b', 2)

    assert.deepEqual(
      [...first, ...second].map(({ userId }) => userId),
      ['page-a', 'page-b', 'page-c', 'page-d'],
    )
  })

  test('an account comes with its devices, oldest first, or with none', async () => {
    const account = sampleAccount()
    const bare = sampleAccount()
    const younger = sampleDevice(account.id, { createdAtMs: NOW_MS + 1, counter: 7, state: 'revoked' })
    const older = sampleDevice(account.id)
    await storage().transaction(async ({ accounts, devices }) => {
      await accounts.add(account)
      await accounts.add(bare)
      await devices.add(younger)
      await devices.add(older)
    })
    const { accounts } = storage().read

    const counted = { ...account, activeDevices: 1 }
    assert.deepEqual(await accounts.withDevices(account.userId), {
      account: counted,
      devices: [older, younger],
    })
    assert.deepEqual(await accounts.withDevices(bare.userId), { account: bare, devices: [] })
    assert.equal(await accounts.withDevices('nobody'), undefined)
  })

  test('an app is found by id and name; of 100 who take one name at once, one gets it', async () => {
    const app = sampleApp()
    assert.equal(await storage().transaction(({ apps }) => apps.add(app)), true)
    const name = `contested-${app.id}`
    const won = await race(100, () => storage().transaction(({ apps }) => apps.add(sampleApp({ name }))))

    assert.equal(won, 1)
    assert.deepEqual(await storage().read.apps.byId(app.id), app)
    assert.deepEqual(await storage().read.apps.byName(app.name), app)
    assert.equal(await storage().read.apps.byId(id<AppId>()), undefined)
    const all = (await storage().read.apps.all()).map((each) => each.name)
    assert.deepEqual(all, all.toSorted())
    assert.ok(all.includes(name) && all.includes(app.name))
  })

  test('a key is found with its app; ending the keys ends the current ones only', async () => {
    const app = sampleApp()
    const ended = sampleAppKey(app.id, { expiresAtMs: NOW_MS + 1 })
    const current = sampleAppKey(app.id)
    await storage().transaction(async ({ apps }) => {
      await apps.add(app)
      await apps.addKey(ended)
      await apps.addKey(current)
    })
    assert.deepEqual(await storage().read.apps.key(current.id), { app, key: current })

    await storage().transaction(({ apps }) => apps.expireKeys(app.id, NOW_MS + 5))

    assert.deepEqual(await storage().read.apps.key(ended.id), { app, key: ended })
    const after = await storage().read.apps.key(current.id)
    assert.deepEqual(after, { app, key: { ...current, expiresAtMs: NOW_MS + 5 } })
    assert.equal(await storage().read.apps.key('unknown'), undefined)
  })

  test('the keys of an app come oldest first; one is ended by whoever is first, and only by its app', async () => {
    const [app, other] = [sampleApp(), sampleApp()]
    const young = sampleAppKey(app.id, { createdAtMs: NOW_MS + 1 })
    const old = sampleAppKey(app.id)
    await storage().transaction(async ({ apps }) => {
      for (const each of [app, other]) await apps.add(each)
      for (const key of [young, old]) await apps.addKey(key)
    })
    const end = (of: App, atMs: number): Promise<boolean> =>
      storage().transaction(({ apps }) => apps.expireKey(of.id, young.id, atMs))

    assert.deepEqual(await storage().read.apps.keysOf(app.id), [old, young])
    assert.deepEqual(await storage().read.apps.keysOf(other.id), [])
    assert.equal(await end(other, NOW_MS + 9), false)
    assert.equal(await race(100, () => end(app, NOW_MS + 9)), 1)
    assert.equal(await end(app, NOW_MS + 10), false)
    assert.equal(await end(app, NOW_MS + 8), true)
    assert.equal((await storage().read.apps.key(young.id))?.key.expiresAtMs, NOW_MS + 8)
  })

  test('keys whose end has come are removed, of the one app only', async () => {
    const [app, other] = [sampleApp(), sampleApp()]
    const ended = sampleAppKey(app.id, { expiresAtMs: NOW_MS })
    const kept = [
      sampleAppKey(app.id, { expiresAtMs: NOW_MS + 1 }),
      sampleAppKey(app.id),
      sampleAppKey(other.id, { expiresAtMs: NOW_MS }),
    ]
    await storage().transaction(async ({ apps }) => {
      for (const each of [app, other]) await apps.add(each)
      for (const key of [ended, ...kept]) await apps.addKey(key)
      await apps.removeEndedKeys(app.id, NOW_MS)
    })

    assert.equal(await storage().read.apps.key(ended.id), undefined)
    for (const key of kept) assert.deepEqual((await storage().read.apps.key(key.id))?.key, key)
  })

  test('a ticket is accepted by one of 100, and remembers by whom', async () => {
    const account = sampleAccount()
    const ticket = sampleTicket(account.id)
    await storage().transaction(async ({ accounts, tickets }) => {
      await accounts.add(account)
      await tickets.add(ticket)
    })
    const devices = Array.from({ length: 100 }, () => id<DeviceId>())
    const winners: DeviceId[] = []

    await Promise.all(
      devices.map(async (device) => {
        const won = await storage().transaction(({ tickets }) =>
          tickets.accept(ticket.id, device, '123456', NOW_MS),
        )
        if (won) winners.push(device)
      }),
    )

    assert.equal(winners.length, 1)
    const expected = { ...ticket, state: 'accepted', deviceId: winners[0], confirmation: '123456' }
    assert.deepEqual(await storage().read.tickets.byId(ticket.id), expected)
  })

  test('a ticket is not accepted at its expiry, nor after a withdrawal', async () => {
    const account = sampleAccount()
    const late = sampleTicket(account.id, { expiresAtMs: NOW_MS })
    const withdrawn = sampleTicket(account.id, { state: 'withdrawn' })
    const accepted = await storage().transaction(async ({ accounts, tickets }) => {
      await accounts.add(account)
      await tickets.add(late)
      await tickets.add(withdrawn)
      return [
        await tickets.accept(late.id, id(), '111111', NOW_MS),
        await tickets.accept(withdrawn.id, id(), '111111', NOW_MS),
      ]
    })

    assert.deepEqual(accepted, [false, false])
    assert.deepEqual(await storage().read.tickets.byId(late.id), late)
  })

  test('a ticket changes its state for one of 100', async () => {
    const account = sampleAccount()
    const ticket = sampleTicket(account.id, { state: 'accepted' })
    await storage().transaction(async ({ accounts, tickets }) => {
      await accounts.add(account)
      await tickets.add(ticket)
    })
    const won = await race(100, (i) =>
      storage().transaction(({ tickets }) =>
        tickets.changeState(ticket.id, 'accepted', i % 2 === 0 ? 'confirmed' : 'withdrawn'),
      ),
    )
    assert.equal(won, 1)
  })

  test('a purge takes tickets that expired before a time, in any state, so many at once, and nothing else', async () => {
    const account = sampleAccount()
    const at = NOW_MS - 5_000_000
    const states = ['open', 'accepted', 'confirmed', 'withdrawn'] as const
    const old = states.map((state, i) => sampleTicket(account.id, { state, expiresAtMs: at - 1 - i }))
    const young = sampleTicket(account.id, { expiresAtMs: at })
    await storage().transaction(async ({ accounts, tickets }) => {
      await accounts.add(account)
      for (const ticket of [...old, young]) await tickets.add(ticket)
    })
    const purge = () => storage().transaction(({ tickets }) => tickets.purge(at, 3))

    assert.deepEqual([await purge(), await purge(), await purge()], [3, 1, 0])

    const { tickets } = storage().read
    for (const { id: gone } of old) assert.equal(await tickets.byId(gone), undefined)
    assert.deepEqual(await tickets.byId(young.id), young)
  })

  test('a device that was never confirmed goes with its ticket, and its key may be paired again', async () => {
    const account = sampleAccount()
    const at = NOW_MS - 6_000_000
    const deviceIn = (state: Device['state']) => sampleDevice(account.id, { state })
    const [abandoned, waiting] = [deviceIn('pending_confirm'), deviceIn('pending_confirm')]
    const others = [deviceIn('active'), deviceIn('suspended'), deviceIn('revoked'), waiting]
    const ticketOf = (device: Device, expiresAtMs: number) =>
      sampleTicket(account.id, {
        state: 'accepted',
        deviceId: device.id,
        confirmation: '123456',
        expiresAtMs,
      })
    const again = sampleDevice(account.id, { publicKey: abandoned.publicKey })
    const added = await storage().transaction(async ({ accounts, devices, tickets }) => {
      await accounts.add(account)
      for (const device of [abandoned, ...others]) {
        await devices.add(device)
        await tickets.add(ticketOf(device, device === waiting ? at : at - 1))
      }
      assert.equal(await tickets.purge(at, 10), 4)
      return devices.add(again)
    })

    assert.equal(added, true)
    assert.equal(await storage().read.devices.byId(abandoned.id), undefined)
    for (const device of others) assert.deepEqual(await storage().read.devices.byId(device.id), device)
  })

  test('a guard that nobody saved is fresh, and comes back as it was saved', async () => {
    const accountId = id<AccountId>()
    const fresh = await storage().read.guards.of(accountId)
    assert.equal(fresh.revision, 0)
    assert.deepEqual(fresh.pushTimesMs, [])
    const saved: Guard = {
      ...fresh,
      pushTimesMs: [NOW_MS, NOW_MS + 1],
      idFirstPushTimesMs: [NOW_MS],
      consecutiveWrong: 2,
      codeUntilMs: NOW_MS + 86_400_000,
      reported: [{ appId: id<AppId>(), address: '192.0.2.1', untilMs: NOW_MS + 5 }],
    }

    assert.equal(await storage().transaction(({ guards }) => guards.save(saved, NOW_MS)), true)

    assert.deepEqual(await storage().read.guards.of(accountId), { ...saved, revision: 1 })
  })

  test('of 100 who save the same revision of a guard, one succeeds: the first row and every later one', async () => {
    const fresh = await storage().read.guards.of(id<AccountId>())
    const save = (guard: Guard) => storage().transaction(({ guards }) => guards.save(guard, NOW_MS))

    assert.equal(await race(100, (i) => save({ ...fresh, consecutiveWrong: i })), 1)
    const first = await storage().read.guards.of(fresh.accountId)
    assert.equal(await race(100, (i) => save({ ...first, consecutiveWrong: i })), 1)
    assert.equal(await save(fresh), false)
    assert.equal((await storage().read.guards.of(fresh.accountId)).revision, 2)
  })

  test('signing keys come by their beginning, and go when removed', async () => {
    const later = sampleSigningKey({ notBeforeMs: NOW_MS + 10 })
    const earlier = sampleSigningKey()
    await storage().transaction(async ({ signingKeys }) => {
      await signingKeys.add(later)
      await signingKeys.add(earlier)
    })
    assert.deepEqual(await storage().read.signingKeys.all(), [earlier, later])

    await storage().transaction(({ signingKeys }) => signingKeys.remove(earlier.id))

    assert.deepEqual(await storage().read.signingKeys.all(), [later])
  })

  test('the key set version starts at 0 and is advanced by one of 100', async () => {
    assert.equal(await storage().read.signingKeys.keySetVersion(), 0)
    const won = await race(100, () =>
      storage().transaction(({ signingKeys }) => signingKeys.advanceKeySet(0, 1)),
    )
    assert.equal(won, 1)
    assert.equal(await storage().read.signingKeys.keySetVersion(), 1)
  })
}
