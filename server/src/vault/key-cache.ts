// Device keys made ready for verification: making one costs a good part of a verification, and the same devices come again.
import type { KeyObject } from 'node:crypto'
import { publicKeyOf } from './ed25519.js'

/** About 1 kB each: the devices that answer within some minutes on a busy server, in a few megabytes. */
export const KEY_CACHE_MAX = 4096

/** The least recently used key leaves first. */
export class KeyCache {
  readonly #limit: number
  readonly #keys = new Map<string, KeyObject>()

  constructor(limit: number = KEY_CACHE_MAX) {
    this.#limit = limit
  }

  get size(): number {
    return this.#keys.size
  }

  /** The key, or undefined for bytes that are none. */
  get(raw: Uint8Array): KeyObject | undefined {
    const name = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
    const key = this.#keys.get(name) ?? keyOrNone(raw)
    if (key === undefined) return undefined
    this.#keys.delete(name)
    this.#keys.set(name, key)
    if (this.#keys.size > this.#limit) this.#removeOldest()
    return key
  }

  #removeOldest(): void {
    for (const name of this.#keys.keys()) {
      this.#keys.delete(name)
      return
    }
  }
}

function keyOrNone(raw: Uint8Array): KeyObject | undefined {
  try {
    return publicKeyOf(raw)
  } catch {
    // node:crypto says no: the bytes come from outside, and a key that cannot be one verifies nothing.
    return undefined
  }
}
