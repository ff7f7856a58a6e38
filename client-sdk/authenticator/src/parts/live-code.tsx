// A code as it is now: large, in groups, with the time it has left, and copied by a tap. A press shows it where codes are hidden.
import type { CodeNow } from '@countersign/client-sdk'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useText } from '../text/index.js'

const RADIUS = 20
const CIRCUMFERENCE = 2 * Math.PI * RADIUS
/** How long "Copied" stands there: read once, then out of the way. */
const COPIED_MS = 2_000
/** Below it whoever begins to type will hardly be done. */
const LATE_SECONDS = 5

interface LiveCodeProps {
  /** What it belongs to, in words. */
  readonly title: string
  readonly periodSeconds: number
  readonly read: () => Promise<CodeNow | undefined>
  readonly size: 'large' | 'row'
  /** Digits are shown only after a press. */
  readonly hidden?: boolean
}

export function LiveCode({ title, periodSeconds, read, size, hidden = false }: LiveCodeProps): JSX.Element {
  const text = useText().codes
  const now = useCode(read)
  const [shown, setShown] = useState(false)
  const [copied, copy] = useCopy()
  useEffect(() => setShown(false), [hidden])
  const isHidden = hidden && !shown
  const digits = now?.code ?? ''
  return (
    <div class={`live-code live-code--${size}`}>
      <span class="live-code__digits" aria-hidden="true">
        {isHidden || now === undefined ? '••• •••' : groupedCode(digits)}
      </span>
      {now && <Ring remainingMs={now.remainingMs} periodSeconds={periodSeconds} />}
      {now && !isHidden && <span class="unseen">{text.code([...digits].join(' '))}</span>}
      {/* Over the whole of it: the target is as large as what it copies. */}
      <button
        type="button"
        class="live-code__button"
        disabled={now === undefined}
        aria-label={isHidden ? text.reveal(title) : text.copyOf(title)}
        onClick={() => (isHidden ? setShown(true) : void copy(digits))}
      />
      <span class={copied ? 'live-code__copied' : 'unseen'} role="status">
        {copied && text.copied}
      </span>
    </div>
  )
}

function Ring({
  remainingMs,
  periodSeconds,
}: {
  readonly remainingMs: number
  readonly periodSeconds: number
}): JSX.Element {
  const text = useText().codes
  const seconds = Math.ceil(remainingMs / 1000)
  const share = Math.min(1, Math.max(0, seconds / periodSeconds))
  return (
    <span class={seconds <= LATE_SECONDS ? 'ring ring--code ring--late' : 'ring ring--code'}>
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
      <span class="unseen">{text.seconds(seconds)}</span>
    </span>
  )
}

/** Asked each second: so it follows a clock that is set, and a screen that was frozen. */
function useCode(read: () => Promise<CodeNow | undefined>): CodeNow | undefined {
  const [now, setNow] = useState<CodeNow>()
  const latest = useRef(read)
  latest.current = read
  useEffect(() => {
    let gone = false
    const look = (): void => {
      // A key that cannot be used now shows no digits; the next second asks again.
      void latest.current().then(
        (code) => !gone && setNow(code),
        () => !gone && setNow(undefined),
      )
    }
    const timer = setInterval(look, 1000)
    look()
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [])
  return now
}

function useCopy(): readonly [boolean, (words: string) => Promise<void>] {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (words: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(words)
      setCopied(true)
    } catch {
      // The browser does not allow it: the digits are there to be read.
    }
  }
  return [copied, copy]
}

/** In two groups, as people read numbers out: `123 456`, `1234 567`, `1234 5678`. */
export function groupedCode(code: string): string {
  const half = Math.ceil(code.length / 2)
  return `${code.slice(0, half)} ${code.slice(half)}`
}
