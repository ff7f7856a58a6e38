// The two ways a browser keeps a device key so that no script can read it out: as a WebCrypto key, or as a sealed seed.
import nacl from 'tweetnacl'
import type { Database } from './indexed-db.js'
import type { DeviceKey, Keystore } from './keystore.js'
import { keyFromSeed, openTested, requireKeyId } from './keystore.js'
import { createVerify } from './verify-ed25519.js'

interface WebCryptoRecord {
  readonly id: string
  readonly kind: 'webcrypto'
  readonly publicKey: Uint8Array
  readonly privateKey: CryptoKey
}

interface SealedRecord {
  readonly id: string
  readonly kind: 'sealed-tweetnacl'
  /** AES-256-GCM, not extractable: it can be used on this device, not copied from it by a script. */
  readonly sealingKey: CryptoKey
  readonly iv: Uint8Array
  readonly sealedSeed: Uint8Array
}

/** Ed25519 by WebCrypto, not extractable, stored as the CryptoKey itself. */
export function webCryptoKeystore(database: Database, crypto: Crypto): Keystore {
  const keystore: Keystore = {
    ...opening(database, crypto),
    kind: 'webcrypto',
    async create(id) {
      requireKeyId(id)
      const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
      // Sound: Ed25519 makes a pair; the older lib types say CryptoKey or pair.
      const { publicKey, privateKey } = pair as CryptoKeyPair
      const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
      const record: WebCryptoRecord = { id, kind: 'webcrypto', publicKey: raw, privateKey }
      await database.put('key', record)
      return openTested(keystore, id, createVerify(crypto.subtle))
    },
  }
  return keystore
}

/** An Ed25519 seed for tweetnacl, sealed under an AES key that is not extractable. The seed is in memory while it signs. */
export function sealedKeystore(database: Database, crypto: Crypto): Keystore {
  const keystore: Keystore = {
    ...opening(database, crypto),
    kind: 'sealed-tweetnacl',
    async create(id) {
      requireKeyId(id)
      const algorithm = { name: 'AES-GCM', length: 256 }
      const sealingKey = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt'])
      const seed = crypto.getRandomValues(new Uint8Array(nacl.sign.seedLength))
      // NIST SP 800-38D §8.2.2: 96 random bits; this key seals once.
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const sealedSeed = new Uint8Array(await crypto.subtle.encrypt(sealing(iv, id), sealingKey, seed))
      seed.fill(0)
      const record: SealedRecord = { id, kind: 'sealed-tweetnacl', sealingKey, iv, sealedSeed }
      await database.put('key', record)
      return openTested(keystore, id, createVerify(crypto.subtle))
    },
  }
  return keystore
}

/** Keys of both kinds open whichever keystore is in use: a browser update may change the choice for new keys. */
function opening(database: Database, crypto: Crypto): Pick<Keystore, 'open' | 'remove'> {
  return {
    async open(id) {
      const record = await database.get('key', id)
      if (isWebCryptoRecord(record)) return webCryptoKey(record, crypto)
      if (isSealedRecord(record)) return sealedKey(record, crypto)
      return undefined
    },
    async remove(id) {
      await database.remove('key', id)
    },
  }
}

function webCryptoKey({ publicKey, privateKey }: WebCryptoRecord, crypto: Crypto): DeviceKey {
  return {
    publicKey,
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, message.slice())),
  }
}

async function sealedKey(
  { id, sealingKey, iv, sealedSeed }: SealedRecord,
  crypto: Crypto,
): Promise<DeviceKey> {
  const unseal = async (): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.decrypt(sealing(iv, id), sealingKey, sealedSeed.slice()))
  const seed = await unseal()
  const { publicKey } = keyFromSeed(seed)
  seed.fill(0)
  return {
    publicKey,
    async sign(message) {
      const opened = await unseal()
      const signature = await keyFromSeed(opened).sign(message)
      opened.fill(0)
      return signature
    },
  }
}

/** The id is bound in, so that a sealed seed moved to another record does not open. */
function sealing(iv: Uint8Array, id: string): AesGcmParams {
  return { name: 'AES-GCM', iv: iv.slice(), additionalData: new TextEncoder().encode(id) }
}

function isWebCryptoRecord(value: unknown): value is WebCryptoRecord {
  return hasKind(value, 'webcrypto') && 'privateKey' in value && 'publicKey' in value
}

function isSealedRecord(value: unknown): value is SealedRecord {
  return hasKind(value, 'sealed-tweetnacl') && 'sealingKey' in value && 'iv' in value && 'sealedSeed' in value
}

function hasKind(value: unknown, kind: string): value is { readonly kind: string } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}
