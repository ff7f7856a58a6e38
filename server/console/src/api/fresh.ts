// Reads again what others change while somebody looks at it: now and then, and when the page comes back into sight.
import { useEffect, useRef } from 'preact/hooks'

/** Quick enough that "connected now" is true for whoever looks, slow enough to cost nothing. */
const EVERY_MS = 10_000

export function useFresh(again: () => void): void {
  const latest = useRef(again)
  latest.current = again
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') latest.current()
    }
    const timer = setInterval(look, EVERY_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
}
