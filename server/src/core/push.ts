// What a push holds and for how long, when a phone is woken, and what the answer of a push service means (rules [WP…]).
import type { PushTerms } from '@countersign/protocol'
import type { PushAnswer } from './ports-push.js'
import type { PushOutcome } from './rings.js'

/** An open app shows a request well within this, on a slow network too; each second more is one less to answer in. */
export const PUSH_AFTER_MS = 2_000
/** RFC 8291 §4 leaves room for some 3,900 bytes; all pushes are of one length, also those of versions to come. */
const PAYLOAD_BYTES = 128
/** After a push that got lost: what a push service needs to restart, and still well within the request's life. */
const AGAIN_AFTER_MS = 3_000
/** Once more, and no more: the request does not live longer. */
export const PUSH_ATTEMPTS_MAX = 2
/** A push service that names no time, or none that could be meant. */
const QUIET_MS = 60_000
const QUIET_MAX_MS = 3_600_000
/** What is left of the request must suffice for unlocking a phone. */
const WORTHWHILE_MS = 5_000

/** [WP2]: one value, which the phone chose, and nothing about account, app or request; spaces make it the same length always. */
export function pushPayload({ wake }: Pick<PushTerms, 'wake'>): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ v: 1, wake }).padEnd(PAYLOAD_BYTES, ' '))
}

/** RFC 8030 §5.2, in whole seconds, never beyond the request's life; undefined when it is over. */
export function pushTtlSeconds(expiresAtMs: number, nowMs: number): number | undefined {
  const seconds = Math.floor((expiresAtMs - nowMs) / 1000)
  return seconds >= 1 ? seconds : undefined
}

/** Whether a phone that is woken at a time leaves its person time to answer. */
export function isWorthwhile(atMs: number, expiresAtMs: number): boolean {
  return atMs + WORTHWHILE_MS <= expiresAtMs
}

/** What follows from an answer: how it is recorded, and what to do. */
export interface AfterPush {
  readonly outcome: PushOutcome
  /** The subscription is dead. */
  readonly ends: boolean
  /** Until then nothing is sent to this phone. */
  readonly quietUntilMs: number | undefined
  /** When the same push is tried again; undefined: it is not. */
  readonly againAtMs: number | undefined
}

/** @param attempts how often it was tried, this time included. */
export function afterPush(
  answer: PushAnswer,
  {
    attempts,
    expiresAtMs,
    nowMs,
  }: { readonly attempts: number; readonly expiresAtMs: number; readonly nowMs: number },
): AfterPush {
  const nothing = { ends: false, quietUntilMs: undefined, againAtMs: undefined }
  const again = (pauseMs: number): number | undefined =>
    attempts < PUSH_ATTEMPTS_MAX && isWorthwhile(nowMs + pauseMs, expiresAtMs) ? nowMs + pauseMs : undefined
  if (answer.kind === 'failed') return { ...nothing, outcome: 'no_answer', againAtMs: again(AGAIN_AFTER_MS) }
  const { status, retryAfterMs } = answer
  if (status >= 200 && status < 300) return { ...nothing, outcome: 'taken' }
  // RFC 8030 §7.3: 410; in practice 404 as well.
  if (status === 404 || status === 410) return { ...nothing, outcome: 'ended', ends: true }
  if (status === 413) return { ...nothing, outcome: 'too_large' }
  if (status === 429) {
    const pauseMs = Math.min(retryAfterMs ?? QUIET_MS, QUIET_MAX_MS)
    return { ...nothing, outcome: 'busy', quietUntilMs: nowMs + pauseMs, againAtMs: again(pauseMs) }
  }
  if (status >= 500)
    return { ...nothing, outcome: 'refused', againAtMs: again(Math.max(retryAfterMs ?? 0, AGAIN_AFTER_MS)) }
  return { ...nothing, outcome: 'refused' }
}
