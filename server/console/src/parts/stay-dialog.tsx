// A dialog that Escape does not close: what it shows is shown once, and only its own buttons leave it.
import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'
import { useModal } from './modal.js'

interface StayDialogProps {
  readonly title: string
  readonly children: ComponentChildren
  readonly wide?: boolean
}

export function StayDialog({ title, children, wide = false }: StayDialogProps): JSX.Element {
  const id = useId()
  const { dialog, isOpen } = useModal()
  return (
    <dialog
      ref={dialog}
      class={wide ? 'dialog dialog--wide' : 'dialog'}
      aria-labelledby={id}
      // Escape must not throw away what cannot be shown again.
      onCancel={(event) => event.preventDefault()}
      // A browser insists when the key is pressed twice (HTML "close watcher"): it is shown again.
      onClose={() => isOpen.current && dialog.current?.showModal()}
    >
      <div class="dialog__head">
        <h2 id={id}>{title}</h2>
      </div>
      <div class="dialog__body">{children}</div>
    </dialog>
  )
}
