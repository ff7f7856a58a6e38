// The memory-hard hash of printed codes: scrypt (RFC 7914) over a keyed hash, a few at a time, the rest waits its turn.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { fromBase64Url, toBase64Url } from '@countersign/protocol'
import { Busy } from '../core/busy.js'
import type { CodePool } from '../core/codes.js'
import type { Vault } from '../core/ports.js'
import type { CodeHash } from '../core/ports-codes.js'

/** OWASP ASVS 5.0 appendix C: N ≥ 2^17, r = 8, p = 1. One hash takes 128 MiB while it runs. */
export const SCRYPT_COST = 2 ** 17
/** The most that a hash may cost, also one that is kept: twice 256 MiB is what a small server can spare. */
export const SCRYPT_COST_MAX = 2 ** 18
const BLOCK_SIZE = 8
const PARALLEL = 1
const SALT_BYTES = 16
const HASH_BYTES = 32
/** Hashes at once: a quarter of a gigabyte, and half of Node's four threads, so that files and look-ups go on beside them. */
const AT_ONCE = 2
/** Waiting for their turn: about ten seconds of a slow machine. More is a flood, and is refused. */
export const WAITING_MAX = 64
/** Of these for strangers: about three seconds that somebody with a first factor waits behind them, well within an app's patience. */
export const STRANGERS_WAITING_MAX = 16
/** By then those that wait have had their turn. */
const RETRY_AFTER_SECONDS = 10

export interface CodeHashOptions {
  /** A power of two, at most SCRYPT_COST_MAX. What is hashed already keeps the cost it was made with. */
  readonly cost?: number
}

/**
 * Keyed before it is hashed: a stolen database alone is no list to guess at, however long somebody computes.
 * @example const hash = await codeHash.make('K7QD29XMPT4C8WZNAB3R') // 'scrypt$131072$8$1$<salt>$<hash>'
 */
export function createCodeHash(vault: Pick<Vault, 'keyedHash'>, options: CodeHashOptions = {}): CodeHash {
  const { cost = SCRYPT_COST } = options
  const turns = new Turns()
  const derive = (
    code: string,
    salt: Uint8Array,
    parameters: Parameters,
    pool: CodePool,
  ): Promise<Uint8Array> =>
    turns.take(pool, () =>
      scryptOf(vault.keyedHash('backup-code', new TextEncoder().encode(code)), salt, parameters),
    )
  const usual: Parameters = { cost, blockSize: BLOCK_SIZE, parallel: PARALLEL }
  if (!areBearable(usual)) throw new RangeError(`cost: a power of two up to ${SCRYPT_COST_MAX} expected`)
  return {
    async make(code) {
      const salt = randomBytes(SALT_BYTES)
      const hash = await derive(code, salt, usual, 'app')
      return ['scrypt', cost, BLOCK_SIZE, PARALLEL, toBase64Url(salt), toBase64Url(hash)].join('$')
    },
    async fits(code, text, pool) {
      const kept = parse(text)
      const hash = await derive(code, kept.salt, kept.parameters, pool)
      return hash.length === kept.hash.length && timingSafeEqual(hash, kept.hash)
    },
    async waste(code, pool) {
      await derive(code, new Uint8Array(SALT_BYTES), usual, pool)
    },
  }
}

interface Parameters {
  readonly cost: number
  readonly blockSize: number
  readonly parallel: number
}

/** Also of a kept hash: whoever could write into the database must not make the server take memory without end. */
function areBearable({ cost, blockSize, parallel }: Parameters): boolean {
  const isPowerOfTwo = Number.isInteger(Math.log2(cost)) && cost >= 2
  return isPowerOfTwo && cost <= SCRYPT_COST_MAX && blockSize === BLOCK_SIZE && parallel === PARALLEL
}

function scryptOf(
  key: Uint8Array,
  salt: Uint8Array,
  { cost, blockSize, parallel }: Parameters,
): Promise<Uint8Array> {
  // RFC 7914 §2: 128 · N · r bytes, and a little more.
  const maxmem = 128 * cost * blockSize + 1_048_576
  return new Promise((resolve, reject) => {
    scrypt(key, salt, HASH_BYTES, { N: cost, r: blockSize, p: parallel, maxmem }, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    )
  })
}

/** Only our own texts come here; anything else is a database that somebody wrote into. */
function parse(text: string): {
  readonly salt: Uint8Array
  readonly hash: Uint8Array
  readonly parameters: Parameters
} {
  const [name, cost, blockSize, parallel, saltText = '', hashText = '', ...more] = text.split('$')
  const parameters = { cost: Number(cost), blockSize: Number(blockSize), parallel: Number(parallel) }
  const salt = fromBase64Url(saltText)
  const hash = fromBase64Url(hashText)
  const isOurs = name === 'scrypt' && more.length === 0 && areBearable(parameters)
  if (!isOurs || salt?.length !== SALT_BYTES || hash?.length !== HASH_BYTES)
    throw new Error('hash of a code: scrypt$N$r$p$salt$hash expected')
  return { salt, hash, parameters }
}

/** A few at a time, in the order they came. */
class Turns {
  #running = 0
  #strangers = 0
  readonly #waiting: (() => void)[] = []

  async take<T>(pool: CodePool, work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) await this.#wait(pool === 'idFirst')
    else this.#running += 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      // Whoever is next takes over this place.
      if (next === undefined) this.#running -= 1
      else next()
    }
  }

  async #wait(isStranger: boolean): Promise<void> {
    const isFull =
      this.#waiting.length >= WAITING_MAX || (isStranger && this.#strangers >= STRANGERS_WAITING_MAX)
    if (isFull) throw new Busy('too many codes wait to be hashed', RETRY_AFTER_SECONDS)
    if (isStranger) this.#strangers += 1
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (isStranger) this.#strangers -= 1
  }
}
