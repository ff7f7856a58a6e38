// The frame of a page's content: one heading that takes the focus, a sentence, what can be done here.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useLook } from '../shell/look.js'
import { Icon } from './icons.js'

interface PageProps {
  readonly title: string
  readonly lead?: ComponentChildren
  /** Beside the title: what can be done on this page, the main thing first. */
  readonly actions?: ComponentChildren
  /** Above the title: where this page belongs to. */
  readonly up?: { readonly href: string; readonly label: string }
  readonly children: ComponentChildren
}

export function Page({ title, lead, actions, up, children }: PageProps): JSX.Element {
  return (
    <div class="page">
      {up && (
        <a class="page__up" href={up.href}>
          <Icon name="back" />
          {up.label}
        </a>
      )}
      <div class="page__head">
        <div class="page__words">
          <Heading>{title}</Heading>
          {lead !== undefined && lead !== '' && <p class="soft page__lead">{lead}</p>}
        </div>
        {actions !== undefined && <div class="page__actions">{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** Takes the focus when the page opens, so that readers begin here, and names the browser's window. */
export function Heading({ children }: { readonly children: string }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  const server = useLook()?.name ?? 'Countersign'
  useEffect(() => {
    // A dialog that is open, or a field that asked for it, keeps the focus.
    if (document.activeElement === document.body || document.activeElement?.closest('nav'))
      heading.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [])
  useEffect(() => {
    document.title = `${children} · ${server}`
  }, [children, server])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}

interface SectionProps {
  readonly title: string
  readonly lead?: ComponentChildren
  readonly actions?: ComponentChildren
  readonly children: ComponentChildren
}

/** A card with a heading of its own. */
export function Section({ title, lead, actions, children }: SectionProps): JSX.Element {
  return (
    <section class="section card">
      <div class="section__head">
        <h2>{title}</h2>
        {actions !== undefined && <div class="section__actions">{actions}</div>}
      </div>
      {lead !== undefined && <p class="soft small">{lead}</p>}
      {children}
    </section>
  )
}
