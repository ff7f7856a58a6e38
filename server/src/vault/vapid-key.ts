// The key by which this server proves to push services who it is (RFC 8292): derived from the master key, so that it is in no database.
import { createECDH, hkdfSync } from 'node:crypto'
import type { RootKeys } from './root-keys.js'

export interface VapidKey {
  /** An uncompressed point of P-256: 65 bytes. */
  readonly publicKey: Uint8Array
  /** 32 bytes. */
  readonly privateKey: Uint8Array
}

/**
 * The same key for as long as the master key is the same: a subscription is made for one key, and phones that are switched off could not
 * learn of another.
 */
export function vapidKeyOf({ master }: Pick<RootKeys, 'master'>): VapidKey {
  // A candidate is no scalar of the curve about once in 2^32 times; then the next one is taken, as RFC 9180 §7.1.3 does it.
  for (let counter = 0; counter < 256; counter++) {
    const info = `countersign/v1/vault/vapid/${counter}`
    const privateKey = new Uint8Array(hkdfSync('sha256', master, new Uint8Array(0), info, 32))
    const publicKey = publicKeyOf(privateKey)
    if (publicKey !== undefined) return { publicKey, privateKey }
  }
  throw new Error('no scalar of P-256 in 256 candidates')
}

function publicKeyOf(privateKey: Uint8Array): Uint8Array | undefined {
  const ecdh = createECDH('prime256v1')
  try {
    ecdh.setPrivateKey(privateKey)
    return new Uint8Array(ecdh.getPublicKey())
  } catch {
    return undefined
  }
}
