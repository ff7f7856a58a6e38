// Secrets at rest: AES-256-GCM, bound to the place they are kept in, under a key that the database never holds.
import type { KeyObject } from 'node:crypto'
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'
import { concat } from '@countersign/protocol'

/** The first byte of sealed bytes, so that a later scheme can be told from this one. */
const SCHEME = 1
/** NIST SP 800-38D §8.2.2: a random 96-bit nonce is good for 2^32 sealings of one key; we seal once a pairing or key rotation. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** `scheme ‖ nonce ‖ ciphertext ‖ tag`. */
export function seal(key: KeyObject, plain: Uint8Array, boundTo: string): Uint8Array {
  const nonce = randomFillSync(new Uint8Array(NONCE_BYTES))
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(aadOf(boundTo))
  return concat([Uint8Array.of(SCHEME), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Throws when the bytes were changed, cut, moved to another place, or sealed under another key. */
export function unseal(key: KeyObject, sealed: Uint8Array, boundTo: string): Uint8Array {
  if (sealed[0] !== SCHEME || sealed.length < 1 + NONCE_BYTES + TAG_BYTES)
    throw new Error('sealed bytes: scheme 1 expected')
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(aadOf(boundTo))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return concat([decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw new Error('sealed bytes: changed, moved, or sealed under another key', { cause })
  }
}

function aadOf(boundTo: string): Uint8Array {
  return concat([Uint8Array.of(SCHEME), new TextEncoder().encode(boundTo)])
}
