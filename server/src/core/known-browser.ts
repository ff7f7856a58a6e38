// A browser that signed in before, as its cookie says: `<made at>.<hash>`, good for one account and 90 days.
import { toBase64Url } from '@countersign/protocol'

/** Somebody who signs in once a quarter is known; a computer that was given away is forgotten. */
export const KNOWN_BROWSER_MS = 90 * 86_400_000

/** What the server's keyed hash is made over. */
export function knownBrowserPreimage(accountId: string, madeAtMs: number): Uint8Array {
  return new TextEncoder().encode(`${accountId} ${madeAtMs}`)
}

export function formatKnownBrowser(madeAtMs: number, hash: Uint8Array): string {
  return `${madeAtMs}.${toBase64Url(hash)}`
}

/** When it was made, unless that is too long ago or no time at all. */
export function knownSinceMs(text: string, nowMs: number): number | undefined {
  const [, digits] = /^(\d{1,15})\.[\w-]{43}$/.exec(text) ?? []
  const madeAtMs = digits === undefined ? undefined : Number(digits)
  if (madeAtMs === undefined || madeAtMs > nowMs || nowMs - madeAtMs > KNOWN_BROWSER_MS) return undefined
  return madeAtMs
}
