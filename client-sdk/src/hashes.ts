// Hashes and chance of a device: by WebCrypto, which pages have only in a secure context, or by what a place without it passes in.
import { DeviceError } from './error.js'

/** What a place gives that has no WebCrypto, e.g. React Native: three functions of whatever library it trusts. */
export interface DeviceCrypto {
  /** 32 bytes. */
  sha256(bytes: Uint8Array): Promise<Uint8Array>
  /** 32 bytes. */
  hmacSha256(secret: Uint8Array, bytes: Uint8Array): Promise<Uint8Array>
  /** From a cryptographic source: names of keys and return codes are made of them. */
  randomBytes(length: number): Uint8Array
}

/** WebCrypto of this place: browsers, workers, Node. Rejects with `crypto_unavailable` where there is none. */
export const webCrypto: DeviceCrypto = {
  sha256: (bytes) => sha256(bytes),
  hmacSha256: (secret, bytes) => hmacSha256(secret, bytes),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
}

export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await requireSubtle().digest('SHA-256', bytes.slice()))
}

export async function hmacSha256(secret: Uint8Array, bytes: Uint8Array): Promise<Uint8Array> {
  const subtle = requireSubtle()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await subtle.importKey('raw', secret.slice(), algorithm, false, ['sign'])
  return new Uint8Array(await subtle.sign('HMAC', key, bytes.slice()))
}

/** WebCrypto, or `crypto_unavailable`. */
export function requireSubtle(): SubtleCrypto {
  // W3C WebCrypto §10: `subtle` exists in secure contexts only, i.e. https or this computer itself.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (subtle === undefined)
    throw new DeviceError(
      'crypto_unavailable',
      'WebCrypto is missing: https, or http on localhost, is needed',
    )
  return subtle
}
