// About which notices one can still say "this wasn't me"; the server decides it again.
import { NOT_ME_DAYS } from '@countersign/protocol'
import type { Notice } from '@countersign/protocol/me'
import { disownableKinds } from '@countersign/protocol/me'

export function canDisown({ kind, atMs }: Notice, nowMs: number): boolean {
  // Of the page's own clock: a minute more or less only hides a button.
  return disownableKinds.some((each) => each === kind) && nowMs < atMs + NOT_ME_DAYS * 86_400_000
}
