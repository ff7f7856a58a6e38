// Where in the import the person is: three steps, the current one marked.
import type { JSX } from 'preact'
import { useText } from '../text/language.js'
import { importsText } from './text.js'

export function Steps({ at }: { readonly at: 1 | 2 | 3 }): JSX.Element {
  const text = useText(importsText)
  const names = [text.steps.choose, text.steps.look, text.steps.run]
  return (
    <ol class="way">
      {names.map((name, place) => (
        <li
          key={name}
          class={place + 1 < at ? 'way__step way__step--done' : 'way__step'}
          aria-current={place + 1 === at ? 'step' : undefined}
        >
          {name}
        </li>
      ))}
    </ol>
  )
}
