// Pairing by a pasted link.
import { parsePairingLink } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApp } from '../app.js'
import { Heading, Screen } from '../parts/screen.js'
import { go } from '../route.js'
import { useText } from '../text/index.js'

export function Paste(): JSX.Element {
  const text = useText()
  const app = useApp()
  const [link, setLink] = useState('')
  const [refused, setRefused] = useState(false)
  const take = (value: string): void => {
    setLink(value)
    setRefused(false)
  }
  return (
    <Screen back={{ at: 'add' }}>
      <Heading>{text.paste.title}</Heading>
      <form
        class="stack stack--wide"
        onSubmit={(event) => {
          event.preventDefault()
          if (!parsePairingLink(link)) return setRefused(true)
          go({ at: 'home' })
          void app.parts().pairing.begin(link)
        }}
      >
        <div class="field">
          <label for="link">{text.paste.label}</label>
          <textarea
            id="link"
            class="input input--link"
            rows={4}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            aria-describedby="link-hint link-fault"
            aria-invalid={refused}
            value={link}
            onInput={(event) => take(event.currentTarget.value)}
          />
          <p id="link-hint" class="small soft">
            {text.paste.hint}
          </p>
          <p id="link-fault" class="field__fault" role="alert">
            {refused && text.paste.invalid}
          </p>
        </div>
        <button type="submit" class="button button--primary button--wide">
          {text.paste.go}
        </button>
      </form>
    </Screen>
  )
}
