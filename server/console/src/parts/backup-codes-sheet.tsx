// A new set of backup codes, shown this one time: to read, copy, save, print; it is left by saying that they are kept.
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { saveFile } from '../save-file.js'
import { useLook } from '../shell/look.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { backupCodesFile, shownCodes } from './backup-codes-file.js'
import { backupCodesText } from './backup-codes-text.js'
import { CheckField } from './fields.js'
import { Icon } from './icons.js'

interface BackupCodesSheetProps {
  readonly codes: readonly string[]
  readonly userId: string
  readonly madeAtMs: number
  /** An admin makes them for somebody else, and hands them over. */
  readonly forOther?: boolean
  /** What the button says that leaves, where "Done" is not what follows. */
  readonly done?: string
  readonly busy?: boolean
  readonly onKept: () => void
}

export function BackupCodesSheet(props: BackupCodesSheetProps): JSX.Element {
  const { codes, userId, madeAtMs, forOther = false, done, busy = false, onKept } = props
  const text = useText(backupCodesText)
  const { date } = useFormat()
  const name = useLook()?.name ?? 'Countersign'
  const list = useRef<HTMLOListElement>(null)
  const [said, setSaid] = useState('')
  const [isKept, setKept] = useState(false)
  useAskBeforeLeaving(!isKept)
  const paper = { codes, userId, server: `${name} (${location.host})`, made: date(madeAtMs) }
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(shownCodes(codes).join('\n'))
      setSaid(text.copied)
    } catch {
      // No permission, or a plain address: the person copies by hand what is marked now.
      if (list.current) getSelection()?.selectAllChildren(list.current)
      setSaid(text.copyFailed)
    }
  }
  const save = (): void => {
    saveFile(text.fileName, [backupCodesFile(paper, text)], 'text/plain;charset=utf-8')
    setSaid(text.downloaded)
  }
  return (
    <form
      class="form codes-sheet"
      onSubmit={(event) => {
        event.preventDefault()
        if (isKept && !busy) onKept()
      }}
    >
      <p>{forOther ? text.handOver(userId) : text.lead}</p>
      <div class="codes-paper">
        <p class="codes-paper__title">{text.paperTitle}</p>
        <dl class="codes-paper__facts">
          <div>
            <dt>{text.account}</dt>
            <dd>{paper.userId}</dd>
          </div>
          <div>
            <dt>{text.server}</dt>
            <dd>{paper.server}</dd>
          </div>
          <div>
            <dt>{text.made}</dt>
            <dd>{paper.made}</dd>
          </div>
        </dl>
        <ol ref={list} class="codes-paper__codes" aria-label={text.list}>
          {shownCodes(codes).map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <p class="codes-paper__use">{text.use}</p>
      </div>
      <div class="row">
        <button type="button" class="button button--small" data-first onClick={() => void copy()}>
          <Icon name="copy" />
          {text.copy}
        </button>
        <button type="button" class="button button--small" onClick={save}>
          <Icon name="onboarding" />
          {text.download}
        </button>
        <button type="button" class="button button--small" onClick={() => print()}>
          <Icon name="print" />
          {text.print}
        </button>
      </div>
      <p class="small soft" role="status">
        {said}
      </p>
      <CheckField label={forOther ? text.handed : text.kept} checked={isKept} onChecked={setKept} />
      <div class="buttons">
        <button type="submit" class="button button--primary" disabled={!isKept || busy} aria-busy={busy}>
          {done ?? text.done}
        </button>
      </div>
    </form>
  )
}

/** The browser's own question, when the page is closed or loaded again: what is not kept is gone. */
function useAskBeforeLeaving(asks: boolean): void {
  useEffect(() => {
    if (!asks) return
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [asks])
}
