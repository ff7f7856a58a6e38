// The entries of a select field in the policy editor: "says nothing about it" first, then each value with its words.

/** `T` is what `words` has a word for. */
export function choices<T extends string>(
  words: Readonly<Record<T, string>>,
  unset: string,
): readonly (readonly [T | '', string])[] {
  // Sound: the keys of an object literal typed Record<T, …> are its T.
  return [['', unset], ...(Object.entries(words) as [T, string][])]
}
