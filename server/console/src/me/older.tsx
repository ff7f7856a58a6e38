// A list that grows downwards: the newest page first, older ones added below on request.
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Answer } from '../api/answer.js'
import type { Reading } from '../api/context.js'
import { useReading } from '../api/context.js'
import { Loaded } from '../parts/notes.js'
import { useText } from '../text/language.js'
import { meText } from './text.js'

interface Part<T> {
  readonly items: T[]
  readonly next: string | null
}

export interface Older<T> {
  readonly part: Reading<Part<T>>
  /** What came before the part that is read now. */
  readonly earlier: readonly T[]
  readonly more: (next: string) => void
  /** From the newest on. */
  readonly again: () => void
}

export function useOlder<T>(read: (cursor: string | undefined) => Promise<Answer<Part<T>>>): Older<T> {
  const [cursor, setCursor] = useState<string>()
  const [earlier, setEarlier] = useState<readonly T[]>([])
  const part = useReading(() => read(cursor), [cursor])
  return {
    part,
    earlier,
    more(next) {
      setEarlier([...earlier, ...(part.value?.items ?? [])])
      part.put({ items: [], next })
      setCursor(next)
    },
    again() {
      setEarlier([])
      setCursor(undefined)
      part.again()
    },
  }
}

interface MoreProps<T> {
  readonly of: Older<T>
  /** Said when there is nothing at all. */
  readonly none: string
  readonly children: (items: readonly T[]) => ComponentChildren
}

export function More<T>({ of: { part, earlier, more }, none, children }: MoreProps<T>): JSX.Element {
  const text = useText(meText)
  return (
    <Loaded of={part}>
      {({ items, next }) => {
        const all = [...earlier, ...items]
        return (
          <>
            {all.length === 0 ? <p class="soft">{none}</p> : children(all)}
            {next !== null && (
              <div class="buttons">
                <button
                  type="button"
                  class="button button--small"
                  disabled={part.busy}
                  onClick={() => more(next)}
                >
                  {text.more}
                </button>
              </div>
            )}
          </>
        )
      }}
    </Loaded>
  )
}
