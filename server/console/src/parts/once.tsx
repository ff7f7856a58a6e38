// A secret that is shown this one time: it can only be left once the person says that it is stored.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { CopyField } from './copy-field.js'
import { CheckField } from './fields.js'
import { StayDialog } from './stay-dialog.js'

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
  const [isStored, setStored] = useState(false)
  return (
    <StayDialog title={title}>
      <form
        class="form"
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
    </StayDialog>
  )
}
