// The transaction part of the storage contract: all or nothing, one after another, seen by others only when committed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stores } from '@countersign/server/core/ports'
import { NOW_MS, sampleAccount, sampleDevice } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function transactionContract(storage: CurrentStorage): void {
  test('a transaction resolves to what its work resolves to', async () => {
    assert.equal(await storage().transaction(async () => 42), 42)
  })

  test('a throw rolls back everything the work wrote, and is what the caller gets', async () => {
    const account = sampleAccount()
    const refusal = new Error('changed my mind')

    const outcome = storage().transaction(async ({ accounts, devices }) => {
      await accounts.add(account)
      await devices.add(sampleDevice(account.id))
      throw refusal
    })

    await assert.rejects(outcome, refusal)
    assert.equal(await storage().read.accounts.byId(account.id), undefined)
    assert.deepEqual(await storage().read.devices.ofAccount(account.id), [])
  })

  test('of transactions that start together, those that throw leave the others alone', async () => {
    const accounts = Array.from({ length: 30 }, () => sampleAccount())

    const outcomes = await Promise.allSettled(
      accounts.map((account, i) =>
        storage().transaction(async (stores) => {
          await stores.accounts.add(account)
          if (i % 3 === 1) throw new Error(`number ${i} throws`)
        }),
      ),
    )

    for (const [i, account] of accounts.entries()) {
      const found = await storage().read.accounts.byId(account.id)
      assert.deepEqual(found, i % 3 === 1 ? undefined : account)
      assert.equal(outcomes[i]?.status, i % 3 === 1 ? 'rejected' : 'fulfilled')
    }
  })

  test('a transaction sees its own writes; the outside sees them only after the commit', async () => {
    const account = sampleAccount()

    const during = await storage().transaction(async ({ accounts }) => {
      await accounts.add(account)
      return {
        inside: await accounts.byId(account.id),
        outside: await storage().read.accounts.byId(account.id),
      }
    })

    assert.deepEqual(during, { inside: account, outside: undefined })
    assert.deepEqual(await storage().read.accounts.byId(account.id), account)
  })

  test('transactions run one after another even when their work waits in between', async () => {
    const running: string[] = []
    const work = (name: string) => async () => {
      running.push(`${name} begins`)
      await new Promise(setImmediate)
      running.push(`${name} ends`)
    }

    await Promise.all(['a', 'b', 'c'].map((name) => storage().transaction(work(name))))

    assert.deepEqual(running, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  test('read-then-write inside a transaction loses no update among 100', async () => {
    const accountId = sampleAccount().id
    await Promise.all(
      Array.from({ length: 100 }, () =>
        storage().transaction(async ({ guards }) => {
          const guard = await guards.of(accountId)
          const next = { ...guard, consecutiveWrong: guard.consecutiveWrong + 1 }
          assert.equal(await guards.save(next, NOW_MS), true)
        }),
      ),
    )

    assert.equal((await storage().read.guards.of(accountId)).consecutiveWrong, 100)
  })

  test('a store used after its transaction is over is refused, whether it was committed or rolled back', async () => {
    const kept: Stores[] = []
    const keep = async (stores: Stores): Promise<void> => void kept.push(stores)
    await storage().transaction(keep)
    const failed = storage().transaction(async (stores) => {
      await keep(stores)
      throw new Error('no')
    })
    await assert.rejects(failed, /^Error: no$/)

    assert.equal(kept.length, 2)
    for (const { accounts } of kept)
      await assert.rejects(accounts.add(sampleAccount()), /transaction is over/)
  })

  test('a write outside a transaction is refused', async () => {
    const account = sampleAccount()

    await assert.rejects(storage().read.accounts.add(account))
    assert.equal(await storage().read.accounts.byId(account.id), undefined)
  })

  test('what a caller changes after a write or a read is not what is stored', async () => {
    const account = sampleAccount()
    const device = sampleDevice(account.id, { publicKey: new Uint8Array(32).fill(7) })
    await storage().transaction(async ({ accounts, devices }) => {
      await accounts.add(account)
      await devices.add(device)
    })
    device.publicKey.fill(0)
    const read = await storage().read.devices.byId(device.id)
    read?.publicKey.fill(1)

    const again = await storage().read.devices.byId(device.id)
    assert.deepEqual(again?.publicKey, new Uint8Array(32).fill(7))
  })

  test('an open storage answers a ping', async () => {
    await storage().ping()
  })
}
