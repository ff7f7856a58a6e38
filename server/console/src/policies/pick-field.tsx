// Any number of things out of a list: boxes to tick, with a search where the list is long.
import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { partsText } from '../parts/text.js'
import { useText } from '../text/language.js'

interface PickFieldProps<Id extends string> {
  readonly legend: string
  readonly hint: string
  readonly options: readonly (readonly [id: Id, label: string])[]
  readonly chosen: readonly Id[]
  readonly onChosen: (chosen: Id[]) => void
  /** What stands there when there is nothing to choose from. */
  readonly none: string
}

/** With more than these a search is quicker than the eye. */
const SEARCH_FROM = 10

export function PickField<Id extends string>(props: PickFieldProps<Id>): JSX.Element {
  const { legend, hint, options, chosen, onChosen, none } = props
  const text = useText(partsText)
  const id = useId()
  const [wanted, setWanted] = useState('')
  const fits = options.filter(
    ([value, label]) => chosen.includes(value) || label.toLowerCase().includes(wanted.trim().toLowerCase()),
  )
  return (
    <fieldset class="pick" aria-describedby={`${id}-hint`}>
      <legend>{legend}</legend>
      <p id={`${id}-hint`} class="small soft">
        {options.length === 0 ? none : hint}
      </p>
      {options.length > SEARCH_FROM && (
        <input
          type="search"
          class="input"
          aria-label={`${text.search}: ${legend}`}
          placeholder={text.search}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <div class="pick__list">
        {fits.map(([value, label]) => (
          <label key={value} class="pick__one">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={(event) =>
                onChosen(
                  event.currentTarget.checked
                    ? [...chosen, value]
                    : chosen.filter((other) => other !== value),
                )
              }
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
