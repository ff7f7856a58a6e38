// A dialog over the page: for one short task. Escape, the cross and "Cancel" leave it; the focus returns to where it was.
import type { ComponentChildren, JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import { useText } from '../text/language.js'
import { TextField } from './fields.js'
import { Icon } from './icons.js'
import { useModal } from './modal.js'
import { FaultNote } from './notes.js'
import { partsText } from './text.js'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ComponentChildren
  readonly wide?: boolean
}

export function Dialog({ title, onClose, children, wide = false }: DialogProps): JSX.Element {
  const text = useText(partsText)
  const id = useId()
  const { dialog, isOpen } = useModal()
  return (
    <dialog
      ref={dialog}
      class={wide ? 'dialog dialog--wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        // Closed by leaving the tree, so that the page's state and the dialog never disagree.
        event.preventDefault()
        onClose()
      }}
      // A browser may insist on closing it (HTML "close watcher"): the page follows.
      onClose={() => isOpen.current && onClose()}
    >
      <div class="dialog__head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="icon-button" aria-label={text.close} onClick={onClose}>
          <Icon name="cross" />
        </button>
      </div>
      <div class="dialog__body">{children}</div>
    </dialog>
  )
}

interface FormDialogProps {
  readonly title: string
  readonly submit: string
  readonly busy: boolean
  readonly fault: Fault | undefined
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ComponentChildren
  readonly danger?: boolean
  readonly ready?: boolean
  readonly wide?: boolean
}

/** A dialog that is a form: its fields, its fault, "Cancel" and one button that does it. */
export function FormDialog(props: FormDialogProps): JSX.Element {
  const {
    title,
    submit,
    busy,
    fault,
    onSubmit,
    onClose,
    children,
    danger = false,
    ready = true,
    wide = false,
  } = props
  const text = useText(partsText)
  return (
    <Dialog title={title} onClose={onClose} wide={wide}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !busy) onSubmit()
        }}
      >
        {children}
        <FaultNote fault={fault} />
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>
            {text.cancel}
          </button>
          <button
            type="submit"
            class={danger ? 'button button--danger' : 'button button--primary'}
            disabled={!ready || busy}
            aria-busy={busy}
          >
            {submit}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

interface ConfirmProps {
  readonly title: string
  /** What happens then, a sentence each. */
  readonly consequences: readonly string[]
  readonly confirm: string
  readonly busy: boolean
  readonly fault: Fault | undefined
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly danger?: boolean
  /** For what cannot be undone: the person types this word first. */
  readonly word?: string
  readonly children?: ComponentChildren
}

/** A question before something that matters, naming what it will do. "Cancel" has the focus. */
export function Confirm(props: ConfirmProps): JSX.Element {
  const {
    title,
    consequences,
    confirm,
    word,
    busy,
    fault,
    onConfirm,
    onClose,
    danger = true,
    children,
  } = props
  const text = useText(partsText)
  const [typed, setTyped] = useState('')
  return (
    <FormDialog
      {...{ title, busy, fault, onClose, danger }}
      submit={confirm}
      ready={word === undefined || typed.trim() === word}
      onSubmit={onConfirm}
    >
      <ul class="consequences">
        {consequences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {children}
      {word !== undefined && (
        <TextField label={text.typeToConfirm(word)} value={typed} onValue={setTyped} first />
      )}
    </FormDialog>
  )
}
