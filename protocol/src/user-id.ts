// User IDs: the one spelling by which both ends compare what people type in many (rule [AP6]).

/**
 * Trimmed, lower case, NFC (lower case can undo NFC, hence twice). Not NFKC: compatibility folding would make one ID of two
 * that a directory keeps apart.
 */
export function normaliseUserId(typed: string): string {
  return typed.normalize('NFC').trim().toLowerCase().normalize('NFC')
}

/** `Alice` and `alice ` are one person. */
export function sameUserId(a: string, b: string): boolean {
  return normaliseUserId(a) === normaliseUserId(b)
}
