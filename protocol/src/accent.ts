// A colour that an admin chose, made so that it can be read on the ground it stands on: for every screen that wears it.

/** WCAG 2.2 §1.4.3: text against its ground. */
const READABLE = 4.5
/** So many steps from the colour to black or white; the last one is readable on either ground. */
const STEPS = 20

/** Cards by day and by night, wherever the design language is spoken (--cs-surface): colours are judged against these. */
export const grounds = { light: '#ffffff', dark: '#211f1c' } as const

/**
 * The colour as it is worn by day and by night.
 * @param colour `#rrggbb`
 * @example tonesOf('#0b5c6b') // { light: '#0b5c6b', dark: '#6d9da6' } or so
 */
export function tonesOf(colour: string): { readonly light: string; readonly dark: string } {
  return { light: readableTone(colour, grounds.light), dark: readableTone(colour, grounds.dark) }
}

/**
 * The colour itself, or the nearest mix with black or white that can be read on the ground; then the ground can be read on it, too.
 * @param colour `#rrggbb`, as admins set it
 * @param ground `#rrggbb`, of the page or card
 * @example readableTone('#ffee00', '#ffffff') // '#806f00' or so: a yellow nobody could read becomes a dark one
 */
export function readableTone(colour: string, ground: string): string {
  const away = luminance(ground) > 0.18 ? '#000000' : '#ffffff'
  for (let step = 0; step < STEPS; step++) {
    const tone = mix(colour, away, step / STEPS)
    if (contrast(tone, ground) >= READABLE) return tone
  }
  return away
}

/** WCAG 2.2 "contrast ratio": 1 to 21. */
export function contrast(a: string, b: string): number {
  const [one, other] = [luminance(a), luminance(b)]
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mix(colour: string, other: string, share: number): string {
  const to = channels(other)
  const mixed = channels(colour).map((value, at) => Math.round(value + ((to[at] ?? 0) - value) * share))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}
