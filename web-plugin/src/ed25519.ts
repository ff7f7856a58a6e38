// Strict Ed25519 verification; what node:crypto alone would let pass is refused before it is asked.
import { createPublicKey, verify } from 'node:crypto'
import { isAcceptableKey, isCanonicalSignature, toBase64Url } from '@countersign/protocol'

/** Whether `signature` over `message` is by `publicKey` (32 raw bytes). Never throws. */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  // node:crypto accepts any message under the identity key with R = identity, S = 0 (eprint 2020/1244).
  if (!isAcceptableKey(publicKey) || !isCanonicalSignature(signature)) return false
  try {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) },
      format: 'jwk',
    })
    return verify(null, message, key, signature)
  } catch {
    // Some 32-byte strings are no point of the curve: no key, hence no signature by it.
    return false
  }
}
