// Ed25519 keys as node:crypto wants them, from the raw 32 bytes that documents and storage hold.
import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { toBase64Url } from '@countersign/protocol'

/** RFC 8410 §7: what stands before the 32 bytes of the seed in PKCS #8. */
const PKCS8_BEFORE_SEED = Buffer.from('302e020100300506032b657004220420', 'hex')
/** RFC 8410 §4: the key is the last 32 bytes of its SubjectPublicKeyInfo. */
const RAW_KEY_BYTES = 32

export function privateKeyOf(seed: Uint8Array): KeyObject {
  if (seed.length !== RAW_KEY_BYTES) throw new RangeError(`seed: 32 bytes expected, ${seed.length} given`)
  const der = Buffer.concat([PKCS8_BEFORE_SEED, seed])
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } finally {
    der.fill(0)
  }
}

/** Throws for anything that is not 32 bytes. As JWK, which node:crypto reads ten times faster than DER. */
export function publicKeyOf(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(raw) }, format: 'jwk' })
}

/** The raw public key that belongs to a private key. */
export function rawPublicKey(privateKey: KeyObject): Uint8Array {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return new Uint8Array(der.subarray(-RAW_KEY_BYTES))
}
