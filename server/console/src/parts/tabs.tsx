// Parts of one page as links, so that each has an address: the one that is open is marked as the current page.
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface TabsProps {
  readonly label: string
  readonly current: string
  readonly tabs: readonly { readonly id: string; readonly label: string; readonly href: string }[]
}

export function Tabs({ label, current, tabs }: TabsProps): JSX.Element {
  const open = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    // On a phone the row is longer than the screen.
    open.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current])
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a
          key={tab.id}
          ref={tab.id === current ? open : null}
          class="tabs__one"
          href={tab.href}
          aria-current={tab.id === current ? 'page' : undefined}
        >
          {tab.label}
        </a>
      ))}
    </nav>
  )
}
