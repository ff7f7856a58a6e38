// A text that is to be taken elsewhere: shown whole, copied by one button.
import type { JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { useText } from '../text/language.js'
import { Icon } from './icons.js'
import { partsText } from './text.js'

const SAID_MS = 4000

interface CopyFieldProps {
  readonly label: string
  readonly value: string
  readonly hint?: string
  /** More than one for what is also typed by hand: all of it must be in sight. */
  readonly lines?: number
}

export function CopyField({ label, value, hint, lines = 1 }: CopyFieldProps): JSX.Element {
  const text = useText(partsText)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value)
      setSaid(text.copied)
    } catch {
      // No permission, or a plain address: the person copies by hand what is marked now.
      input.current?.select()
      area.current?.select()
      setSaid(text.copyFailed)
    }
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class={lines === 1 ? 'copy' : 'copy copy--lines'}>
        {lines === 1 ? (
          <input
            ref={input}
            id={id}
            class="input input--code"
            readOnly
            value={value}
            onFocus={(e) => e.currentTarget.select()}
          />
        ) : (
          <textarea
            ref={area}
            id={id}
            class="input input--code input--whole"
            readOnly
            rows={lines}
            value={value}
            onFocus={(e) => e.currentTarget.select()}
          />
        )}
        <button type="button" class="button" onClick={() => void copy()}>
          <Icon name={said === text.copied ? 'check' : 'copy'} />
          {text.copy}
        </button>
      </div>
      {hint !== undefined && <p class="small soft">{hint}</p>}
      <p class="small soft" role="status">
        {said}
      </p>
    </div>
  )
}
