// The same call for each of some things, one after the other, until one is refused.
import type { Answer } from '../api/answer.js'

export async function eachOf<T>(
  things: readonly T[],
  call: (thing: T) => Promise<Answer<unknown>>,
): Promise<Answer<undefined>> {
  for (const thing of things) {
    const answer = await call(thing)
    if (!answer.ok) return answer
  }
  return { ok: true, value: undefined }
}

/** In parts of at most `size`, in their order. */
export function partsOf<T>(things: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(things.length / size)
  return Array.from({ length: count }, (_, place) => things.slice(place * size, (place + 1) * size))
}
