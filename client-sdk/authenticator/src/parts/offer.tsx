// One question of a phone that was just paired, and the next one only when it is answered or put off: nobody reads four at once.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { useText } from '../text/index.js'

/** What every question gets: what comes after it, which stands alone where there is nothing to ask. */
export interface InTurn {
  readonly next?: JSX.Element | undefined
}

interface OfferProps extends InTurn {
  readonly title: string
  /** It was said yes to: what is true since. */
  readonly done: string | undefined
  readonly children: ComponentChildren
}

export function Offer({ title, done, next, children }: OfferProps): JSX.Element {
  const text = useText()
  const id = useId()
  const rest = useRef<HTMLDivElement>(null)
  const [isPutOff, setPutOff] = useState(false)
  useEffect(() => {
    // The button that had the focus is gone: readers go on where the next question is.
    if (isPutOff) rest.current?.focus()
  }, [isPutOff])
  if (isPutOff && done === undefined)
    return (
      <div class="stack" ref={rest} tabIndex={-1}>
        {next}
      </div>
    )
  return (
    <>
      <section class="card stack" aria-labelledby={id}>
        <h2 id={id}>{title}</h2>
        {done === undefined ? children : <p role="status">{done}</p>}
        {done === undefined && (
          <button type="button" class="button button--plain" onClick={() => setPutOff(true)}>
            {text.pair.decline}
          </button>
        )}
      </section>
      {done !== undefined && next}
    </>
  )
}
