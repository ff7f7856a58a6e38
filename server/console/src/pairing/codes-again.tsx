// For whoever has gone on to the phone without the backup codes in hand: back to making them.
import type { JSX } from 'preact'
import { useText } from '../text/language.js'
import { pairingText } from './text.js'

export function CodesAgain({ onAgain }: { readonly onAgain: () => void }): JSX.Element {
  const text = useText(pairingText).codesFirst
  return (
    <p class="soft small">
      {`${text.lost} `}
      <button type="button" class="button button--plain button--small" onClick={onAgain}>
        {text.again}
      </button>
    </p>
  )
}
