// What this tab keeps of an invitation, so that a reload, or a phone that put the tab to sleep, does not begin again.
import type { InvitationChecked } from '@countersign/protocol'

export interface Kept {
  readonly secret: string
  /** Once the start code fitted. */
  readonly checked?: InvitationChecked
  /** The backup codes were shown, and the person has them. */
  readonly hasCodes?: boolean
}

const KEY = 'countersign.invitation'

/** The secret of the address goes into the tab's own storage and out of the address, which lands in histories. */
export function takeInvitation(): Kept | undefined {
  const secret = location.hash.slice(1)
  if (secret === '') return kept()
  history.replaceState(null, '', location.pathname)
  const before = kept()
  const taken = before?.secret === secret ? before : { secret }
  keep(taken)
  return taken
}

export function keep(invitation: Kept): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(invitation))
  } catch {
    // Storage is off: a reload begins at the invitation again.
  }
}

export function forgetInvitation(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // Storage is off: nothing was kept.
  }
}

function kept(): Kept | undefined {
  try {
    const text = sessionStorage.getItem(KEY)
    // Sound: this page wrote it, in this tab; the server refuses what does not fit.
    return text === null ? undefined : (JSON.parse(text) as Kept)
  } catch {
    return undefined
  }
}
