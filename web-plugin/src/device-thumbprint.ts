// The short name of a device key that an app pins when a user links an account (rule [AS7]).
import { createHash } from 'node:crypto'
import { deviceThumbprintPreimage, toBase64Url } from '@countersign/protocol'

/**
 * SHA-256 over the thumbprint's domain and the key.
 *
 * @param deviceKey 32 raw bytes, as in `Verified.deviceKey`
 * @returns base64url of 32 bytes; throws RangeError for a key of another length
 * @example await db.pin(userId, deviceThumbprint(verified.deviceKey))
 */
export function deviceThumbprint(deviceKey: Uint8Array): string {
  if (deviceKey.length !== 32) throw new RangeError(`deviceKey: 32 bytes expected, ${deviceKey.length} given`)
  return toBase64Url(createHash('sha256').update(deviceThumbprintPreimage(deviceKey)).digest())
}
