// Whether two spellings name the same user ID: the server's own rule, since both ends must agree on it.

/** The one spelling by which user IDs are compared: trimmed, lower case, NFC (lower case can undo NFC, hence twice). */
export function normaliseUserId(userId: string): string {
  return userId.normalize('NFC').trim().toLowerCase().normalize('NFC')
}

/** `Alice` and `alice ` are one person. */
export function sameUserId(a: string, b: string): boolean {
  return normaliseUserId(a) === normaliseUserId(b)
}
