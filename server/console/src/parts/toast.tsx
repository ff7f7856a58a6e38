// Short messages about what was just done, at the edge of the page, with a way to take it back where there is one.
import type { ComponentChildren, JSX } from 'preact'
import { createContext } from 'preact'
import { useCallback, useContext, useEffect, useState } from 'preact/hooks'
import { useText } from '../text/language.js'
import { Icon } from './icons.js'
import { partsText } from './text.js'

export interface Toast {
  readonly words: string
  /** Takes back what was done; gives true when it worked. */
  readonly undo?: () => Promise<boolean>
}

const ToastContext = createContext<(toast: Toast) => void>(() => {})

/** `const say = useToast()`, then `say({ words: 'Saved.' })`. */
export const useToast = (): ((toast: Toast) => void) => useContext(ToastContext)

/** WCAG 2.2 §2.2.1: long enough to read, and whoever points at it or is in it keeps it. */
const SHOWN_MS = 10_000

export function Toaster({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const text = useText(partsText)
  const [toast, setToast] = useState<Toast>()
  const [held, setHeld] = useState(false)
  const say = useCallback((next: Toast) => setToast(next), [])
  useEffect(() => {
    if (!toast || held) return
    const timer = setTimeout(() => setToast(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [toast, held])
  const undo = async (): Promise<void> => {
    const worked = await toast?.undo?.()
    setToast(worked ? { words: text.undone } : undefined)
  }
  return (
    <ToastContext.Provider value={say}>
      {children}
      <div
        class="toasts"
        role="status"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocusCapture={() => setHeld(true)}
        onBlurCapture={() => setHeld(false)}
      >
        {toast && (
          <div class="toast">
            <p>{toast.words}</p>
            {toast.undo && (
              <button type="button" class="button button--small" onClick={() => void undo()}>
                {text.undo}
              </button>
            )}
            <button
              type="button"
              class="icon-button"
              aria-label={text.close}
              onClick={() => setToast(undefined)}
            >
              <Icon name="cross" />
            </button>
          </div>
        )}
      </div>
    </ToastContext.Provider>
  )
}
