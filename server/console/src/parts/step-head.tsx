// The head of one step among several: which one it is, what it is about.
import type { ComponentChildren, JSX } from 'preact'
import { useText } from '../text/language.js'
import { Heading } from './page.js'
import { partsText } from './text.js'

interface StepHeadProps {
  readonly now: number
  readonly all: number
  readonly title: string
  /** Under the title, quieter. */
  readonly children?: ComponentChildren
}

export function StepHead({ now, all, title, children }: StepHeadProps): JSX.Element {
  const text = useText(partsText)
  return (
    <div class="stack">
      <p class="small soft">{text.step(now, all)}</p>
      <Heading key={title}>{title}</Heading>
      {children}
    </div>
  )
}
