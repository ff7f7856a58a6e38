// Bypass codes: how one is drawn, what its hash is computed over, and how long it counts ([BY1]–[BY4]).
import type { AccountId } from '@countersign/protocol'
import { BYPASS_CODE_DIGITS } from '@countersign/protocol'
import type { BypassCodeRow } from '@countersign/protocol/admin'
import type { BypassCode } from './codes.js'
import type { Below } from './match.js'

/** Twelve digits, each drawn on its own and uniformly. */
export function drawBypassCode(below: Below): string {
  return Array.from({ length: BYPASS_CODE_DIGITS }, () => `${below(10)}`).join('')
}

/** What is hashed: the account, too, so that the hash of one code means nothing in the row of another account. */
export function bypassPreimage(accountId: AccountId, code: string): Uint8Array {
  return new TextEncoder().encode(`${accountId} ${code}`)
}

/** What an admin sees of one: never the code. */
export function shownBypassCode(code: BypassCode, nowMs: number): BypassCodeRow {
  const { id, reason, madeBy, madeAtMs, expiresAtMs, usedAtMs } = code
  const isOver = code.state === 'open' && expiresAtMs <= nowMs
  const state = isOver ? 'expired' : code.state
  return { id, state, reason, madeBy, madeAtMs, expiresAtMs, usedAtMs: usedAtMs ?? null }
}
