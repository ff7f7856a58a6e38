// Whom a reminder may be sent to now: the server mails the same person at most every ten minutes.
import type { InvitationRow } from '@countersign/protocol/admin'

const AGAIN_AFTER_MS = 600_000

type Mailed = Pick<InvitationRow, 'channel' | 'sentAtMs' | 'remindedAtMs'>

export function mayRemind({ channel, sentAtMs, remindedAtMs }: Mailed, nowMs: number): boolean {
  return channel === 'mail' && nowMs >= Math.max(sentAtMs ?? 0, remindedAtMs ?? 0) + AGAIN_AFTER_MS
}
