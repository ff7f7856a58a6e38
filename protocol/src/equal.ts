// Compares secrets without telling by its time where they differ.

/** True if both byte strings are the same. Time depends on the lengths only, which are not secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}
