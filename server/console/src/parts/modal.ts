// Shows a <dialog> over the page for as long as it is in the tree; the focus goes in, and returns to where it was.
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface Modal {
  readonly dialog: RefObject<HTMLDialogElement | null>
  /** False once it leaves the tree: the event of its own closing comes late, when another may stand in its place. */
  readonly isOpen: RefObject<boolean>
}

/** `data-first` marks what has the focus when it opens. */
export function useModal(): Modal {
  const dialog = useRef<HTMLDialogElement>(null)
  const isOpen = useRef(true)
  // Before anything is painted: a key that follows at once is meant for the dialog.
  useLayoutEffect(() => {
    const before = document.activeElement
    const shown = dialog.current
    shown?.showModal()
    const first = shown?.querySelector('[data-first]')
    if (first instanceof HTMLElement) first.focus()
    return () => {
      isOpen.current = false
      shown?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return { dialog, isOpen }
}
