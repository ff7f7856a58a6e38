// A page with one task on it: the mark, a card in the middle, the switches beneath. For signing in, the setup, an invitation.
import type { ComponentChildren, JSX } from 'preact'
import { Mark } from '../parts/icons.js'
import { Switches } from './switches.js'

export function Alone({
  name = 'Countersign',
  children,
}: {
  /** The server's own name, when it is known. */
  readonly name?: string
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <div class="alone">
      <header class="alone__name">
        <Mark />
        {name}
      </header>
      <main class="alone__card">{children}</main>
      <footer class="alone__foot">
        <Switches />
      </footer>
    </div>
  )
}
