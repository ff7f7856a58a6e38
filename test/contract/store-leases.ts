// What every storage promises about leases: one holder at a time, renewed by it alone, free when over or given up.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { id, NOW_MS } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function leaseContract(storage: CurrentStorage): void {
  const take = (name: string, holder: string, nowMs: number, untilMs: number): Promise<boolean> =>
    storage().transaction(({ leases }) => leases.take({ name, holder, untilMs }, nowMs))

  test('of many that take a free lease at once one has it', async () => {
    const name = `work-${id()}`
    assert.equal(await storage().read.leases.of(name), undefined)
    const taken = await Promise.all(
      Array.from({ length: 6 }, (_, i) => take(name, `node-${i}`, NOW_MS, NOW_MS + 10_000)),
    )
    assert.equal(taken.filter(Boolean).length, 1)
    assert.deepEqual(await storage().read.leases.of(name), {
      ...{ name, holder: `node-${taken.indexOf(true)}` },
      untilMs: NOW_MS + 10_000,
    })
  })

  test('a lease is renewed by its holder; another has it from the moment it is over', async () => {
    const name = `work-${id()}`
    assert.equal(await take(name, 'a', NOW_MS, NOW_MS + 10_000), true)
    assert.equal(await take(name, 'b', NOW_MS + 9_999, NOW_MS + 20_000), false)
    assert.equal(await take(name, 'a', NOW_MS + 9_999, NOW_MS + 12_000), true)
    assert.equal(await take(name, 'b', NOW_MS + 11_999, NOW_MS + 30_000), false)
    assert.equal(await take(name, 'b', NOW_MS + 12_000, NOW_MS + 30_000), true)
    assert.equal(await take(name, 'a', NOW_MS + 12_001, NOW_MS + 40_000), false)
    assert.equal((await storage().read.leases.of(name))?.untilMs, NOW_MS + 30_000)
  })

  test('a lease that is given up is free at once; nobody gives up that of another', async () => {
    const name = `work-${id()}`
    assert.equal(await take(name, 'a', NOW_MS, NOW_MS + 10_000), true)
    await storage().transaction(({ leases }) => leases.release(name, 'b'))
    assert.equal(await take(name, 'b', NOW_MS, NOW_MS + 10_000), false)
    await storage().transaction(({ leases }) => leases.release(name, 'a'))
    assert.equal(await take(name, 'b', NOW_MS, NOW_MS + 10_000), true)
  })
}
