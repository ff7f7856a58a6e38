// What is measured is passed on as it came: a wrapper that forgets an argument would change what a transaction promises.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fabric, Scope, Storage, Stores } from '@countersign/server/core/ports'
import { createMemoryFabric } from '@countersign/server/fabric/memory'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { StorageFault } from '@countersign/server/storage/storage-fault'
import { measuredFabric } from '@countersign/server/telemetry/measured-fabric'
import { measuredStorage } from '@countersign/server/telemetry/measured-storage'

interface Told {
  readonly transactions: string[]
  readonly faults: string[]
  retries: number
}

function measured(storage: Storage): { readonly storage: Storage; readonly told: Told } {
  const told: Told = { transactions: [], faults: [], retries: 0 }
  return {
    told,
    storage: measuredStorage(storage, {
      transaction: (_ms, outcome) => void told.transactions.push(outcome),
      storageFault: (code) => void told.faults.push(code),
      retried() {
        told.retries += 1
      },
    }),
  }
}

test('a transaction gets its work and what it is about, and gives back what it gave', async () => {
  const inner = createMemoryStorage()
  const abouts: (Scope | undefined)[] = []
  const { storage, told } = measured({
    ...inner,
    connections: () => ({ busy: 1, idle: 2, waiting: 3 }),
    transaction: (work, about) => {
      abouts.push(about)
      return inner.transaction(work, about)
    },
  })
  assert.equal(await storage.transaction(async () => 'done', { one: 'sweep' }), 'done')
  assert.equal(await storage.transaction(async () => 'done'), 'done')
  assert.deepEqual(abouts, [{ one: 'sweep' }, undefined])
  assert.deepEqual(told.transactions, ['committed', 'committed'])
  assert.deepEqual(storage.connections?.(), { busy: 1, idle: 2, waiting: 3 })
  assert.equal(measured(inner).storage.connections, undefined)
})

test('work that is run again was a conflict; what a flow throws is undone; a fault of the database has its code', async () => {
  const inner = createMemoryStorage()
  const twice = async <T>(work: (stores: Stores) => Promise<T>): Promise<T> => {
    await inner.transaction(work)
    return inner.transaction(work)
  }
  const conflicting = measured({ ...inner, transaction: twice })
  await conflicting.storage.transaction(async () => undefined)
  assert.equal(conflicting.told.retries, 1)
  assert.deepEqual(conflicting.told.transactions, ['committed'])

  const { storage, told } = measured(inner)
  const mind = new Error('changed')
  await assert.rejects(
    storage.transaction(() => Promise.reject(mind)),
    (error) => error === mind,
  )
  const full = new StorageFault('storage_full')
  await assert.rejects(
    storage.transaction(() => Promise.reject(full)),
    (error) => error === full,
  )
  assert.deepEqual(told.transactions, ['undone', 'failed'])
  assert.deepEqual(told.faults, ['storage_full'])
})

test('a fabric that is measured has every call of the one below, with all that it was given', async () => {
  const inner = createMemoryFabric({ nowMs: () => 0 })
  const calls: [name: string, words: readonly unknown[]][] = []
  const noting = new Proxy(inner, {
    get:
      (_target, name) =>
      (...words: unknown[]) => {
        calls.push([String(name), words])
        return Promise.resolve()
      },
  })
  const timed: string[] = []
  const fabric = measuredFabric(noting, (call) => void timed.push(call))
  const names = Object.keys(inner) as (keyof Fabric)[]
  assert.deepEqual(Object.keys(fabric).sort(), [...names].sort())
  for (const name of names) {
    // Sound: what is called only notes its words.
    const call = fabric[name] as (...words: unknown[]) => unknown
    const words = Array.from({ length: call.length }, (_, index) => `${name} ${index}`)
    await call(...words)
    assert.deepEqual(calls.at(-1), [name, words])
  }
  assert.deepEqual(timed.sort(), [
    'allow',
    'announced',
    'noteShown',
    'present',
    'publish',
    'send',
    'wasShown',
  ])
})
