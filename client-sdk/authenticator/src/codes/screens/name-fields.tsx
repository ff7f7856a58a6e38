// The two names of an entry, to be typed.
import type { JSX } from 'preact'
import type { EntryNames } from '../entry.js'
import { NAME_MAX_LENGTH } from '../entry.js'
import { useEntryText } from '../text/index.js'

interface NameFieldsProps {
  readonly names: EntryNames
  readonly onNames: (names: EntryNames) => void
}

export function NameFields({ names, onNames }: NameFieldsProps): JSX.Element {
  const text = useEntryText().add
  return (
    <>
      <Name
        id="entry-issuer"
        label={text.issuer}
        value={names.issuer}
        onValue={(issuer) => onNames({ ...names, issuer })}
      />
      <Name
        id="entry-account"
        label={text.account}
        value={names.account}
        onValue={(account) => onNames({ ...names, account })}
      />
    </>
  )
}

function Name({
  id,
  label,
  value,
  onValue,
}: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
}): JSX.Element {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        autocomplete="off"
        maxLength={NAME_MAX_LENGTH}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </div>
  )
}
