// A field for a PIN whose content is in the page's own input and nowhere else: no state of ours holds it, and reading it empties the field.
import type { JSX, RefObject } from 'preact'
import { useId } from 'preact/hooks'

interface SecretFieldProps {
  readonly label: string
  readonly field: RefObject<HTMLInputElement | null>
  readonly hint?: string
  /** `new-password` keeps browsers from offering to fill it in. */
  readonly isNew?: boolean
}

export function SecretField({ label, field, hint, isNew = false }: SecretFieldProps): JSX.Element {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        ref={field}
        class="input"
        type="password"
        autocomplete={isNew ? 'new-password' : 'off'}
        autocapitalize="off"
        spellcheck={false}
        {...(hint !== undefined && { 'aria-describedby': `${id}-hint` })}
      />
      {hint !== undefined && (
        <p class="small soft" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** Shows what is typed, or hides it: the page's own field is changed, so that nothing of it passes through us. */
export function show({ current }: RefObject<HTMLInputElement | null>, isShown: boolean): void {
  if (current) current.type = isShown ? 'text' : 'password'
}

/** What was typed; the field is empty afterwards. */
export function takeFrom({ current }: RefObject<HTMLInputElement | null>): string {
  const typed = current?.value ?? ''
  if (current) current.value = ''
  return typed
}
