// How one request reached each phone, or why one did not ring; folded, since it is asked of few requests.
import type { RingRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useText } from '../text/language.js'
import { ringsText } from './rings-text.js'

/** The answers that say something: those of a push service that did not take the message. */
const TELLING: readonly RingRow['outcome'][] = ['push_refused', 'push_busy', 'push_ended', 'push_too_large']

const RANG: readonly RingRow['outcome'][] = ['shown', 'shown_after_push']

export function Rings({ rings }: { readonly rings: readonly RingRow[] }): JSX.Element | null {
  const text = useText(ringsText)
  if (rings.length === 0) return null
  return (
    <details class="rings small">
      <summary>{text.summary}</summary>
      <ul>
        {rings.map(({ deviceId, deviceName, outcome, pushStatus, shownAtMs }) => (
          <li key={deviceId}>
            <strong>{deviceName ?? text.unnamed}</strong>: {text.outcomes[outcome]}
            {pushStatus !== null && TELLING.includes(outcome) ? ` ${text.answered(pushStatus)}` : ''}
            {shownAtMs !== null && !RANG.includes(outcome) ? ` ${text.openedByHand}` : ''}
          </li>
        ))}
      </ul>
    </details>
  )
}
