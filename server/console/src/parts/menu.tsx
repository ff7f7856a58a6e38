// A button with a menu of actions under it: arrows, Home, End, first letter, Escape (WAI-ARIA menu button).
import type { JSX } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './icons.js'

export interface MenuItem {
  readonly label: string
  readonly onPick: () => void
  readonly danger?: boolean
}

interface MenuProps {
  /** Read aloud: what the actions are for. */
  readonly label: string
  /** Undefined entries are left out: what this person may not do is not offered. */
  readonly items: readonly (MenuItem | undefined | false)[]
  /** Words on the button; three dots without. */
  readonly words?: string
}

export function Menu({ label, items, words }: MenuProps): JSX.Element | null {
  const [open, setOpen] = useState(false)
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  // Before anything is painted: a key that follows at once is meant for the menu.
  useLayoutEffect(() => {
    if (open) entriesOf(root.current)[0]?.focus()
  }, [open])
  useEffect(() => {
    if (!open) return
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false)
    }
    addEventListener('pointerdown', outside)
    return () => removeEventListener('pointerdown', outside)
  }, [open])
  const offered = items.filter((item) => item !== undefined && item !== false)
  if (offered.length === 0) return null
  const close = (): void => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons inside and reach this by bubbling
    <div
      ref={root}
      class="menu"
      onKeyDown={(event) => onKey(event, close)}
      onFocusOut={(event) => {
        if (open && event.relatedTarget instanceof Node && !root.current?.contains(event.relatedTarget))
          setOpen(false)
      }}
    >
      <button
        ref={button}
        type="button"
        class={words === undefined ? 'icon-button' : 'button button--small'}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={words === undefined ? label : undefined}
        onClick={() => setOpen(!open)}
      >
        {words}
        <Icon name={words === undefined ? 'more' : 'down'} />
      </button>
      {open && (
        <div id={id} class="menu__list" role="menu" aria-label={label}>
          {offered.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={item.danger ? 'menu__item menu__item--danger' : 'menu__item'}
              onClick={() => {
                close()
                item.onPick()
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function onKey(event: KeyboardEvent, close: () => void): void {
  const { currentTarget, key } = event
  if (!(currentTarget instanceof HTMLElement) || !currentTarget.querySelector('[role="menu"]')) return
  if (key === 'Escape') {
    // A dialog around the menu stays open.
    event.preventDefault()
    event.stopPropagation()
    close()
    return
  }
  const entries = entriesOf(currentTarget)
  const now = entries.findIndex((entry) => entry.matches(':focus'))
  const target = entries[targetOf(key, now, entries)]
  if (!target) return
  event.preventDefault()
  target.focus()
}

function targetOf(key: string, now: number, entries: readonly HTMLElement[]): number {
  const count = entries.length
  switch (key) {
    case 'ArrowDown':
      return (now + 1) % count
    case 'ArrowUp':
      return (now - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      if (key.length !== 1 || key === ' ') return -1
      return entries.findIndex((entry) => entry.innerText.toLowerCase().startsWith(key.toLowerCase()))
  }
}

function entriesOf(root: Element | null): readonly HTMLElement[] {
  return [...(root?.querySelectorAll('[role="menuitem"]') ?? [])].filter((one) => one instanceof HTMLElement)
}
