// Where a device key lives and signs: the interface, the self-test every keystore runs, and the one in memory.
import nacl from 'tweetnacl'
import { DeviceError } from './error.js'
import type { Verify } from './verify-ed25519.js'
import { createVerify } from './verify-ed25519.js'

/** The device key `K1`, ready to sign. Its private half does not leave the keystore. */
export interface DeviceKey {
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array
  /** 64 bytes. Signatures need not be the same twice: Safari randomises them. */
  sign(message: Uint8Array): Promise<Uint8Array>
}

/** One implementation per place: browser, Node, memory. */
export interface Keystore {
  readonly kind: 'webcrypto' | 'sealed-tweetnacl' | 'file' | 'memory' | 'seed'
  /**
   * Makes a key, stores it, opens it again, signs and verifies with it, and only then returns it.
   * `id`: 1 to 64 letters, digits, `-` or `_`. Rejects with `key_self_test_failed` or `storage_failed`, leaving nothing behind.
   */
  create(id: string): Promise<DeviceKey>
  /** Undefined: the key has vanished, e.g. the browser cleared its storage. */
  open(id: string): Promise<DeviceKey | undefined>
  /** Removing what is not there is no error. */
  remove(id: string): Promise<void>
}

/** Keys that live as long as the process; for tests and short scripts. */
export function memoryKeystore(): Keystore {
  const seeds = new Map<string, Uint8Array>()
  const keystore: Keystore = {
    kind: 'memory',
    async create(id) {
      requireKeyId(id)
      seeds.set(id, nacl.randomBytes(nacl.sign.seedLength))
      return openTested(keystore, id)
    },
    async open(id) {
      const seed = seeds.get(id)
      return seed === undefined ? undefined : keyFromSeed(seed)
    },
    async remove(id) {
      seeds.delete(id)
    },
  }
  return keystore
}

/** A key that tweetnacl signs with, from its 32-byte seed. */
export function keyFromSeed(seed: Uint8Array): DeviceKey {
  const pair = nacl.sign.keyPair.fromSeed(seed)
  return {
    publicKey: pair.publicKey,
    sign: async (message) => nacl.sign.detached(message, pair.secretKey),
  }
}

/** An id is a file name and a database key. Throws RangeError for anything else. */
export function requireKeyId(id: string): void {
  if (!/^[\w-]{1,64}$/.test(id)) throw new RangeError('id: 1 to 64 letters, digits, - or _ expected')
}

/**
 * Opens a stored key and tries it, because some browsers make Ed25519 keys they cannot store (Firefox before 136, Lockdown
 * Mode). A key that fails is removed.
 */
export async function openTested(
  keystore: Keystore,
  id: string,
  verify: Verify = createVerify(),
): Promise<DeviceKey> {
  let cause: unknown
  try {
    const key = await keystore.open(id)
    const message = new TextEncoder().encode('countersign key self-test')
    if (key && (await verify(key.publicKey, message, await key.sign(message)))) return key
  } catch (error) {
    cause = error
  }
  await keystore.remove(id)
  throw new DeviceError(
    'key_self_test_failed',
    `the ${keystore.kind} keystore could not use the key it stored`,
    {
      cause,
    },
  )
}
