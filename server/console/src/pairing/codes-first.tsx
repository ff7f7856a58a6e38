// Backup codes before the phone that they stand in for: made, shown this one time, kept; then the phone.
import type { BackupCodesMade } from '@countersign/protocol/admin'
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Answer, Fault } from '../api/answer.js'
import { useChanging } from '../api/context.js'
import { BackupCodesSheet } from '../parts/backup-codes-sheet.js'
import { useText } from '../text/language.js'
import { pairingText } from './text.js'

interface CodesFirstProps {
  readonly userId: string
  /** Above the button that makes them. */
  readonly before: ComponentChildren
  /** Above the codes. */
  readonly head: ComponentChildren
  readonly make: () => Promise<Answer<BackupCodesMade>>
  readonly saying: (fault: Fault) => ComponentChildren
  readonly onKept: () => void
}

export function CodesFirst({ userId, before, head, make, saying, onKept }: CodesFirstProps): JSX.Element {
  const text = useText(pairingText).codesFirst
  const change = useChanging()
  const [made, setMade] = useState<BackupCodesMade>()
  if (made)
    return (
      <>
        {head}
        <BackupCodesSheet {...made} userId={userId} done={text.go} onKept={onKept} />
      </>
    )
  return (
    <div class="form">
      {before}
      <p class="soft">{text.what}</p>
      {change.fault && saying(change.fault)}
      <button
        type="button"
        class="button button--primary button--wide"
        disabled={change.busy}
        aria-busy={change.busy}
        onClick={() => void change.run(make, setMade)}
      >
        {change.busy ? text.making : text.make}
      </button>
    </div>
  )
}
