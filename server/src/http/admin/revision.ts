// Revisions as entity tags (RFC 9110 §8.8.3): `"r5"` is revision 5, so that two admins do not overwrite each other.

/** The tag of an answer that has a revision. */
export function revisionTag(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('revision' in value)) return undefined
  return typeof value.revision === 'number' ? `"r${value.revision}"` : undefined
}

/**
 * The revision that `If-Match` names; undefined without one. `unknown` for any other text: a weak tag never matches (RFC 9110
 * §13.1.1), and `*` would be a change of whatever is there, which is what the header is to prevent.
 */
export function revisionIn(header: string | undefined): number | 'unknown' | undefined {
  if (header === undefined) return undefined
  const [, digits] = /^"r(\d{1,15})"$/.exec(header) ?? []
  return digits === undefined ? 'unknown' : Number(digits)
}
