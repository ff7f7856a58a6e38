// What went wrong on a page with one task, said aloud; with a second try where that can help. The page has the words.
import type { JSX } from 'preact'
import { Note } from './notes.js'

interface FaultAlertProps {
  readonly words: string
  readonly again?: { readonly words: string; readonly run: () => void } | undefined
}

export function FaultAlert({ words, again }: FaultAlertProps): JSX.Element {
  return (
    <div role="alert">
      <Note tone="danger">
        <p>{words}</p>
        {again && (
          <button type="button" class="button button--small" onClick={again.run}>
            {again.words}
          </button>
        )}
      </Note>
    </div>
  )
}
