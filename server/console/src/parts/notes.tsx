// What a page says about itself: working, a fault with its next step, nothing here yet, a remark, a state in one word.
import type { ComponentChildren, JSX } from 'preact'
import type { Fault } from '../api/answer.js'
import type { Reading } from '../api/context.js'
import { faultText, sentenceOf } from '../api/fault-text.js'
import { useText } from '../text/language.js'
import type { IconName } from './icons.js'
import { Icon } from './icons.js'
import { partsText } from './text.js'

/** "Never a spinner without words." */
export function Working({ words }: { readonly words?: string }): JSX.Element {
  const text = useText(partsText)
  return (
    <p class="working" role="status">
      {words ?? text.loading}
    </p>
  )
}

/** "Never an error without a next step." */
export function FaultNote({
  fault,
  again,
}: {
  readonly fault: Fault | undefined
  readonly again?: () => void
}): JSX.Element | null {
  const text = useText(faultText)
  const parts = useText(partsText)
  if (!fault) return null
  return (
    <div class="note note--danger" role="alert">
      <Icon name="warning" />
      <div class="stack">
        <p>{sentenceOf(fault, text)}</p>
        {fault.requestId !== undefined && fault.status >= 500 && (
          <p class="small soft">{text.reference(fault.requestId)}</p>
        )}
        {again && (
          <button type="button" class="button button--small" onClick={again}>
            {parts.again}
          </button>
        )}
      </div>
    </div>
  )
}

/** What was read, once it is there; before that words, and a fault with the way to try again. */
export function Loaded<T>({
  of,
  children,
}: {
  readonly of: Reading<T>
  readonly children: (value: T) => ComponentChildren
}): JSX.Element {
  return (
    <>
      {of.fault && <FaultNote fault={of.fault} again={of.again} />}
      {of.value === undefined && !of.fault && <Working />}
      {of.value !== undefined && (
        <div class="loaded" aria-busy={of.busy}>
          {children(of.value)}
        </div>
      )}
    </>
  )
}

export type NoteTone = 'info' | 'warn' | 'danger' | 'good'
const noteIcons: Readonly<Record<NoteTone, IconName>> = {
  info: 'info',
  warn: 'warning',
  danger: 'warning',
  good: 'check',
}

export function Note({
  tone = 'info',
  children,
}: {
  readonly tone?: NoteTone
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <div class={`note note--${tone}`}>
      <Icon name={noteIcons[tone]} />
      <div class="stack">{children}</div>
    </div>
  )
}

interface EmptyProps {
  readonly icon: IconName
  readonly title: string
  readonly lead: string
  /** The next step: a button or a link. */
  readonly children?: ComponentChildren
}

export function Empty({ icon, title, lead, children }: EmptyProps): JSX.Element {
  return (
    <div class="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      <p class="soft">{lead}</p>
      {children}
    </div>
  )
}

/** A state in a word or two. Colour repeats what the word says. */
export function Tag({
  tone = 'plain',
  children,
}: {
  readonly tone?: 'plain' | 'good' | 'warn' | 'danger'
  readonly children: ComponentChildren
}): JSX.Element {
  return <span class={`tag tag--${tone}`}>{children}</span>
}
