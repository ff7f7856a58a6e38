// A link that is pasted instead of scanned: one field, one button, and what is wrong with the link said beneath it.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Route } from '../route.js'
import { Heading, Screen } from './screen.js'

interface PasteScreenProps {
  /** Names the field; the ids of its hint and its fault are made from it. */
  readonly id: string
  readonly back: Route
  readonly words: {
    readonly title: string
    readonly label: string
    readonly hint: string
    readonly go: string
  }
  /** Goes on with a link; or gives the sentence about what is wrong with it. */
  readonly take: (link: string) => Promise<string | undefined>
}

export function PasteScreen({ id, back, words, take }: PasteScreenProps): JSX.Element {
  const [link, setLink] = useState('')
  const [fault, setFault] = useState<string>()
  return (
    <Screen back={back}>
      <Heading>{words.title}</Heading>
      <form
        class="stack stack--wide"
        onSubmit={(event) => {
          event.preventDefault()
          void take(link).then(setFault)
        }}
      >
        <div class="field">
          <label for={id}>{words.label}</label>
          <textarea
            id={id}
            class="input input--link"
            rows={4}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            aria-describedby={`${id}-hint ${id}-fault`}
            aria-invalid={fault !== undefined}
            value={link}
            onInput={(event) => {
              setLink(event.currentTarget.value)
              setFault(undefined)
            }}
          />
          <p id={`${id}-hint`} class="small soft">
            {words.hint}
          </p>
          <p id={`${id}-fault`} class="field__fault" role="alert">
            {fault}
          </p>
        </div>
        <button type="submit" class="button button--primary button--wide">
          {words.go}
        </button>
      </form>
    </Screen>
  )
}
