// Where this tab is on the way back, so that a reload, or a phone that put the tab to sleep, spends no code for nothing.
import type { CodeWay } from '@countersign/protocol'

/** No code and no secret: what goes on is the cookie. */
export interface Kept {
  /** The kind that was right; undefined: none yet. */
  readonly shown: CodeWay | undefined
  readonly expiresAtMs: number
}

const KEY = 'countersign.recovery'

/** What was begun in this tab and is still good. */
export function keptRecovery(nowMs: number): Kept | undefined {
  try {
    const text = sessionStorage.getItem(KEY)
    if (text === null) return undefined
    // Sound: this page wrote it, in this tab; the server judges what is done with it.
    const kept = JSON.parse(text) as Kept
    return kept.expiresAtMs > nowMs ? kept : undefined
  } catch {
    return undefined
  }
}

export function keepRecovery(kept: Kept): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // Storage is off: a reload begins again.
  }
}

export function forgetRecovery(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // Storage is off: nothing was kept.
  }
}
