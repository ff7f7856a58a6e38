// Chance and time of the system: shapes and bounds, not distributions, which belong to node:crypto.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isId } from '@countersign/protocol'
import { systemClock } from '@countersign/server/vault/clock'
import { systemRandom } from '@countersign/server/vault/random'

test('bytes are as many as asked for, plain, and never the same twice', () => {
  const [a, b] = [systemRandom.bytes(32), systemRandom.bytes(32)]
  assert.equal(a.length, 32)
  assert.equal(Object.getPrototypeOf(a), Uint8Array.prototype)
  assert.notDeepEqual(a, b)
  assert.equal(systemRandom.bytes(0).length, 0)
})

test('a number below a bound reaches every value and never the bound', () => {
  const seen = new Set(Array.from({ length: 2000 }, () => systemRandom.below(6)))
  assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4, 5])
  assert.equal(systemRandom.below(1), 0)
})

test('a bound that no number is below is refused', () => {
  for (const bound of [0, -1, 1.5, Number.NaN]) assert.throws(() => systemRandom.below(bound))
})

test('ids are UUIDs of version 7 in lower case, each new one after the last', () => {
  const ids = Array.from({ length: 1000 }, () => systemRandom.id<string>())
  assert.ok(ids.every((id) => isId(id) && id[14] === '7'))
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(ids, ids.toSorted())
})

test('the clock counts whole milliseconds since 1970', () => {
  assert.ok(Number.isSafeInteger(systemClock.nowMs()))
})
