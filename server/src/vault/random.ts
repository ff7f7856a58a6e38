// Chance from the operating system, by way of node:crypto.
import { randomFillSync, randomInt } from 'node:crypto'
import { v7 } from 'uuid'
import type { Random } from '../core/ports.js'

/** What one call of the operating system brings: a call costs about 3 µs, whether for 32 bytes or for these. */
const POOL_BYTES = 2048
/** Longest draw from the pool, in bytes: all nonces and keys are at most that long. */
const DRAW_MAX = 64

export const systemRandom: Random = {
  bytes: (length) => (length <= DRAW_MAX ? draw(length) : randomFillSync(new Uint8Array(length))),
  // randomInt draws again instead of folding the remainder in, so no number is likelier than another; it has a pool itself.
  below: (bound) => randomInt(bound),
  // Sound: the brand says what the new id will name, which only the caller knows.
  id: <T extends string>(): T => v7() as T,
}

const pool = new Uint8Array(POOL_BYTES)
/** Where the bytes begin that nobody had yet; those before it are zero. */
let next = POOL_BYTES

/** Each byte goes out once and is wiped from the pool: what was given is in nobody's memory but the caller's. */
function draw(wanted: number): Uint8Array {
  const drawn = new Uint8Array(wanted)
  const { length } = drawn
  if (next + length > POOL_BYTES) {
    randomFillSync(pool)
    next = 0
  }
  drawn.set(pool.subarray(next, next + length))
  pool.fill(0, next, next + length)
  next += length
  return drawn
}
