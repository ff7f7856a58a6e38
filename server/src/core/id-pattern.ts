// The pattern of user IDs: how a name that somebody typed short becomes the whole ID.

export interface IdPattern {
  /** Holds `{user}` once, and after it perhaps `{suffix}`: `{user}@{suffix}`. Empty: off. */
  readonly pattern: string
  readonly suffix: string
  /** The short name logs in as well. */
  readonly shortNameToo: boolean
}

export interface CompletedId {
  readonly userId: string
  readonly aliases: readonly string[]
}

/**
 * Completes a normalised user ID. What has the pattern's own ending, or its first sign after the name (`@`), is whole already, or
 * belongs elsewhere: it stays as it is.
 */
export function completeUserId({ pattern, suffix, shortNameToo }: IdPattern, userId: string): CompletedId {
  const [before, after] = pattern
    .replace('{suffix}', () => suffix)
    .toLowerCase()
    .split('{user}')
  if (before === undefined || after === undefined || userId === '') return { userId, aliases: [] }
  const mark = after.charAt(0) || before.slice(-1)
  if (mark === '' || userId.includes(mark)) return { userId, aliases: [] }
  return { userId: `${before}${userId}${after}`, aliases: shortNameToo ? [userId] : [] }
}
