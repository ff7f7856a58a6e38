// P-256 keys as node:crypto wants them, from the 65 bytes of an uncompressed point that documents and storage hold.
import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import { toBase64Url } from '@countersign/protocol'

/** Undefined for what is no point of the curve: a key is checked before it is believed (NIST SP 800-56A Rev. 3 §5.6.2.3.3). */
export function p256KeyOf(point: Uint8Array): KeyObject | undefined {
  // SEC 1 §2.3.3: 4 says "uncompressed"; then x and y, 32 bytes each.
  if (point.length !== 65 || point[0] !== 4) return undefined
  const [x, y] = [toBase64Url(point.subarray(1, 33)), toBase64Url(point.subarray(33))]
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  } catch {
    return undefined
  }
}
