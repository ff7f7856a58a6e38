// What the stores of recoveries and of the links "this wasn't me" promise.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recovery } from '@countersign/server/core/codes'
import { bytes, id, NOW_MS, sampleAccount } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function recoveryContract(storage: CurrentStorage): void {
  const recovery = (fields: Partial<Recovery> = {}): Recovery => ({
    secretHash: bytes(32),
    accountId: id(),
    userId: 'alice',
    shown: undefined,
    createdAtMs: NOW_MS,
    expiresAtMs: NOW_MS + 100,
    ...fields,
  })

  test('a recovery of anybody, real or not, is found by its secret, notes its first kind once, and is removed once', async () => {
    const made = recovery()
    await storage().transaction(({ recoveries }) => recoveries.add(made))
    assert.deepEqual(await storage().read.recoveries.bySecret(made.secretHash), made)
    const late = await storage().transaction(({ recoveries }) =>
      recoveries.setShown(made.secretHash, 'totp', NOW_MS + 100),
    )
    assert.equal(late, false)
    const set = (way: 'totp' | 'backup') =>
      storage().transaction(({ recoveries }) => recoveries.setShown(made.secretHash, way, NOW_MS + 99))
    assert.deepEqual([await set('totp'), await set('backup')], [true, false])
    assert.equal((await storage().read.recoveries.bySecret(made.secretHash))?.shown, 'totp')
    const remove = () => storage().transaction(({ recoveries }) => recoveries.remove(made.secretHash))
    assert.deepEqual([await remove(), await remove()], [true, false])
  })

  test('recoveries of an account go together, and those that are over in the order of their ends', async () => {
    const accountId = recovery().accountId
    const [first, second] = [recovery({ accountId }), recovery({ accountId })]
    const over = [recovery({ expiresAtMs: 20 }), recovery({ expiresAtMs: 10 })] as const
    await storage().transaction(async ({ recoveries }) => {
      for (const each of [first, second, ...over]) await recoveries.add(each)
    })
    assert.equal(await storage().transaction(({ recoveries }) => recoveries.removeOf(accountId)), 2)
    assert.equal(await storage().transaction(({ recoveries }) => recoveries.purge(20, 1)), 1)
    assert.equal(await storage().read.recoveries.bySecret(over[1].secretHash), undefined)
    assert.ok(await storage().read.recoveries.bySecret(over[0].secretHash))
    assert.equal(await storage().transaction(({ recoveries }) => recoveries.purge(20, 9)), 1)
  })

  test('a link that stops an account is found by its secret, goes with the account’s others, and at its end', async () => {
    const account = sampleAccount()
    await storage().transaction(({ accounts }) => accounts.add(account))
    const link = (expiresAtMs: number) => ({
      secretHash: bytes(32),
      accountId: account.id,
      noticeId: id<string>(),
      expiresAtMs,
    })
    const [soon, later] = [link(10), link(NOW_MS)]
    await storage().transaction(async ({ notMeLinks }) => {
      await notMeLinks.add(soon)
      await notMeLinks.add(later)
    })
    assert.deepEqual(await storage().read.notMeLinks.bySecret(soon.secretHash), soon)
    assert.equal(await storage().transaction(({ notMeLinks }) => notMeLinks.purge(10, 9)), 1)
    assert.equal(await storage().read.notMeLinks.bySecret(soon.secretHash), undefined)
    assert.equal(await storage().transaction(({ notMeLinks }) => notMeLinks.removeOf(account.id)), 1)
    assert.equal(await storage().read.notMeLinks.bySecret(later.secretHash), undefined)
  })
}
