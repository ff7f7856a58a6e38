// What every storage promises about leases: each save is a compare-and-set on the revision that was read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { id } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function leaseContract(storage: CurrentStorage): void {
  const save = (name: string, holder: string, revision: number): Promise<boolean> =>
    storage().transaction(({ leases }) => leases.save({ name, holder, revision }))

  test('of many that take a lease that nobody ever had, one has it', async () => {
    const name = `work-${id()}`
    assert.equal(await storage().read.leases.of(name), undefined)
    const taken = await Promise.all(Array.from({ length: 6 }, (_, i) => save(name, `node-${i}`, 0)))
    assert.equal(taken.filter(Boolean).length, 1)
    const holder = `node-${taken.indexOf(true)}`
    assert.deepEqual(await storage().read.leases.of(name), { name, holder, revision: 1 })
  })

  test('of the holder that renews and another that takes, the first to save has it; the other read an older revision', async () => {
    const name = `work-${id()}`
    assert.equal(await save(name, 'a', 0), true)
    assert.equal(await save(name, 'a', 1), true)
    assert.equal(await save(name, 'b', 1), false)
    assert.equal(await save(name, 'b', 2), true)
    assert.equal(await save(name, 'a', 2), false)
    assert.deepEqual(await storage().read.leases.of(name), { name, holder: 'b', revision: 3 })
  })

  test('a lease that was given up keeps its revision, so that nobody takes it by what was read before', async () => {
    const name = `work-${id()}`
    assert.equal(await save(name, 'a', 0), true)
    assert.equal(await save(name, '', 1), true)
    assert.equal(await save(name, 'b', 0), false)
    assert.equal(await save(name, 'b', 1), false)
    assert.equal(await save(name, 'b', 2), true)
  })
}
