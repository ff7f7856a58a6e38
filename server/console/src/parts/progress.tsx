// How far something long has come, in a bar and in words.
import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { partsText } from './text.js'

interface ProgressProps {
  readonly label: string
  readonly done: number
  readonly all: number
}

export function Progress({ label, done, all }: ProgressProps): JSX.Element {
  const text = useText(partsText)
  const format = useFormat()
  const id = useId()
  return (
    <div class="progress">
      <div class="progress__words">
        <label for={id}>{label}</label>
        <span class="soft small">{text.of(format.number(done), format.number(all))}</span>
      </div>
      <progress id={id} max={Math.max(1, all)} value={done} />
    </div>
  )
}
