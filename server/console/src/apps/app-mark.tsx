// An app in a small square: its logo, or the first letter of its name on its colour. The name stands beside it.
import type { AppBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { inkOn } from './colour.js'

interface AppMarkProps {
  readonly app: Pick<AppBody, 'name' | 'colour' | 'logoUrl'>
  readonly large?: boolean
}

export function AppMark({ app: { name, colour, logoUrl }, large = false }: AppMarkProps): JSX.Element {
  const kind = large ? 'app-mark app-mark--large' : 'app-mark'
  if (logoUrl !== null) return <img class={kind} src={logoUrl} alt="" />
  const style = colour === '' ? undefined : { backgroundColor: colour, color: inkOn(colour) }
  return (
    <span class={kind} style={style} aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase()}
    </span>
  )
}
