// Whether two spellings name the same user ID: the server's own rule, since both ends must agree on it.

/** The one spelling by which user IDs are compared: NFC, trimmed, lower case. */
export function normaliseUserId(userId: string): string {
  return userId.normalize('NFC').trim().toLowerCase()
}

/** `Alice` and `alice ` are one person. */
export function sameUserId(a: string, b: string): boolean {
  return normaliseUserId(a) === normaliseUserId(b)
}
