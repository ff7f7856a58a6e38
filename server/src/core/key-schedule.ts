// When a challenge key is made, announced and dropped ([KS3], [KS4]): a key set never has a gap, and never a surprise.
import type { KeyId } from '@countersign/protocol'
import { SIGNING_KEY_ANNOUNCE_DAYS, SIGNING_KEY_DAYS } from '@countersign/protocol'
import type { SigningKeyRecord } from './records.js'

const DAY_MS = 86_400_000
/** The first key counts from a little before now, so that a second node whose clock is behind can sign at once. */
const HEAD_START_MS = 3_600_000
/** A key set holds at most 16 keys ([KS]); a year of old ones is five. */
const KEEP_AT_MOST_MS = 365 * DAY_MS

type KeySpan = Pick<SigningKeyRecord, 'id' | 'notBeforeMs' | 'notAfterMs'>

export interface KeyPlan {
  /** The span of the key to make now, if one is due: the first, or the next, announced before it signs. */
  readonly create: { readonly notBeforeMs: number; readonly notAfterMs: number } | undefined
  /** Keys whose every signature is out of use. */
  readonly remove: readonly KeyId[]
}

/**
 * @param retentionMs how long decided challenges are kept: so long may a device still ask for a receipt of that time.
 */
export function planKeys(keys: readonly KeySpan[], nowMs: number, retentionMs: number): KeyPlan {
  const lastMs = Math.max(Number.NEGATIVE_INFINITY, ...keys.map((key) => key.notAfterMs))
  const keepMs = Math.min(retentionMs, KEEP_AT_MOST_MS)
  return {
    create: nowMs < lastMs - SIGNING_KEY_ANNOUNCE_DAYS * DAY_MS ? undefined : spanAfter(lastMs, nowMs),
    remove: keys.filter((key) => key.notAfterMs + keepMs <= nowMs).map((key) => key.id),
  }
}

/** Follows the last key without a gap; after a long sleep (or at the first start) it counts from now. */
function spanAfter(lastMs: number, nowMs: number): { notBeforeMs: number; notAfterMs: number } {
  const notBeforeMs = Math.max(lastMs, nowMs - HEAD_START_MS)
  return { notBeforeMs, notAfterMs: notBeforeMs + SIGNING_KEY_DAYS * DAY_MS }
}
