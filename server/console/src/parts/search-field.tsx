// A field that searches while somebody types.
import type { JSX } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  /** Called a moment after the last key, so that each letter is no question to the server. */
  readonly onValue: (value: string) => void
}

const SETTLE_MS = 250

export function SearchField({ label, value, onValue }: SearchFieldProps): JSX.Element {
  const id = useId()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  // What it is asked beside may have changed since the last key: a filter that was set meanwhile is not taken back.
  const latest = useRef(onValue)
  latest.current = onValue
  return (
    <search class="search">
      <label class="unseen" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="input"
        type="search"
        placeholder={label}
        autocomplete="off"
        spellcheck={false}
        autocapitalize="off"
        defaultValue={value}
        onInput={(event) => {
          const typed = event.currentTarget.value
          clearTimeout(timer.current)
          timer.current = setTimeout(() => latest.current(typed), SETTLE_MS)
        }}
      />
    </search>
  )
}
