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
  id: <T extends string>(): T => nextId() as T,
}

let idMs = 0
let idSequence = 0

/** Rises also within a millisecond (RFC 9562 §6.2, method 1). By itself `v7` would ask the operating system for each id's chance. */
function nextId(): string {
  const random = draw(16)
  const nowMs = Date.now()
  if (nowMs > idMs) {
    idMs = nowMs
    // Begins in the lower half of its 32 bits, so that it cannot run over within the millisecond.
    idSequence = new DataView(random.buffer).getUint32(0) >>> 1
  } else idSequence += 1
  return v7({ random, msecs: idMs, seq: idSequence })
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
