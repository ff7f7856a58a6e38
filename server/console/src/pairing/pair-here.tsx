// The way to pair the very phone that shows this page: there the code on the screen is of no use to its own camera.
import type { JSX } from 'preact'
import { useText } from '../text/language.js'
import { pairingText } from './text.js'

/** Only to be seen on a phone (style). */
export function PairHere({ link }: { readonly link: string }): JSX.Element {
  const text = useText(pairingText).thisPhone
  return (
    <div class="pair-here stack">
      <a class="button button--primary button--wide" href={link} target="_blank" rel="noreferrer">
        {text.pair}
      </a>
      <p class="soft small">{text.hint}</p>
      <p>{text.orOther}</p>
    </div>
  )
}
