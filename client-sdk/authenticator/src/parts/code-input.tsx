// Six digits from the login page: typed, pasted, or by a keyboard that is not even in the field.
import { CODE_DIGITS, isCode } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useText } from '../text/index.js'

interface CodeInputProps {
  readonly armed: boolean
  readonly onCode: (code: string) => void
}

export function CodeInput({ armed, onCode }: CodeInputProps): JSX.Element {
  const text = useText().request
  const [digits, setDigits] = useState('')
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // A digit typed anywhere goes into the field; the browser then inserts it there by itself.
    const toField = (event: KeyboardEvent): void => {
      if (/^[0-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey) input.current?.focus()
    }
    addEventListener('keydown', toField)
    return () => removeEventListener('keydown', toField)
  }, [])
  return (
    <form
      class="code"
      onSubmit={(event) => {
        event.preventDefault()
        if (armed && isCode(digits)) onCode(digits)
      }}
    >
      <label class="code__label" for="code">
        {text.typeLead}
      </label>
      <input
        ref={input}
        id="code"
        class="input code__input"
        type="text"
        inputMode="numeric"
        autocomplete="off"
        placeholder="••••••"
        aria-label={text.typeLabel}
        aria-describedby="code-hint"
        value={digits}
        onInput={(event) => {
          // A pasted "482 913" counts; letters do not appear at all.
          const kept = event.currentTarget.value.replace(/\D/g, '').slice(0, CODE_DIGITS)
          event.currentTarget.value = kept
          setDigits(kept)
        }}
      />
      <button type="submit" class="button button--primary button--wide" disabled={!armed || !isCode(digits)}>
        {text.approve}
      </button>
      <p id="code-hint" class="small soft center">
        {text.approveHint}
      </p>
    </form>
  )
}
