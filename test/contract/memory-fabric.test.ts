// The in-process fabric keeps the contract, and its rate limits stay within their memory.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryFabric } from '@countersign/server/fabric/memory'
import { RateLimits } from '@countersign/server/fabric/rate-limits'
import { fabricContract } from './fabric-contract.js'

fabricContract('memory', () => {
  const clock = settableClock()
  const passSeconds = (seconds: number): void => clock.pass(seconds * 1000)
  const fabric = createMemoryFabric(clock)
  return { fabric, settled: async () => undefined, faults: 'thrown', nowMs: () => clock.nowMs(), passSeconds }
})

test('a flood of keys leaves as many as the limit: the ones used last', () => {
  const limits = new RateLimits(settableClock(), 3)
  for (const key of ['a', 'b', 'c', 'a', 'd']) limits.allow(key, 2, 1000)

  assert.equal(limits.size, 3)
  assert.equal(limits.allow('a', 2, 1000), false)
})

test('the window slides: half a window later half of the last one still counts', () => {
  const clock = settableClock()
  const limits = new RateLimits(clock)
  for (let i = 0; i < 10; i += 1) limits.allow('key', 10, 1000)
  clock.pass(1500)

  const allowed = Array.from({ length: 10 }, () => limits.allow('key', 10, 1000)).filter(Boolean).length

  assert.equal(allowed, 5)
})

test('a refused event does not count: who keeps knocking is let in as early as who waits', () => {
  const clock = settableClock()
  const limits = new RateLimits(clock)
  limits.allow('key', 1, 1000)
  for (let i = 0; i < 50; i += 1) limits.allow('key', 1, 1000)
  clock.pass(2000)

  assert.equal(limits.allow('key', 1, 1000), true)
})

test('a clock that was set back starts the key anew', () => {
  const clock = settableClock()
  const limits = new RateLimits(clock)
  limits.allow('key', 1, 1000)
  clock.pass(-500_000)

  assert.equal(limits.allow('key', 1, 1000), true)
})

function settableClock() {
  let now = 1_800_000_000_000
  return {
    nowMs: () => now,
    pass(ms: number) {
      now += ms
    },
  }
}
