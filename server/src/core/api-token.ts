// The text of an API token, `cst_<id>_<secret>`: how it is written and read, and when it counts.
import { fromBase64Url, toBase64Url } from '@countersign/protocol'
import type { ApiToken } from './access.js'
import { ACCESS_SECRET_BYTES } from './access.js'

export const TOKEN_ID_BYTES = 8

/** The id finds the row; the secret alone proves. The prefix lets secret scanners find tokens that leaked. */
export function formatApiToken(id: string, secret: Uint8Array): string {
  return `cst_${id}_${toBase64Url(secret)}`
}

export function parseApiToken(
  text: string,
): { readonly id: string; readonly secret: Uint8Array } | undefined {
  const [, id, secretText] = /^cst_([0-9a-f]{16})_([\w-]{43})$/.exec(text) ?? []
  const secret = secretText === undefined ? undefined : fromBase64Url(secretText)
  return id === undefined || secret?.length !== ACCESS_SECRET_BYTES ? undefined : { id, secret }
}

/** The token if it still counts. The comparison is done by the caller, in constant time, before. */
export function goodToken(
  found: ApiToken | undefined,
  secretFits: boolean,
  nowMs: number,
): ApiToken | undefined {
  if (found === undefined || !secretFits) return undefined
  return found.revokedAtMs === undefined && nowMs < found.expiresAtMs ? found : undefined
}
