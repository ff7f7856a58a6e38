// What a webhook wants to hear, when a failed delivery is tried again, and what is signed of one.
import { concat, fromBase64Url, toBase64Url } from '@countersign/protocol'

/** Whether one of the patterns means the action: `account.added`, `login.*`, `*`. */
export function wants(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action,
  )
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Pauses between attempts: seconds for a restart, hours for an outage of a day. With the first that makes ten attempts. */
const PAUSES_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
]
export const ATTEMPTS_MAX: number = PAUSES_MS.length + 1

/**
 * How long after its failed attempt something is tried again; undefined when it was the last one.
 * @param attempts how many there were, at least 1
 * @param spread 0 to 99: up to a tenth longer, so that what failed together does not come back together
 */
export function pauseAfter(attempts: number, spread: number): number | undefined {
  const pause = PAUSES_MS[attempts - 1]
  return pause === undefined ? undefined : pause + Math.floor((pause * spread) / 1_000)
}

/** Standard Webhooks, "signature scheme": `id.timestamp.body`. */
export function signedContent(id: string, timestampSeconds: number, body: Uint8Array): Uint8Array {
  return concat([new TextEncoder().encode(`${id}.${timestampSeconds}.`), body])
}

/** RFC 4648 §4, with padding: how Standard Webhooks writes secrets and signatures. */
export function toBase64(bytes: Uint8Array): string {
  const text = toBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/** The other way; undefined for what `toBase64` would not write. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = fromBase64Url(text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''))
  return bytes !== undefined && toBase64(bytes) === text ? bytes : undefined
}
