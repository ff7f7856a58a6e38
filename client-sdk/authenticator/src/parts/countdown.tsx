// The time a request has left: a ring and a number, by the server's clock; spoken only twice.
import type { OpenRequest } from '@countersign/client-sdk'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useText } from '../text/index.js'

const RADIUS = 20
const CIRCUMFERENCE = 2 * Math.PI * RADIUS
/** Spoken when this many seconds are left: enough to act, and after that no time to waste listening. */
const SPOKEN_AT_SECONDS = [30, 10]

/** Milliseconds left, looked at every second; calls `onOver` once when none are. */
export function useRemaining(request: OpenRequest, onOver: () => void): number {
  const [remainingMs, setRemainingMs] = useState(() => request.remainingMs())
  useEffect(() => {
    const look = (): void => {
      const left = request.remainingMs()
      setRemainingMs(left)
      if (left > 0) return
      clearInterval(timer)
      onOver()
    }
    const timer = setInterval(look, 1000)
    look()
    return () => clearInterval(timer)
  }, [request.challengeId])
  return remainingMs
}

interface CountdownProps {
  readonly remainingMs: number
  readonly lifetimeMs: number
}

export function Countdown({ remainingMs, lifetimeMs }: CountdownProps): JSX.Element {
  const text = useText()
  const seconds = Math.ceil(remainingMs / 1000)
  const share = Math.min(1, Math.max(0, remainingMs / lifetimeMs))
  const spoken = SPOKEN_AT_SECONDS.includes(seconds) ? text.request.secondsLeft(seconds) : ''
  return (
    <div class={seconds <= 10 ? 'ring ring--late' : 'ring'}>
      <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
        <circle class="ring__track" cx="24" cy="24" r={RADIUS} />
        <circle
          class="ring__left"
          cx="24"
          cy="24"
          r={RADIUS}
          stroke-dasharray={CIRCUMFERENCE}
          stroke-dashoffset={CIRCUMFERENCE * (1 - share)}
        />
      </svg>
      <span class="ring__number" aria-hidden="true">
        {seconds}
      </span>
      <span class="unseen">{text.request.secondsLeft(seconds)}</span>
      <span class="unseen" role="status">
        {spoken}
      </span>
    </div>
  )
}
