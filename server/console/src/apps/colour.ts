// A colour as somebody types it; whether it can be seen on white and in the dark, and which words can be read on it (WCAG 2.2 §1.4.11).
import { contrast, grounds } from '@countersign/protocol'

/** `#rrggbb` as the server takes it: lower case, or empty for none. */
export function colourOf(typed: string): string | undefined {
  const text = typed.trim().toLowerCase()
  if (text === '' || /^#[0-9a-f]{6}$/.test(text)) return text
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(text)
  return short
    ? `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`
    : undefined
}

/** WCAG 2.2 §1.4.11: parts of controls against what is beside them. */
const VISIBLE = 3

export type Faint = 'light' | 'dark'

/** Where a colour is too near to the ground to be seen; undefined when it is seen in both. */
export function faintOn(colour: string): Faint | undefined {
  if (contrast(colour, grounds.light) < VISIBLE) return 'light'
  return contrast(colour, grounds.dark) < VISIBLE ? 'dark' : undefined
}

/** Black or white, whichever is read better on it. */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  return contrast(colour, '#ffffff') >= contrast(colour, '#000000') ? '#ffffff' : '#000000'
}
