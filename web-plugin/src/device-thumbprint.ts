// The short name of a device key that an app pins when a user links an account.
import { createHash } from 'node:crypto'
import { toBase64Url } from '@countersign/protocol'

/**
 * The JWK thumbprint of an Ed25519 key: SHA-256 over the members crv, kty, x in this order (RFC 7638 §3.2, RFC 8037 §2).
 * A standard one, so that other languages find it in their libraries.
 *
 * @param deviceKey 32 raw bytes
 * @returns base64url of 32 bytes
 * @example deviceThumbprint(verified.deviceKey) // 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'
 */
export function deviceThumbprint(deviceKey: Uint8Array): string {
  if (deviceKey.length !== 32) throw new RangeError(`deviceKey: 32 bytes expected, ${deviceKey.length} given`)
  const jwk = `{"crv":"Ed25519","kty":"OKP","x":"${toBase64Url(deviceKey)}"}`
  return toBase64Url(createHash('sha256').update(jwk).digest())
}
