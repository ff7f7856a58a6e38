// Chance from the operating system, by way of node:crypto.
import { randomFillSync, randomInt } from 'node:crypto'
import { v7 } from 'uuid'
import type { Random } from '../core/ports.js'

export const systemRandom: Random = {
  bytes: (length) => randomFillSync(new Uint8Array(length)),
  // randomInt draws again instead of folding the remainder in, so no number is likelier than another.
  below: (bound) => randomInt(bound),
  // Sound: the brand says what the new id will name, which only the caller knows.
  id: <T extends string>(): T => v7() as T,
}
