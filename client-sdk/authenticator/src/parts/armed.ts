// A guard against taps that were meant for what stood in the same place a moment ago.
import { useEffect, useState } from 'preact/hooks'

/** A double tap takes less, a person who has read the new screen takes more. */
const ARM_AFTER_MS = 500

/** False for a moment after `shown` changed: controls that decide stay disabled so long. */
export function useArmed(shown: string): boolean {
  const [armedFor, setArmedFor] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setArmedFor(shown), ARM_AFTER_MS)
    return () => clearTimeout(timer)
  }, [shown])
  return armedFor === shown
}
