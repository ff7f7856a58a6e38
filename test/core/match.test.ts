// What the page shows and the phone offers: uniform, disjoint, in another order on each device.
import assert from 'node:assert/strict'
import test from 'node:test'
import { drawCodeMatch, drawSymbolMatch, orderFor } from '@countersign/server/core/match'
import fc from 'fast-check'
import { seededRandom } from '../support/seeded-random.js'

const POOL = Array.from({ length: 72 }, (_, i) => i + 1)

test('[CH5] the options are different, from the pool, none of them taken, and the right one is among them', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.subarray(POOL, { maxLength: 24 }),
      fc.integer({ min: 2, max: 12 }),
      (seed, taken, count) => {
        const { shown, options } = drawSymbolMatch(POOL, taken, count, seededRandom(seed).below)
        assert.equal(shown.mode, 'symbol')
        assert.equal(new Set(options).size, count)
        assert.ok(options.every((id) => POOL.includes(id) && !taken.includes(id)))
        assert.ok(shown.mode === 'symbol' && options.includes(shown.symbolId))
      },
    ),
  )
})

test('when too few symbols are left, a code is drawn instead of a smaller grid', () => {
  const taken = POOL.slice(0, 68)
  assert.equal(drawSymbolMatch(POOL, taken, 6, seededRandom(1).below).shown.mode, 'code')
  assert.equal(drawSymbolMatch(POOL, [], 1, seededRandom(1).below).shown.mode, 'code')
})

test('every symbol, and every place of the right one, is equally likely', () => {
  const { below } = seededRandom(4)
  const draws = 24_000
  const symbols = new Map<number, number>()
  const places = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < draws; i++) {
    const { shown, options } = drawSymbolMatch(POOL, [], 6, below)
    if (shown.mode !== 'symbol') assert.fail('symbol expected')
    symbols.set(shown.symbolId, (symbols.get(shown.symbolId) ?? 0) + 1)
    const place = options.indexOf(shown.symbolId)
    places[place] = (places[place] ?? 0) + 1
  }
  // Chi-square at p = 0.001: 71 degrees of freedom 112.3, five degrees 20.5. The seed is fixed, so this never flickers.
  assert.ok(chiSquare([...symbols.values()], draws / 72) < 112.3)
  assert.ok(chiSquare(places, draws / 6) < 20.5)
})

test('a code is six digits, leading zeros included, uniform over all million', () => {
  assert.deepEqual(
    drawCodeMatch(() => 42),
    { shown: { mode: 'code', code: '000042' }, options: [] },
  )
  const bounds: number[] = []
  drawCodeMatch((bound) => {
    bounds.push(bound)
    return bound - 1
  })
  assert.deepEqual(bounds, [1_000_000])
})

test('[CH5] on as many devices as there are symbols, no symbol is twice at the same place', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(71), { minLength: 2, maxLength: 12 }), (options) => {
      const orders = options.map((_, nth) => orderFor(options, nth))
      for (const order of orders) assert.deepEqual([...order].sort(), [...options].sort())
      for (let place = 0; place < options.length; place++)
        assert.equal(new Set(orders.map((order) => order[place])).size, options.length)
    }),
  )
})

test('a device beyond the number of symbols, and a code without any, still get an order', () => {
  assert.deepEqual(orderFor([1, 2, 3], 4), [2, 3, 1])
  assert.deepEqual(orderFor([], 7), [])
})

function chiSquare(counts: readonly number[], expected: number): number {
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}
