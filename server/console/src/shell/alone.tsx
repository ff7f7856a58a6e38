// A page with one task on it: the server's name, a card in the middle, whom to ask, the switches. For signing in, the setup, an invitation.
import type { ComponentChildren, JSX } from 'preact'
import { Logo, useLook } from './look.js'
import { Switches } from './switches.js'

interface AloneProps {
  /** Another name than the server's own. */
  readonly name?: string
  readonly children: ComponentChildren
}

export function Alone({ name, children }: AloneProps): JSX.Element {
  const look = useLook()
  const help = [look?.helpText, look?.supportContact].filter((words) => words)
  return (
    <div class="alone">
      <header class="alone__name">
        <Logo />
        {name ?? look?.name ?? 'Countersign'}
      </header>
      <main class="alone__card">{children}</main>
      <footer class="alone__foot">
        {help.map((words) => (
          <p key={words} class="alone__help small soft">
            {words}
          </p>
        ))}
        <Switches />
      </footer>
    </div>
  )
}
