// Chance that repeats: the same seed gives the same ids, symbols and secrets, so that a failure can be played again.
import type { Random } from '@countersign/server/core/ports'

/** mulberry32, public domain: 32 bits of state are plenty for a test and far too few for anything else. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => next() & 0xff)
  return {
    bytes,
    below: (bound) => next() % bound,
    id: <T extends string>(): T => {
      const hex = Array.from(bytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('')
      const shaped = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
      // Sound: the brand says what the new id will name, which only the caller knows.
      return shaped as T
    },
  }
}
