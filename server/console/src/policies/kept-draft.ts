// The draft survives a look at another page and a reload: it is kept for this tab until it is saved or discarded.
import type { Draft } from './draft.js'

const KEY = 'countersign.console.policies'

export function keepDraft(draft: Draft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft))
  } catch {
    // Storage is off or full: the draft lives as long as its page.
  }
}

export function dropDraft(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // Storage is off: nothing was kept.
  }
}

export function keptDraft(): Draft | undefined {
  try {
    const kept = sessionStorage.getItem(KEY)
    // Sound: this page wrote it, in this tab; the server checks every word of it before it counts.
    return kept === null ? undefined : (JSON.parse(kept) as Draft)
  } catch {
    return undefined
  }
}
