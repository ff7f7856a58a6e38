// Whether a colour can be seen, on white and in the dark, and which words can be read on it (WCAG 2.2 §1.4.3, §1.4.11).

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

/** The surfaces of the design language (tokens.css: --cs-surface). */
const LIGHT_SURFACE = '#ffffff'
const DARK_SURFACE = '#211f1c'
/** WCAG 2.2 §1.4.11: parts of controls against what is beside them. */
const VISIBLE = 3

export type Faint = 'light' | 'dark'

/** Where a colour is too near to the ground to be seen; undefined when it is seen in both. */
export function faintOn(colour: string): Faint | undefined {
  if (contrast(colour, LIGHT_SURFACE) < VISIBLE) return 'light'
  return contrast(colour, DARK_SURFACE) < VISIBLE ? 'dark' : undefined
}

/** Black or white, whichever is read better on it. */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  return contrast(colour, '#ffffff') >= contrast(colour, '#000000') ? '#ffffff' : '#000000'
}

/** WCAG 2.2 "contrast ratio": 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/** WCAG 2.2 "relative luminance", of `#rrggbb`. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}
