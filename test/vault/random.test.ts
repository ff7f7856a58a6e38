// Chance and time of the system: shapes and bounds, and that the pool in between takes nothing from the distribution.
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

test('bytes of every length, drawn across many refills, are never zeros, never repeated, and never shared', () => {
  const seen = new Set<string>()
  let drawn = 0
  for (let round = 0; round < 50; round += 1)
    for (let length = 12; length <= 80; length += 1) {
      const bytes = systemRandom.bytes(length)
      assert.equal(bytes.length, length)
      assert.equal(bytes.buffer.byteLength, length, 'a view of the pool would show what others get')
      // Both ends: a draw that overlaps the one before, or reaches into what is wiped, shows there.
      seen.add(Buffer.from(bytes.subarray(0, 12)).toString('hex'))
      seen.add(Buffer.from(bytes.subarray(-12)).toString('hex'))
      // Of 12 bytes, both ends are the same.
      drawn += length === 12 ? 1 : 2
      bytes.fill(0)
    }
  assert.equal(seen.size, drawn)
  assert.ok(![...seen].some((hex) => hex.startsWith('0'.repeat(16)) || hex.endsWith('0'.repeat(16))))
})

test('every bit of the bytes is as often one as zero', () => {
  const draws = 4_000
  const ones = new Array<number>(256).fill(0)
  for (let i = 0; i < draws; i += 1)
    for (const [at, byte] of systemRandom.bytes(32).entries())
      for (let bit = 0; bit < 8; bit += 1)
        ones[at * 8 + bit] = (ones[at * 8 + bit] ?? 0) + ((byte >> bit) & 1)
  // Seven standard deviations of √4000 ⁄ 2: chance goes beyond it once in a billion runs.
  for (const [bit, count] of ones.entries())
    assert.ok(Math.abs(count - draws / 2) < 7 * (Math.sqrt(draws) / 2), `bit ${bit}: ${count} of ${draws}`)
})

test('a length that is none is refused, and takes nothing', () => {
  for (const length of [-1, Number.POSITIVE_INFINITY]) assert.throws(() => systemRandom.bytes(length))
  assert.notDeepEqual(systemRandom.bytes(32), new Uint8Array(32))
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

test('ids rise in the order they were drawn, also within a millisecond, and no two are alike', () => {
  const ids = Array.from({ length: 20_000 }, () => systemRandom.id<string>())

  assert.deepEqual([...ids].sort(), ids)
  assert.equal(new Set(ids).size, ids.length)
  // Version 7 of RFC 9562, variant 10.
  for (const id of ids)
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
