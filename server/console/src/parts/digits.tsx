// Six digits for a person to compare or to type elsewhere, large, in two groups; and the time they have for it.
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useText } from '../text/language.js'
import { partsText } from './text.js'

/** Readers speak six digits one by one only when they are spaced. */
export function Digits({ digits }: { readonly digits: string }): JSX.Element {
  return (
    <p class="digits">
      <span aria-hidden="true">
        {digits.slice(0, 3)} {digits.slice(3)}
      </span>
      <span class="unseen">{[...digits].join(' ')}</span>
    </p>
  )
}

/** Spoken when this many seconds are left: enough to act, and after that no time to waste listening. */
const SPOKEN_AT_SECONDS = [30, 10]

/** Seconds until `untilMs` on this browser's clock, as a bar and a number; calls `onOver` once when none are left. */
export function Countdown({
  untilMs,
  lifetimeMs,
  onOver,
}: {
  readonly untilMs: number
  readonly lifetimeMs: number
  readonly onOver: () => void
}): JSX.Element {
  const text = useText(partsText)
  const [leftMs, setLeftMs] = useState(() => untilMs - Date.now())
  useEffect(() => {
    const timer = setInterval(() => {
      const left = untilMs - Date.now()
      setLeftMs(left)
      if (left > 0) return
      clearInterval(timer)
      onOver()
    }, 1000)
    return () => clearInterval(timer)
  }, [untilMs])
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  return (
    <div class="countdown">
      <progress max={lifetimeMs} value={Math.max(0, leftMs)} aria-label={text.secondsLeft(seconds)} />
      <span class="small soft" aria-hidden="true">
        {text.secondsLeft(seconds)}
      </span>
      <span class="unseen" role="status">
        {SPOKEN_AT_SECONDS.includes(seconds) && text.secondsLeft(seconds)}
      </span>
    </div>
  )
}
