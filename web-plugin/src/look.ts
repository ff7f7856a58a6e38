// The look of the app for its login page: a colour that can be read on every ground, a logo of the very server, and where help is.
import type { AppLook } from '@countersign/protocol'
import { grounds, tonesOf } from '@countersign/protocol'
import { isAt } from './server-address.js'

/** What the element is given. */
export interface Look {
  /** Accent and what is written on it, on light ground, then on dark; null: the element's own. */
  readonly accent: readonly [light: string, onLight: string, dark: string, onDark: string] | null
  readonly logoUrl: string | null
  /** Empty: none. */
  readonly help: string
}

/** @param serverUrl the server as browsers reach it: pictures of anywhere else would tell that place who logs in. */
export function lookOf({ colour, logoUrl, helpText, supportContact }: AppLook, serverUrl: string): Look {
  return {
    accent: colour === '' ? null : accentOf(colour),
    logoUrl: logoUrl !== null && isAt(logoUrl, serverUrl) ? logoUrl : null,
    help: [helpText, supportContact].filter((text) => text !== '').join('\n'),
  }
}

/** Words on the accent have the colour of the ground: what can be read on a ground, the ground can be read on. */
function accentOf(colour: string): NonNullable<Look['accent']> {
  const { light, dark } = tonesOf(colour)
  return [light, grounds.light, dark, grounds.dark]
}
