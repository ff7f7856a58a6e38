// SHA-256 and HMAC-SHA-256 by WebCrypto, which pages have only in a secure context.
import { DeviceError } from './error.js'

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
