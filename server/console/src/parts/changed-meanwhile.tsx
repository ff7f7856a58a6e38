// Two people edited the same thing: both versions side by side, and the choice which one counts.
import type { JSX } from 'preact'
import { useText } from '../text/language.js'
import { Dialog } from './dialog.js'
import { partsText } from './text.js'

export interface Difference {
  readonly what: string
  readonly theirs: string
  readonly yours: string
}

interface ChangedMeanwhileProps {
  /** Only what differs is shown. */
  readonly differences: readonly Difference[]
  readonly busy: boolean
  readonly onTheirs: () => void
  readonly onYours: () => void
}

export function ChangedMeanwhile({
  differences,
  busy,
  onTheirs,
  onYours,
}: ChangedMeanwhileProps): JSX.Element {
  const text = useText(partsText)
  const shown = differences.filter(({ theirs, yours }) => theirs !== yours)
  return (
    <Dialog title={text.changedTitle} onClose={onTheirs} wide>
      <p>{text.changedLead}</p>
      <div class="table-frame">
        <table class="table table--compare">
          <thead>
            <tr>
              <th scope="col">{text.changedWhat}</th>
              <th scope="col">{text.theirs}</th>
              <th scope="col">{text.yours}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ what, theirs, yours }) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td data-label={text.theirs}>{theirs || <span class="soft">{text.nothing}</span>}</td>
                <td data-label={text.yours}>{yours || <span class="soft">{text.nothing}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="buttons">
        <button type="button" class="button" data-first onClick={onTheirs}>
          {text.takeTheirs}
        </button>
        <button type="button" class="button button--primary" disabled={busy} onClick={onYours}>
          {text.saveYours}
        </button>
      </div>
    </Dialog>
  )
}
