// A secret that is shown this one time: it can only be left once the person says that it is stored.
import type { JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { CopyField } from './copy-field.js'
import { CheckField } from './fields.js'

interface OnceProps {
  readonly title: string
  readonly lead: string
  readonly label: string
  readonly value: string
  /** The sentence to tick: "I have stored it". */
  readonly stored: string
  readonly done: string
  readonly onDone: () => void
}

export function Once({ title, lead, label, value, stored, done, onDone }: OnceProps): JSX.Element {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [isStored, setStored] = useState(false)
  useEffect(() => {
    dialog.current?.showModal()
    return () => dialog.current?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={id}
      // Escape must not throw away what cannot be shown again.
      onCancel={(event) => event.preventDefault()}
    >
      <div class="dialog__head">
        <h2 id={id}>{title}</h2>
      </div>
      <form
        class="dialog__body"
        onSubmit={(event) => {
          event.preventDefault()
          if (isStored) onDone()
        }}
      >
        <p>{lead}</p>
        <CopyField label={label} value={value} />
        <CheckField label={stored} checked={isStored} onChecked={setStored} />
        <div class="buttons">
          <button type="submit" class="button button--primary" disabled={!isStored}>
            {done}
          </button>
        </div>
      </form>
    </dialog>
  )
}
