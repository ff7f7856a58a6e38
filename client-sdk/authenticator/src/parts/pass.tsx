// An access pass: its drawing, and the tile with its name that a person taps.
import type { AccessPass } from '@countersign/protocol'
import { accessPassById } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useSpeech } from '../text/index.js'

export function PassDrawing({ pass }: { readonly pass: AccessPass }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" class="pass__drawing">
      <path d={pass.path} fill="currentColor" fill-rule="evenodd" />
    </svg>
  )
}

interface PassGridProps {
  readonly options: readonly number[]
  /** False for a moment after the grid changed: a tap meant for something else must not decide. */
  readonly armed: boolean
  readonly onPick: (symbolId: number) => void
  readonly label: string
  readonly describedBy: string
}

export function PassGrid({ options, armed, onPick, label, describedBy }: PassGridProps): JSX.Element {
  const { language } = useSpeech()
  return (
    <ul class="grid" aria-label={label} aria-describedby={describedBy} onKeyDown={moveByArrows}>
      {options.map((id) => {
        const pass = accessPassById(id)
        return (
          pass && (
            <li key={id}>
              <button
                type="button"
                class="pass"
                data-pass={pass.slug}
                disabled={!armed}
                onClick={() => onPick(id)}
              >
                <PassDrawing pass={pass} />
                <span class="pass__name">{pass.name[language]}</span>
              </button>
            </li>
          )
        )
      })}
    </ul>
  )
}

/** Arrow keys go through the grid, as on a phone's keypad. Tab keeps working. */
function moveByArrows(event: KeyboardEvent): void {
  if (!(event.currentTarget instanceof HTMLElement)) return
  const tiles = [...event.currentTarget.querySelectorAll('button')]
  const now = tiles.findIndex((tile) => tile.matches(':focus'))
  if (now < 0) return
  const columns = tiles.filter((tile) => tile.offsetTop === tiles[0]?.offsetTop).length
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  }
  const target = tiles[now + (steps[event.key] ?? 0)]
  if (!target || !(event.key in steps)) return
  event.preventDefault()
  target.focus()
}
