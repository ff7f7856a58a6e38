// The text of an app's API key, `cs_<keyId>_<secret>`: how it is written and read. What it is compared with is kept elsewhere.
import { fromBase64Url, isSignableText, TEXT_MAX_BYTES, toBase64Url } from '@countersign/protocol'
import type { App, AppKey } from './records.js'

export const APP_KEY_ID_BYTES = 8
export const APP_KEY_SECRET_BYTES = 32

/** The key id is for finding the row; the secret alone proves. The prefix lets secret scanners find leaked keys. */
export function formatAppKey(keyId: string, secret: Uint8Array): string {
  return `cs_${keyId}_${toBase64Url(secret)}`
}

export function parseAppKey(
  text: string,
): { readonly keyId: string; readonly secret: Uint8Array } | undefined {
  const [, keyId, secretText] = /^cs_([0-9a-f]{16})_([\w-]{43})$/.exec(text) ?? []
  const secret = secretText === undefined ? undefined : fromBase64Url(secretText)
  return keyId === undefined || secret?.length !== APP_KEY_SECRET_BYTES ? undefined : { keyId, secret }
}

/** 16 lower-case hex digits. */
export function appKeyId(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, APP_KEY_ID_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
}

/** The app whose key this is, if the key is still good. The comparison is done by the caller, in constant time, before. */
export function appOfKey(
  found: { readonly app: App; readonly key: AppKey } | undefined,
  secretFits: boolean,
  nowMs: number,
): App | undefined {
  if (found === undefined || !secretFits || found.app.state !== 'active') return undefined
  return found.key.expiresAtMs === undefined || nowMs < found.key.expiresAtMs ? found.app : undefined
}

/** Whether a text may be an app's name: a person reads it on the phone, so it must fit a signed document. */
export function isAppName(name: string): boolean {
  return name.trim() === name && name !== '' && isSignableText(name, TEXT_MAX_BYTES.appName)
}

/** Whether a text is an exact origin as a browser sends it (RFC 6454 §6.2): scheme and host, lower case, no path. */
export function isOrigin(text: string): boolean {
  return (
    /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[1-9]\d{0,4})?$/.test(text) &&
    text.length <= TEXT_MAX_BYTES.origin
  )
}
