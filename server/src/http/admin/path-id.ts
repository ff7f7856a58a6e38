// Ids that stand in the places of a path.

/** A text that is no id of anything is found in no table, so the flow answers it like an id that nobody has. */
export function pathId<T extends string>(params: Readonly<Record<string, string>>, name = 'id'): T {
  // Sound: the brand exists only at compile time, and says which table the flow looks in.
  return (params[name] ?? '') as T
}
