// The frame of every screen: a top bar with the way back, one heading that takes the focus, landmarks.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Route } from '../route.js'
import { hrefOf } from '../route.js'
import { useText } from '../text/index.js'
import { Icon, Mark } from './icons.js'

interface ScreenProps {
  readonly children: ComponentChildren
  /** Where "Back" leads. Absent on screens that are left by a decision. */
  readonly back?: Route
  readonly onBack?: () => void
  /** Right end of the top bar. */
  readonly tools?: ComponentChildren
  readonly class?: string
}

export function Screen({ children, back, onBack, tools, class: kind }: ScreenProps): JSX.Element {
  const text = useText()
  return (
    <div class={`frame ${kind ?? ''}`}>
      <header class={back || onBack ? 'topbar topbar--back' : 'topbar'}>
        {onBack && (
          <button type="button" class="icon-button" aria-label={text.common.back} onClick={onBack}>
            <Icon name="back" />
          </button>
        )}
        {back && !onBack && (
          <a class="icon-button" href={hrefOf(back)} aria-label={text.common.back}>
            <Icon name="back" />
          </a>
        )}
        <span class="topbar__name">
          {!back && !onBack && <Mark />}
          {!back && !onBack && 'Countersign'}
        </span>
        {tools}
      </header>
      <main>{children}</main>
    </div>
  )
}

/** The screen's heading. It takes the focus when the screen opens, so that no control is pressed by accident and readers begin here. */
export function Heading({
  children,
  class: kind,
}: {
  readonly children: ComponentChildren
  readonly class?: string
}): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1} class={kind}>
      {children}
    </h1>
  )
}

/** "Never a spinner without words." */
export function Working({ words }: { readonly words: string }): JSX.Element {
  return (
    <p class="working" role="status">
      {words}
    </p>
  )
}
