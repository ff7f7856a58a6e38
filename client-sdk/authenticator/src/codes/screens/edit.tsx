// One entry: its names, its place in the list, and the way out of it.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Heading, Screen } from '../../parts/screen.js'
import { go } from '../../route.js'
import type { Entry } from '../entry.js'
import { titleOf } from '../entry.js'
import type { Shelf } from '../shelf.js'
import { useEntryText } from '../text/index.js'
import { hashWords } from './add.js'
import { NameFields } from './name-fields.js'

interface EditProps {
  readonly shelf: Shelf
  readonly entry: Entry
  readonly entries: readonly Entry[]
}

export function Edit({ shelf, entry, entries }: EditProps): JSX.Element {
  const { add, edit: text } = useEntryText()
  const [names, setNames] = useState({ issuer: entry.issuer, account: entry.account })
  const [said, setSaid] = useState<string>()
  const place = entries.indexOf(entry) + 1
  const { digits, periodSeconds, algorithm } = entry.form
  return (
    <Screen back={{ at: 'codes' }}>
      <Heading>{titleOf(entry) || text.title}</Heading>
      <p class="small soft">{text.made(digits, periodSeconds, hashWords[algorithm])}</p>
      <form
        class="stack stack--wide"
        onSubmit={(event) => {
          event.preventDefault()
          if (`${names.issuer}${names.account}`.trim() === '') return setSaid(add.nameMissing)
          void shelf.rename(entry.id, names).then(() => setSaid(text.saved))
        }}
      >
        <NameFields names={names} onNames={setNames} />
        <p class="small soft" role="status">
          {said}
        </p>
        <button type="submit" class="button button--primary button--wide">
          {text.save}
        </button>
      </form>
      {entries.length > 1 && (
        <div class="stack">
          <p class="small soft" role="status">
            {text.place(place, entries.length)}
          </p>
          <div class="pair-of-buttons">
            <button
              type="button"
              class="button"
              disabled={place === 1}
              onClick={() => void shelf.move(entry.id, -1)}
            >
              {text.up}
            </button>
            <button
              type="button"
              class="button"
              disabled={place === entries.length}
              onClick={() => void shelf.move(entry.id, 1)}
            >
              {text.down}
            </button>
          </div>
        </div>
      )}
      <div class="spread" />
      <p class="small soft center">{text.removeHint}</p>
      <button
        type="button"
        class="button button--danger-quiet button--wide"
        onClick={() => void shelf.remove(entry.id).then(() => go({ at: 'codes' }))}
      >
        {text.remove}
      </button>
    </Screen>
  )
}
