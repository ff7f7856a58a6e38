// The part of the storage contract about tried codes: one row a kind and pool, changed by compare-and-set, also of accounts that are not there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { charged, freshCodeGuard } from '@countersign/server/core/code-tries'
import type { CodeGuard } from '@countersign/server/core/codes'
import { id, NOW_MS, race, sampleAccount } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function codeGuardContract(storage: CurrentStorage): void {
  async function account(): Promise<AccountId> {
    const added = sampleAccount()
    await storage().transaction(({ accounts }) => accounts.add(added))
    return added.id
  }
  const save = (guard: CodeGuard, nowMs = NOW_MS) =>
    storage().transaction(({ codeGuards }) => codeGuards.save(guard, nowMs))

  test('a kind that nobody tried has a fresh guard without a row', async () => {
    const accountId = await account()
    const { codeGuards } = storage().read

    assert.deepEqual(await codeGuards.of(accountId, 'totp', 'app'), freshCodeGuard(accountId, 'totp', 'app'))
    assert.deepEqual(await codeGuards.ofAccount(accountId), [])
  })

  test('each kind and each pool has a row of its own', async () => {
    const accountId = await account()
    const first = charged(freshCodeGuard(accountId, 'totp', 'app'), NOW_MS)
    const second = charged(charged(freshCodeGuard(accountId, 'totp', 'idFirst'), NOW_MS), NOW_MS + 1)
    const third = charged(freshCodeGuard(accountId, 'backup', 'app'), NOW_MS)
    for (const guard of [first, second, third]) assert.equal(await save(guard), true)
    const { codeGuards } = storage().read

    assert.deepEqual(await codeGuards.of(accountId, 'totp', 'app'), { ...first, revision: 1 })
    assert.deepEqual(await codeGuards.of(accountId, 'totp', 'idFirst'), { ...second, revision: 1 })
    assert.deepEqual(
      (await codeGuards.ofAccount(accountId)).map(({ way, pool }) => `${way} ${pool}`),
      ['backup app', 'totp app', 'totp idFirst'],
    )
  })

  test('of 50 who save the same guard at once one wins, whether there is a row or not', async () => {
    const accountId = id<AccountId>()
    for (const revision of [0, 1]) {
      const guard = await storage().read.codeGuards.of(accountId, 'bypass', 'app')
      assert.equal(guard.revision, revision)
      assert.equal(await race(50, (i) => save(charged(guard, NOW_MS + i))), 1)
    }
  })

  test('a guard that was removed meanwhile is not saved over', async () => {
    const accountId = await account()
    await save(charged(freshCodeGuard(accountId, 'totp', 'app'), NOW_MS))
    const guard = await storage().read.codeGuards.of(accountId, 'totp', 'app')

    const removed = await storage().transaction(({ codeGuards }) => codeGuards.removeOf(accountId))

    assert.equal(removed, 1)
    assert.equal(await save(charged(guard, NOW_MS)), false)
    assert.deepEqual(await storage().read.codeGuards.ofAccount(accountId), [])
  })

  test('removing the guards of an account leaves those of others', async () => {
    const [accountId, other] = [await account(), await account()]
    for (const each of [accountId, other]) await save(charged(freshCodeGuard(each, 'totp', 'app'), NOW_MS))

    await storage().transaction(({ codeGuards }) => codeGuards.removeOf(accountId))

    assert.equal((await storage().read.codeGuards.ofAccount(other)).length, 1)
  })

  test('the purge removes what is old of accounts that are not there, and nothing of those that are', async () => {
    const someone = await account()
    const nobody = id<AccountId>()
    const lately = id<AccountId>()
    // Long before the other tests of this storage, so that only these are old.
    const longAgoMs = NOW_MS - 90_000_000_000
    await save(charged(freshCodeGuard(someone, 'totp', 'app'), longAgoMs), longAgoMs)
    for (const way of ['totp', 'backup'] as const)
      await save(charged(freshCodeGuard(nobody, way, 'idFirst'), longAgoMs), longAgoMs)
    await save(charged(freshCodeGuard(lately, 'totp', 'app'), longAgoMs), longAgoMs)
    await save(
      charged(await storage().read.codeGuards.of(lately, 'totp', 'app'), longAgoMs + 5),
      longAgoMs + 5,
    )
    const purge = (limit: number) =>
      storage().transaction(({ codeGuards }) => codeGuards.purge(longAgoMs + 5, limit))
    const { codeGuards } = storage().read

    assert.equal(await purge(1), 1)
    assert.equal(await purge(10), 1)
    assert.equal(await purge(10), 0)
    assert.deepEqual(await codeGuards.ofAccount(nobody), [])
    assert.equal((await codeGuards.ofAccount(someone)).length, 1)
    assert.equal((await codeGuards.ofAccount(lately)).length, 1)
  })
}
