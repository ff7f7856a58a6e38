// A question before something that cannot be undone. The safe answer has the focus.
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface ConfirmDialogProps {
  readonly title: string
  readonly lead: string
  readonly confirm: string
  readonly keep: string
  readonly onConfirm: () => void
  readonly onKeep: () => void
}

export function ConfirmDialog(props: ConfirmDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="dialog-title" onClose={props.onKeep}>
      <div class="dialog__body">
        <h2 id="dialog-title">{props.title}</h2>
        <p class="soft">{props.lead}</p>
        <button type="button" class="button button--wide" onClick={props.onKeep}>
          {props.keep}
        </button>
        <button type="button" class="button button--danger button--wide" onClick={props.onConfirm}>
          {props.confirm}
        </button>
      </div>
    </dialog>
  )
}
