// The counter of a WebAuthn credential: one that does not rise says that a copy of the credential counts, too (WebAuthn §6.1.1).

/** Many authenticators count nothing and always say 0; whoever has counted once must go on. */
export function isNextCount(before: number, now: number): boolean {
  return now > before || (now === 0 && before === 0)
}
