// The way through a long list: forward by cursor in the address; back is the browser's own.
import type { JSX } from 'preact'
import { hrefWith, usePlace } from '../route/router.js'
import { useText } from '../text/language.js'
import { Icon } from './icons.js'
import { partsText } from './text.js'

/** `next` is the list's own cursor; null at its end. */
export function Pager({ next }: { readonly next: string | null }): JSX.Element | null {
  const text = useText(partsText)
  const place = usePlace()
  const isFirst = !place.query.has('cursor')
  if (isFirst && next === null) return null
  return (
    <nav class="pager" aria-label={text.pages}>
      {!isFirst && (
        <a class="button button--small" href={hrefWith(place, { cursor: undefined })}>
          <Icon name="back" />
          {text.first}
        </a>
      )}
      {next !== null && (
        <a class="button button--small" href={hrefWith(place, { cursor: next })}>
          {text.next}
          <Icon name="next" />
        </a>
      )}
    </nav>
  )
}
