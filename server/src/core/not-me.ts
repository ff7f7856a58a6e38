// "This wasn't me" about something that was told: about which news it can be said, for how long, and how far back it reaches ([NM…]).
import { disownableKinds, NOT_ME_DAYS } from '@countersign/protocol'
import type { NoticeKind } from '@countersign/protocol/me'
import { PAIRING_MAX_MS } from './pairing.js'

/** Whether an account is stopped by saying it of this notice, now. */
export function isDisownable(
  { kind, atMs }: { readonly kind: NoticeKind; readonly atMs: number },
  nowMs: number,
): boolean {
  return disownableKinds.includes(kind) && nowMs < notMeUntil(atMs)
}

export function notMeUntil(noticeAtMs: number): number {
  return noticeAtMs + NOT_ME_DAYS * 86_400_000
}

/**
 * What was added from then on goes: with the account let in again, whoever took it would else still have a way in. A phone was made
 * up to a whole pairing before the notice that it counts now; everything else is younger.
 */
export function takenBackSince(noticeAtMs: number): number {
  return noticeAtMs - PAIRING_MAX_MS
}
