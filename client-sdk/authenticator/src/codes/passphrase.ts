// A hint of how long a passphrase would hold somebody off who has the file; a hint only, since nobody can measure what a person chose.

export type Strength = 'too_short' | 'weak' | 'fair' | 'strong'

/** Below it nothing is sealed: eight random letters are tried in hours, whatever the rounds. */
export const PASSPHRASE_MIN_LENGTH = 10

/** By length and variety: words in a row are best, one sign again and again is nothing. */
export function strengthOf(passphrase: string): Strength {
  const signs = [...passphrase.normalize('NFC')]
  if (signs.length < PASSPHRASE_MIN_LENGTH) return 'too_short'
  const different = new Set(signs).size
  const words = passphrase.split(/[\s\-_.,]+/u).filter((word) => word.length >= 3)
  if (different < 6 || isRun(signs)) return 'weak'
  if (new Set(words).size >= 4 || (signs.length >= 18 && different >= 10)) return 'strong'
  return signs.length >= 14 && different >= 8 ? 'fair' : 'weak'
}

/** `1234567890`, `abcdefghij`: each sign the neighbour of the one before. */
function isRun(signs: readonly string[]): boolean {
  const steps = signs.slice(1).map((sign, i) => (sign.codePointAt(0) ?? 0) - (signs[i]?.codePointAt(0) ?? 0))
  return steps.filter((step) => Math.abs(step) <= 1).length >= signs.length * 0.7
}
